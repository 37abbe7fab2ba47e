"""Search in a directory, through Tantivy: no server, one writer at a time, any number of readers."""

from search.backends.tantivy.backend import TantivyBackend

__all__ = ["TantivyBackend"]
