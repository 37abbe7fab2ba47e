"""THE data path: a source's records into the store, the store's changes into the index. Commands and tasks all call this."""

from worker.indexing import rebuild_index, sync_index
from worker.ingestion import ingest
from worker.wanted import fetch_wanted

__all__ = ["fetch_wanted", "ingest", "rebuild_index", "sync_index"]
