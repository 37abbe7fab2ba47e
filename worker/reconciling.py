"""The store against arXiv's own lists: which papers are missing or older than arXiv says, and their repair.

Three independent lists: the daily announcements (listing pages of the day and the week), the identifiers of OAI-PMH with the day
of their last change, and the listing of a whole month of a category.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog
from django.conf import settings

from coolpapers.papers.lagging import lagging
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import unheld_ids
from worker import network
from worker.announcing import every_category, newest_list_day
from worker.fetching import fetch_ids
from worker.ingestion import ingest
from worker.missed_days import missed_days
from worker.models import HarvestRun
from worker.progress import Bars, Silent
from worker.sources.base import SourceDamaged, SourceRefused, SourceUnavailable
from worker.sources.oai import NIGHTLY, identifiers
from worker.stopping import stopping, why_stopping

log = structlog.get_logger("worker.reconciling")

LISTED_DAYS: Final = 14  # announcements looked back upon
_ASKED: Final = 500


@dataclass(slots=True)
class Gap:
    """What one list of arXiv's has and the store has not, or not as new; `incomplete` says why the list may have more."""

    name: str
    listed: int
    missing: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    incomplete: str = ""

    @property
    def open(self) -> bool:
        """Whether something is missing or may be."""
        return bool(self.missing or self.outdated or self.incomplete)


@dataclass(slots=True)
class Reconciliation:
    """All the gaps found, and what a repair did about them."""

    gaps: list[Gap] = field(default_factory=list)
    repaired: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Every paper that is not held, once."""
        return tuple(dict.fromkeys(key for gap in self.gaps for key in gap.missing))

    @property
    def clean(self) -> bool:
        """Whether every list was read whole and all of it is held."""
        return not self.error and not any(gap.open for gap in self.gaps)


def reconcile_recent(
    categories: Sequence[str] = (),
    *,
    repair: bool = False,
    bars: Bars = Silent,
    today: date | None = None,
) -> Reconciliation:
    """The last days: announcements of the categories, or, when none is named, of all, and what OAI-PMH says has changed."""
    network.require_network()
    today = today or datetime.now(UTC).date()
    told = Reconciliation()
    wanted = tuple(categories) or every_category()
    pages = network.has_pages()
    newest_lists = network.day_lists if pages else network.announcements
    read = ingest(newest_lists(wanted), resume=False, progress=bars())
    told.error = read.error
    if (
        pages
        and not read.error
        and (newest := newest_list_day(wanted))
        and (missed := missed_days(wanted, newest))
    ):
        told.error = ingest(network.week_lists(missed), resume=False, progress=bars()).error
    since = today - timedelta(days=LISTED_DAYS)
    for category in wanted:
        if missing := tuple(unheld_ids(category=category, since=since)):
            told.gaps.append(Gap(f"announced in {category} since {since}", len(missing), missing))
    if not categories:
        told.gaps.append(_changed_gap(today - NIGHTLY))
    if repair:
        _repair(told, bars)
        _repair_changes(told, today - NIGHTLY, bars)
    _log(told)
    return told


def reconcile_month(
    month: date, categories: Sequence[str] = (), *, repair: bool = False, bars: Bars = Silent
) -> Reconciliation:
    """A month's listing of each category against the store."""
    network.require_network()
    progress = bars()
    told = Reconciliation()
    wanted = tuple(categories) or every_category()
    for done, category in enumerate(wanted, 1):
        try:
            told.gaps.append(_month_gap(month, category))
        except SourceUnavailable as away:
            told.error = str(away)
            break
        progress.update(done, len(wanted), missing=len(told.missing))
        if stopping():
            told.error = why_stopping()
            break
    progress.close()
    if repair:
        _repair(told, bars)
    _log(told)
    return told


def _month_gap(month: date, category: str) -> Gap:
    try:
        listed = network.month_list(category, month)
    except (SourceDamaged, SourceRefused) as fault:
        return Gap(f"{category} {month:%Y-%m}", 0, incomplete=str(fault))
    ids = tuple(dict.fromkeys(listed.ids))
    short = "" if len(ids) >= listed.total else f"the listing shows {len(ids):,} of {listed.total:,}"
    return Gap(f"{category} {month:%Y-%m}", len(ids), _not_held(ids), incomplete=short)


def _changed_gap(since: date) -> Gap:
    told = dict(identifiers(settings.OAI_URL, network.client(), since=since, until=None, set_name=""))
    missing, outdated = lagging(told)
    return Gap(f"changed since {since} (OAI-PMH)", len(told), missing, outdated)


def _not_held(ids: Sequence[str]) -> tuple[str, ...]:
    missing: list[str] = []
    for at in range(0, len(ids), _ASKED):
        some = ids[at : at + _ASKED]
        held = set(Paper.objects.filter(pk__in=some).values_list("pk", flat=True))
        missing += [key for key in some if key not in held]
    return tuple(missing)


def _repair(told: Reconciliation, bars: Bars) -> None:
    """Fetches what is missing by id, and strikes from the gaps what is held then."""
    if not told.missing:
        return
    fetched = fetch_ids(told.missing, progress=bars())
    told.repaired += len(fetched.held)
    told.refused |= fetched.refused
    told.error = told.error or fetched.error
    for gap in told.gaps:
        gap.missing = tuple(key for key in gap.missing if key not in fetched.held)


def _repair_changes(told: Reconciliation, since: date, bars: Bars) -> None:
    """Changes are harvested again, whole: only OAI-PMH tells them with the day by which they are compared."""
    changed = next((gap for gap in told.gaps if gap.outdated), None)
    if changed is None:
        return
    run = ingest(network.oai(since=since), resume=False, progress=bars())
    told.repaired += len(changed.outdated)
    if run.state != HarvestRun.State.DONE:
        told.error = told.error or run.error
        return
    again = _changed_gap(since)
    told.repaired -= len(again.outdated)
    changed.missing, changed.outdated = again.missing, again.outdated


def _log(told: Reconciliation) -> None:
    log.info(
        "reconciled",
        lists=len(told.gaps),
        missing=len(told.missing),
        outdated=sum(len(gap.outdated) for gap in told.gaps),
        repaired=told.repaired,
        refused=len(told.refused),
        error=told.error,
    )
