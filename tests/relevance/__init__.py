"""How good the ranking is, measured on judged collections: the command, and the floors that `make test` holds."""
