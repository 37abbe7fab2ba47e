"""How fresh and whole this instance is: the one answer behind `manage.py status`, the status page and REST."""

from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps

from coolpapers.engine import search_backend
from coolpapers.papers.selectors import store_status
from search import SearchError, SearchQuery


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
class RunStatus:
    """The last harvest of one source."""

    source: str
    target: str
    state: str
    started: datetime
    finished: datetime | None
    created: int
    updated: int
    unchanged: int
    rejected: int
    error: str


@dataclass(frozen=True, slots=True)
class Status:
    papers: int
    withdrawn: int
    newest_announcement: date | None
    last_change: datetime | None
    stale_documents: int
    engine: EngineStatus
    runs: tuple[RunStatus, ...]


def status() -> Status:
    """The state now. A store that is away raises Django's OperationalError; an engine that is away is part of the answer."""
    store = store_status()
    return Status(
        papers=store.papers,
        withdrawn=store.withdrawn,
        newest_announcement=store.newest_announcement,
        last_change=store.last_change,
        stale_documents=store.stale,
        engine=engine_status(),
        runs=_last_runs(),
    )


def engine_status() -> EngineStatus:
    try:
        told = search_backend().status()
        search_backend().search(SearchQuery(limit=1))  # a damaged index tells its size and answers nothing
    except SearchError as fault:
        return EngineStatus(False, "", None, None, None, str(fault))
    return EngineStatus(True, told.backend, told.documents, told.schema_version, told.built_at, "")


def _last_runs() -> tuple[RunStatus, ...]:
    runs = apps.get_model("worker", "HarvestRun")._default_manager
    newest = [
        runs.filter(source=source).order_by("-started").first()
        for source in runs.values_list("source", flat=True).distinct()
    ]
    return tuple(
        RunStatus(
            run.source,
            run.target,
            run.state,
            run.started,
            run.finished,
            run.created,
            run.updated,
            run.unchanged,
            run.rejected,
            run.error,
        )
        for run in newest
        if run
    )
