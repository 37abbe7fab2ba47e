"""Benchmarks: each figure a ratio taken in one run, since machines differ and are shared. `python -m tests.bench`."""
