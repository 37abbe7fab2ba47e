"""The paper store: records in, rows kept, reads for pages and REST."""
