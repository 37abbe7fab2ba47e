"""Source → store: every page with its cursor in one transaction, so that a harvest may end anywhere and go on there."""

import time
from copy import copy
from datetime import UTC, datetime
from typing import Final

import orjson
import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.records import PaperRecord
from coolpapers.papers.store import remove, upsert
from coolpapers.store_faults import lacks_tables
from worker.holding import holding
from worker.models import HarvestRun, Rejected
from worker.normalise import normalise
from worker.progress import Progress, Silent
from worker.reading_ahead import ahead
from worker.replaying import forget_beyond_replay
from worker.sources.base import (
    Cursor,
    HarvestError,
    HarvestSource,
    MalformedRecord,
    Page,
    RejectedRecord,
    SourceDamaged,
)
from worker.stopping import pause, stopping, why_stopping

log = structlog.get_logger("worker.ingestion")

STORE_AWAY_S: Final = 300.0
"""How long a page in hand waits for a store that is away; a restart of PostgreSQL takes seconds, an upgrade of it minutes."""
_STORE_WAIT_S: Final = 15.0  # the longest pause between two tries
REPLAY_KEPT: Final = 200_000
"""Characters of a rejected record's fields. The largest of 174,728 real records has 61,000 (2026-11-22): all can be replayed."""

_SHARED: Final = frozenset({"oai", "announcements", "listings"})
"""Sources of which one harvest at a time is enough, whatever it reads of them; the others are one a target."""


def ingest(
    source: HarvestSource,
    *,
    resume: bool = True,
    increment: bool = False,
    start: Cursor | None = None,
    budget_s: float | None = None,
    wait_s: float = 0.0,
    progress: Progress | None = None,
) -> HarvestRun:
    """Reads the source to its end and returns the run's book entry.

    Goes on where a run over the same target stopped, was killed or failed; `increment` lets it go on after a finished run too,
    from the day which that left for the next. `start` is for a target that was never read; `resume` False begins anew. After a
    damaged file it begins anew as well, since what stood before the damage may be wrong. The wish to stop, or more than
    `budget_s` seconds, end the run as INTERRUPTED after the page in hand, a HarvestError as FAILED with the reason in
    `error`; what was read by then is stored either way. Raises LeaseTaken when another harvest of the source does
    not end within `wait_s`.
    """
    progress = progress or Silent()
    lease = f"harvest {source.name}" if source.name in _SHARED else f"harvest {source.name} {source.target}"
    with holding(lease[-100:], wait_s=wait_s):
        run = _begun(source, resume=resume, increment=increment, start=start)
        end = time.monotonic() + budget_s if budget_s is not None else None
        try:
            pages = source.pages(run.cursor)
            # The feeds' source learns from being asked for the next page that one is stored; OAI-PMH is what takes hours.
            for page in ahead(pages) if source.name == "oai" else pages:
                _store_patiently(run, page)
                progress.update(page.done, page.total, **_shown(run))
                if stopping() or (end is not None and time.monotonic() > end):
                    run.state = HarvestRun.State.INTERRUPTED
                    run.error = why_stopping() or f"paused after {budget_s:g} s"
                    break
            else:
                run.state = HarvestRun.State.DONE
        except KeyboardInterrupt:
            run.state, run.error = HarvestRun.State.INTERRUPTED, why_stopping() or "stopped by the user"
        except HarvestError as error:
            run.state, run.error = HarvestRun.State.FAILED, str(error)
            if isinstance(error, SourceDamaged) and source.name == "snapshot":
                run.resume_at(None)
        except Exception as error:
            run.state, run.error = HarvestRun.State.FAILED, repr(error)
            raise
        finally:
            progress.close()
            run.finished = datetime.now(UTC)
            _log(run)
            run.save()
    return run


def _begun(source: HarvestSource, *, resume: bool, increment: bool, start: Cursor | None) -> HarvestRun:
    """The new run, its cursor where it begins."""
    earlier = HarvestRun.objects.filter(source=source.name, target=source.target)
    # We hold the lease: whatever still calls itself running was killed.
    earlier.filter(state=HarvestRun.State.RUNNING).update(
        state=HarvestRun.State.INTERRUPTED,
        finished=datetime.now(UTC),
        error="its process ended without a word",
    )
    last = earlier.order_by("-started", "-pk").first() if resume else None
    cursor = _next_cursor(last, increment=increment) or start
    if cursor is None:
        Rejected.objects.filter(run__in=earlier).delete()
    run = HarvestRun(source=source.name, target=source.target)
    run.resume_at(cursor)
    run.save()
    return run


