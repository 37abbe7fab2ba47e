"""One contract over every source of metadata."""
