"""One module a page; each reads its address, asks store and engine, and renders."""
