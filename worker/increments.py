"""What changed at arXiv since the last look, by OAI-PMH: the worker's own harvest, in slices, never the whole history unasked.

The first harvest of everything is a command (`manage.py harvest oai`); once it was begun this goes on with it. Until then only
the last days are followed, under a target of their own.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from worker import network
from worker.ingestion import ingest
from worker.models import HarvestRun
from worker.progress import Progress
from worker.sources.base import Cursor

RECENT: Final = timedelta(days=2)
"""How far a worker looks back the first time: the last announcement, and the one before it."""
RECENT_MARK: Final = " recent changes"


def harvest_all(
    *, restart: bool = False, set_name: str = "", wait_s: float = 0.0, progress: Progress | None = None
) -> HarvestRun:
    """Everything, or what changed since everything was read. Raises LeaseTaken, SourceUnavailable."""
    source = network.oai(set_name=set_name)
    return ingest(source, resume=not restart, increment=True, wait_s=wait_s, progress=progress)


def harvest_changes(*, budget_s: float | None = None, progress: Progress | None = None) -> HarvestRun:
    """As `harvest_all` once that was begun, else the changes of the last days. Raises LeaseTaken, SourceUnavailable."""
    source = network.oai()
    if HarvestRun.objects.filter(source=source.name, target=source.target).exists():
        return ingest(source, increment=True, budget_s=budget_s, progress=progress)
    source.target += RECENT_MARK
    start = Cursor(since=datetime.now(UTC).date() - RECENT)
    return ingest(source, increment=True, start=start, budget_s=budget_s, progress=progress)
