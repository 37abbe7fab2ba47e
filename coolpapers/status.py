"""How fresh and whole this instance is: the one answer behind `manage.py status`, the status page and REST."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from django.conf import settings

from coolpapers.engine import search_backend
from coolpapers.freshness import CategoryFreshness, category_freshness, newest_announced
from coolpapers.harvest_book import (
    RejectedReason,
    RunStatus,
    WorkerStatus,
    last_runs,
    rejected_reasons,
    worker_status,
)
from coolpapers.papers.selectors import store_status
from coolpapers.waiting import Waiting, waiting
from search import SearchError, SearchQuery, answered_within

ENGINE_LOOK_S: Final = 2.0
"""An engine that has not answered by then is away, for whoever asks how it is: monitoring gives up after a few seconds."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The engine's own word, or why it does not answer."""

    ok: bool
    backend: str
    documents: int | None
    schema_version: int | None
    built_at: datetime | None
    fault: str


@dataclass(frozen=True, slots=True)
class Status:
    """The state at one moment. `announced_day` is the listing that arXiv announced last, by its schedule."""

    papers: int
    withdrawn: int
    newest_announcement: date | None
    announced_day: date
    last_change: datetime | None
    stale_documents: int
    waiting: Waiting
    worker: WorkerStatus
    offline: bool
    engine: EngineStatus
    runs: tuple[RunStatus, ...]
    rejected: tuple[RejectedReason, ...]
    categories: tuple[CategoryFreshness, ...]


def status() -> Status:
    """The state now. A store that is away raises Django's OperationalError; an engine that is away is part of the answer."""
    now = datetime.now(UTC)
    store = store_status()
    return Status(
        papers=store.papers,
        withdrawn=store.withdrawn,
        newest_announcement=store.newest_announcement,
        announced_day=newest_announced(now),
        last_change=store.last_change,
        stale_documents=store.stale,
        waiting=waiting(),
        worker=worker_status(now),
        offline=settings.OFFLINE,
        engine=engine_status(),
        runs=last_runs(),
        rejected=rejected_reasons(),
        categories=category_freshness(now),
    )


def engine_status() -> EngineStatus:
    """What the engine says of its index, within ENGINE_LOOK_S; it also has to answer a search."""
    try:
        with answered_within(ENGINE_LOOK_S):
            told = search_backend().status()
            search_backend().search(SearchQuery(limit=1))  # a damaged index tells its size, answers nothing
    except SearchError as fault:
        return EngineStatus(False, "", None, None, None, str(fault))
    return EngineStatus(True, told.backend, told.documents, told.schema_version, told.built_at, "")
