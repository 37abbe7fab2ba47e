"""Real servers for the tests: a given address, else a program of this machine, started and stopped here."""