def _next_cursor(last: HarvestRun | None, *, increment: bool) -> Cursor | None:
    """Where the run after `last` begins: at its cursor, or, when it reached its end, at the day it left for the next."""
    if last is None:
        return None
    if last.state == HarvestRun.State.DONE:
        return Cursor(since=last.since) if increment and last.since else None
    return last.cursor


def _store_patiently(run: HarvestRun, page: Page) -> None:
    """Stores the page; waits for a store that is away, up to STORE_AWAY_S, since the page was dear to get."""
    end = time.monotonic() + STORE_AWAY_S
    wait_s = 0.5
    while True:
        try:
            _store(run, page)
        except (OperationalError, InterfaceError) as fault:
            if connection.in_atomic_block or lacks_tables(fault) or time.monotonic() + wait_s > end:
                raise
            log.warning("store away", source=run.source, wait_s=wait_s, reason=str(fault).strip())
            connection.close()
            pause(wait_s)
            wait_s = min(2 * wait_s, _STORE_WAIT_S)
        else:
            return


def _store(run: HarvestRun, page: Page) -> None:
    """The page's records, removals, lists and rejects, and the run with the page's cursor, in one transaction."""
    records, rejected = _normalised(page)
    after = copy(run)  # so that a transaction that fails leaves the counts as they are
    with transaction.atomic():
        report = upsert(records)
        after.created += report.created
        after.updated += report.updated
        after.unchanged += report.unchanged
        after.older += report.older
        after.removed += remove(page.removed) if page.removed else 0
        after.announced += record_lists(page.lists).entries if page.lists else 0
        after.rejected += len(rejected)
        after.pages += 1
        after.resume_at(page.next)
        _keep_rejected(run, page, rejected)
        after.save()
    run.__dict__.update(after.__dict__)


def _normalised(page: Page) -> tuple[list[PaperRecord], list[RejectedRecord]]:
    records: list[PaperRecord] = []
    rejected = list(page.rejected)
    for raw in page.records:
        try:
            records.append(normalise(raw))
        except MalformedRecord as fault:
            text = orjson.dumps(raw.fields, default=str).decode()[:REPLAY_KEPT]
            rejected.append(RejectedRecord(raw.identifier, raw.position, fault.reason, text))
    return records, rejected


def _keep_rejected(run: HarvestRun, page: Page, rejected: list[RejectedRecord]) -> None:
    """Of each paper the source's last word counts: told again, well or badly, it takes the place of what was rejected before.

    Text that no replay can read goes with the paper's next good telling by the API, which is how it is fetched anew.
    """
    told = {raw.identifier for raw in page.records} | {record.identifier for record in rejected}
    before = Rejected.objects.filter(run__source=run.source)
    if before.exists():
        before.filter(identifier__in={key[:100] for key in told if key}).delete()
    if run.source == "api":
        forget_beyond_replay({raw.identifier for raw in page.records} - {one.identifier for one in rejected})
    Rejected.objects.bulk_create(
        Rejected(
            run=run,
            identifier=_storable(one.identifier)[:100],
            position=_storable(one.position),
            reason=_storable(one.reason),
            raw=_storable(one.raw),
        )
        for one in rejected
    )


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\0", "\\x00")


def _shown(run: HarvestRun) -> dict[str, int]:
    counts = {"new": run.created, "updated": run.updated, "unchanged": run.unchanged + run.older}
    return counts | {"removed": run.removed, "announced": run.announced, "rejected": run.rejected}


def _log(run: HarvestRun) -> None:
    log.info(
        "harvest",
        source=run.source,
        target=run.target,
        state=run.state,
        pages=run.pages,
        **_shown(run),
        seconds=round((datetime.now(UTC) - run.started).total_seconds(), 1),
        error=run.error,
    )
