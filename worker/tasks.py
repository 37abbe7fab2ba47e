"""Celery's entry points, each a call of the pipeline; `manage.py work` calls the same.

Every task may be lost, doubled or killed: what is to be done stands in the database, and who does it holds a lease.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Final

import structlog
from celery import current_task, shared_task
from django.conf import settings
from django.db.models import Exists, Max, OuterRef

from search import SearchError
from worker import holding, pipeline
from worker.announcing import announce
from worker.increments import harvest_changes
from worker.leases import LeaseLost, LeaseTaken, leave_sign_of_life
from worker.malloc import give_back
from worker.models import HarvestRun, Rejected
from worker.reconciling import reconcile_recent
from worker.sample import step_aside
from worker.slipped import fetch_slipped
from worker.sources.base import HarvestError
from worker.sources.oai_records import OaiRecords
from worker.sources.snapshot import SnapshotSource

log = structlog.get_logger("worker.tasks")

Told = dict[str, Any]

SLICE_S: Final = 1_200.0
"""A harvest gives its process back after so long and asks for the rest with a message of its own: a page may take minutes, and no
harvest is to outlast the time in which Redis takes its message for lost."""
BOOK_KEPT: Final = timedelta(days=30)


def _quietly(work: Callable[..., Told]) -> Callable[..., Told]:
    """A task whose work another process does, or that cannot reach its source or the engine, has nothing to tell but that:
    it comes again.

    Each says that a worker lives, whatever becomes of it. Afterwards its memory goes back to the system, since a worker lives on.
    """

    @wraps(work)
    def task(*args: Any, **named: Any) -> Told:
        try:
            leave_sign_of_life()
            return work(*args, **named)
        except (LeaseTaken, LeaseLost) as taken:
            if _of_a_killed_process():
                raise current_task.retry(exc=taken, countdown=holding.LEASE_S + 1.0, max_retries=1) from taken
            log.info("left to another", task=work.__name__, reason=str(taken))
            return {"state": "left to another"}
        except HarvestError as fault:
            log.warning("source failed", task=work.__name__, reason=str(fault))
            return {"state": "source failed", "error": str(fault)}
        except SearchError as fault:
            log.warning("engine failed", task=work.__name__, reason=str(fault))
            return {"state": "engine failed", "error": str(fault)}
        finally:
            give_back()

    return task


def _of_a_killed_process() -> bool:
    """Whether this message was another process's before: the lease it finds taken may be the dead one's, and soon runs out."""
    request = current_task.request if current_task else None
    return bool(request and not request.is_eager and (request.delivery_info or {}).get("redelivered"))


@shared_task
@_quietly
def fetch_wanted(limit: int = 500) -> Told:
    """Fetches papers that readers asked for."""
    report = pipeline.fetch_wanted(limit)
    return {"held": report.held, "refused": report.refused, "left": report.left, "error": report.error}


@shared_task
@_quietly
def sync_index(limit: int | None = None) -> Told:
    """Brings the index up to the store."""
    report = pipeline.sync_index(limit=limit)
    return {"indexed": report.indexed, "deleted": report.deleted, "failed": len(report.failures)}


@shared_task
@_quietly
def harvest_announcements(categories: list[str] | None = None) -> Told:
    """Looks for new announcements."""
    told = announce(categories or (), came=_make_way)
    return {"created": told.created, "error": told.error}


@shared_task
@_quietly
def harvest_oai() -> Told:
    """Follows arXiv's changes, then looks for what slipped through a long list, for SLICE_S; the rest is a message of its own."""
    end = time.monotonic() + SLICE_S
    runs = [harvest_changes(budget_s=SLICE_S)]
    _make_way(runs[0].created)
    if runs[0].state == HarvestRun.State.DONE:
        runs += fetch_slipped(budget_s=max(end - time.monotonic(), 0.0))
    if runs[-1].error.startswith("paused") and settings.CELERY_BROKER_URL:
        harvest_oai.apply_async()
    return _told(runs[0])


@shared_task
@_quietly
def harvest_snapshot(path: str) -> Told:
    """Reads a snapshot file, then brings the index up."""
    run = pipeline.ingest(SnapshotSource(path))
    return {**_told(run), **sync_index()}


@shared_task
@_quietly
def rebuild_index() -> Told:
    """Builds the index anew and swaps it in."""
    report = pipeline.rebuild_index()
    return {"indexed": report.indexed, "failed": len(report.failures)}


@shared_task
@_quietly
def reconcile() -> Told:
    """Holds the store against arXiv's lists of the last days and fetches what is missing."""
    told = reconcile_recent(repair=True)
    return {"missing": len(told.missing), "repaired": told.repaired, "error": told.error}


@shared_task
def tidy_book() -> Told:
    """Forgets runs older than BOOK_KEPT, except the last of each target and those with rejected records."""
    newest = HarvestRun.objects.values("source", "target").annotate(last=Max("pk")).values("last")
    rejects = Exists(Rejected.objects.filter(run=OuterRef("pk")))
    old = HarvestRun.objects.filter(~rejects, started__lt=datetime.now(UTC) - BOOK_KEPT)
    single = old.filter(
        source__in=("api", OaiRecords.name)
    )  # each has a target of its own, and none is gone on with
    forgotten = old.exclude(pk__in=list(newest.values_list("last", flat=True))).delete()[0]
    return {"forgotten": forgotten + single.delete()[0]}


def _make_way(created: int) -> None:
    """The invented sample goes as soon as there are real papers."""
    if created and (removed := step_aside()):
        log.info("sample stepped aside", papers=removed)


def _told(run: HarvestRun) -> Told:
    return {"run": run.pk, "state": run.state, "records": run.records, "error": run.error}
