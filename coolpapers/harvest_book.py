"""What the worker's book tells the public: the last run of each source, rejected records by reason, and whether a worker lives.

Source of truth: the tables of the app `worker`, reached by name, since nothing imports the worker.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, Max, QuerySet, Sum

REASONS_SHOWN: Final = 20
REASONS_READ: Final = 500
"""Distinct reasons that are read, most frequent first: they quote values, so one fault can have many wordings."""
LONGEST_REASON: Final = 300  # characters
SILENT_AFTER: Final = timedelta(minutes=15)
"""A worker that lives takes or renews a lease every minute (it syncs the index); a long page may take some."""

OUTCOMES: Final = ("created", "updated", "unchanged", "older", "rejected", "removed", "announced")
"""The counts of a run, as the table names them."""

# Names of our own fields stay; a value whose end is cut off goes to the end.
_QUOTED: Final = re.compile(
    r"""(?<!\w)(?<!field )(?:'(?:[^'\\]|\\.?)*+(?:'|\Z)|"(?:[^"\\]|\\.?)*+(?:"|\Z)|“[^”]*+(?:”|\Z))""",
    re.DOTALL,
)


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
class RejectedReason:
    """Records that were rejected for one reason, without the values it quotes; `newest` is the id of the last of them."""

    reason: str
    records: int
    newest: str


class Pulse(StrEnum):
    """Whether a worker lives, by the traces it leaves in the database."""

    ALIVE = "alive"
    SILENT = "silent"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """`seen` is the last sign of life of any worker or command."""

    pulse: Pulse
    seen: datetime | None


def last_runs() -> tuple[RunStatus, ...]:
    """One run a source, by the source's name."""
    runs = _table("HarvestRun")
    sources = runs.values_list("source", flat=True).distinct().order_by("source")
    newest = [runs.filter(source=source).order_by("-started").first() for source in sources]
    return tuple(
        RunStatus(
            source=run.source,
            target=run.target,
            state=run.state,
            started=run.started,
            finished=run.finished,
            created=run.created,
            updated=run.updated,
            unchanged=run.unchanged,
            rejected=run.rejected,
            error=run.error,
        )
        for run in newest
        if run
    )


@dataclass(frozen=True, slots=True)
class SourceDay:
    """What the harvests of one source did that began within 24 hours: runs by state, records by outcome, pages."""

    source: str
    runs: dict[str, int]
    records: dict[str, int]
    pages: int


def source_days(now: datetime) -> tuple[SourceDay, ...]:
    """The sources that were read in the last 24 hours, by name; a run still going counts what it has so far."""
    runs = _table("HarvestRun").filter(started__gt=now - timedelta(days=1))
    sums = {name: Sum(name) for name in OUTCOMES}
    rows = runs.values("source", "state").annotate(runs=Count("pk"), read=Sum("pages"), **sums)
    grouped = groupby(rows.order_by("source", "state"), key=lambda row: row["source"])
    return tuple(_day(source, list(states)) for source, states in grouped)


def _day(source: str, states: list[dict[str, Any]]) -> SourceDay:
    return SourceDay(
        source,
        runs={row["state"]: row["runs"] for row in states},
        records={name: sum(row[name] for row in states) for name in OUTCOMES},
        pages=sum(row["read"] for row in states),
    )


def last_successes() -> dict[str, datetime]:
    """When each source was last read to its end."""
    runs = _table("HarvestRun").filter(state="done", finished__isnull=False)
    return dict(runs.values_list("source").annotate(ended=Max("finished")).order_by("source"))


def rejected_by_source() -> dict[str, int]:
    """Refused records that are kept, by the source that sent them."""
    return dict(
        _table("Rejected").values_list("run__source").annotate(records=Count("pk")).order_by("run__source")
    )


def rejected_reasons() -> tuple[RejectedReason, ...]:
    """The most frequent reasons first; reasons that differ only in the values they quote are one."""
    rejected = _table("Rejected")
    groups = rejected.values("reason").annotate(records=Count("pk"), newest=Max("pk")).order_by("-records")
    records: Counter[str] = Counter()
    newest: dict[str, int] = {}
    for group in groups[:REASONS_READ]:
        reason = _QUOTED.sub("…", group["reason"][:LONGEST_REASON])
        records[reason] += group["records"]
        newest[reason] = max(newest.get(reason, 0), group["newest"])
    shown = records.most_common(REASONS_SHOWN)
    ids = dict(
        rejected.filter(pk__in=[newest[reason] for reason, _ in shown]).values_list("pk", "identifier")
    )
    return tuple(RejectedReason(reason, count, ids.get(newest[reason], "")) for reason, count in shown)


def worker_status(now: datetime) -> WorkerStatus:
    """A lease that is held past `now`, or touched within SILENT_AFTER, is a sign of life; so is a run."""
    leases = _table("LeaseRow").aggregate(touched=Max("since"))
    runs = _table("HarvestRun").aggregate(started=Max("started"), finished=Max("finished"))
    signs = [moment for moment in (leases["touched"], runs["started"], runs["finished"]) if moment]
    if not signs:
        return WorkerStatus(Pulse.NEVER, None)
    seen = max(signs)
    held = _table("LeaseRow").exclude(holder="").filter(until__gt=now).exists()
    return WorkerStatus(Pulse.ALIVE if held or now - seen < SILENT_AFTER else Pulse.SILENT, seen)


def _table(name: str) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = apps.get_model("worker", name)._default_manager.all()
    return rows
