"""Ingestion: arXiv's metadata into the store and the index. Composes the other packages; none of them imports it."""
