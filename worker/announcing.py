"""The newest announcements, category by category: arXiv's lists as evidence, and the papers they name into the store.

From 20:00 Eastern the listing pages tell the new day, from midnight the feeds do, with titles and abstracts. A category whose
list of the day was read whole is not asked for again; what a list names and the store lacks is fetched by id. Days that an
outage left unread are told by the pages of the past week. Where there are no pages to ask, the feeds do alone what they can.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog
from django.db.models import Exists, OuterRef, Q

from coolpapers.papers.models import AnnouncedList, Announcement, Version, Wanted
from coolpapers.papers.records import AnnounceKind
from coolpapers.papers.selectors import unheld_ids
from coolpapers.schedule import ANNOUNCED_AT, EASTERN, previous_listing_day
from coolpapers.taxonomy import CATEGORIES
from worker import network
from worker.fetching import Fetched, fetch_ids
from worker.ingestion import ingest
from worker.missed_days import MissedDays, missed_days
from worker.models import HarvestRun
from worker.progress import Bars, Silent
from worker.sources.base import HarvestSource
from worker.stopping import stopping

log = structlog.get_logger("worker.announcing")

FIRST: Final = ("cs.LG", "astro-ph.GA", "quant-ph", "cs.AI", "cs.CL", "cs.CV", "hep-ph", "math.AP")
"""Busy categories of several archives, read before the others; a new installation begins with them."""
PROBES: Final = 3
"""Unread categories that tell whether a day is out at all, so that a weekend costs three requests a round and not 149."""

EMPTY_FOR: Final = timedelta(minutes=55)
_REPLACED: Final = (AnnounceKind.REPLACE.value, AnnounceKind.REPLACE_CROSS.value)
LATELY: Final = timedelta(hours=20)
_DAY: Final = timedelta(days=1)
MISSING_AT_ONCE: Final = 2_500
"""Ids fetched after one round; a whole day of arXiv has 1,000 to 2,500 papers, replacements included."""

Came = Callable[[int], object]
Source = Callable[[Sequence[str]], HarvestSource]


@dataclass(slots=True)
class Round:
    """One look at the announcements: the harvests it took, and the papers fetched for them."""

    came: Came = bool
    bars: Bars = Silent
    runs: list[HarvestRun] = field(default_factory=list)
    fetched: Fetched = field(default_factory=Fetched)

    @property
    def created(self) -> int:
        """New papers."""
        return sum(run.created for run in self.runs) + self.fetched.created

    @property
    def faults(self) -> list[HarvestRun]:
        """The harvests that failed; pages that are away do not count where the feeds were read whole."""
        fed = any(run.source == "announcements" and run.state == HarvestRun.State.DONE for run in self.runs)
        failed = [run for run in self.runs if run.state == HarvestRun.State.FAILED]
        return [run for run in failed if run.pages or not fed]

    @property
    def error(self) -> str:
        """What failed first, if anything did."""
        return next(iter([*(run.error for run in self.faults), self.fetched.error]))

    def harvest(self, source: HarvestSource) -> None:
        """Reads the source, unless it said nothing at all a moment ago; the feeds may be there while the pages are away."""
        silent = any(
            run.source == source.name and run.state != HarvestRun.State.DONE and not run.pages
            for run in self.runs
        )
        if not silent and not stopping():
            self.runs.append(ingest(source, resume=False, progress=self.bars()))
            self.came(self.runs[-1].created)

    def fetch(self, ids: Sequence[str]) -> None:
        """Fetches the papers."""
        if ids and not stopping():
            fetched = fetch_ids(ids, progress=self.bars())
            self.came(fetched.created)
            self.fetched += fetched


def every_category() -> tuple[str, ...]:
    """The categories of today's taxonomy, FIRST first."""
    shown = [category.id for category in CATEGORIES.values() if category.shown]
    return (*FIRST, *(category for category in shown if category not in FIRST))


def announce(
    categories: Sequence[str] = (),
    *,
    feeds: bool = False,
    now: datetime | None = None,
    came: Came = bool,
    bars: Bars = Silent,
) -> Round:
    """One round over the categories, all when none is named; `feeds` reads the feed of each at any hour, and the pages after
    them only where a feed was empty or tells an earlier day.

    `came` is told the number of new papers after each harvest. Raises LeaseTaken while another round runs, SourceUnavailable
    when offline.
    """
    network.require_network()
    wanted = tuple(categories) or every_category()
    now = (now or datetime.now(UTC)).astimezone(EASTERN)
    evening = now.time() >= ANNOUNCED_AT
    day = now.date() + _DAY if evening else now.date()
    told = Round(came, bars)
    known = _known(day, now)
    if feeds:
        told.harvest(network.announcements(wanted))
    unread = _unread(wanted, day, now, evening=evening)
    strange = [category for category in unread if category not in known]
    if feeds:
        _look_beside(told, unread if evening else _without_feed(strange, now))
    else:
        sources = _sources(evening=evening)
        _look_first(told, strange, sources)
        _look_again(told, [c for c in unread if c in known], day, sources[-1])
    if newest := newest_list_day(wanted):
        wanted_ids = _missing(categories, newest)
        if any(run.announced for run in told.runs):
            wanted_ids += _replaced_unseen(wanted, newest)
        told.fetch(wanted_ids[:MISSING_AT_ONCE])
        _catch_up(told, categories, missed_days(wanted, newest, followed=True))
        _note_refused(told.fetched)
    return told


def _known(day: date, now: datetime) -> set[str]:
    """The categories whose last list before `day` was read, or that were looked at lately: the calendar may be wrong."""
    lately = Q(day__gte=previous_listing_day(day)) | Q(read__gte=now - LATELY)
    return set(AnnouncedList.objects.filter(lately).values_list("category", flat=True))


def _sources(*, evening: bool) -> tuple[Source, ...]:
    """What tells the newest day at this hour, the last of it soonest and with the most."""
    if not network.has_pages():
        return (network.announcements,)
    return (network.day_lists,) if evening else (network.day_lists, network.announcements)


def _look_first(told: Round, strange: Sequence[str], sources: Sequence[Source]) -> None:
    """Of categories not followed until now the page tells the newest day, which need not be today; the feed has texts."""
    for source in sources:
        if strange:
            told.harvest(source(strange))


def _look_beside(told: Round, categories: Sequence[str]) -> None:
    """The pages of categories whose feed does not tell the newest day."""
    if categories and network.has_pages():
        told.harvest(network.day_lists(categories))


def _look_again(told: Round, known: Sequence[str], day: date, source: Source) -> None:
    """The first few tell whether the day is out; the others are asked when it is."""
    for some in (known[:PROBES], known[PROBES:]):
        if some:
            told.harvest(source(some))
        if not AnnouncedList.objects.filter(day=day, entries__gt=0).exists():
            return


def _unread(categories: Sequence[str], day: date, now: datetime, *, evening: bool) -> list[str]:
    """Those whose list of the day was not read whole; after midnight, since midnight, when the feed says more than the page did.

    An empty list counts for an hour only: it may be true, or arXiv's page may be late.
    """
    lists = AnnouncedList.objects.filter(day=day, whole=True)
    if not evening:
        lists = lists.filter(read__gte=now.replace(hour=0, minute=0, second=0, microsecond=0))
    lists = lists.filter(Q(entries__gt=0) | Q(read__gte=now - EMPTY_FOR))
    read = set(lists.values_list("category", flat=True))
    return [category for category in categories if category not in read]


def _without_feed(categories: Sequence[str], now: datetime) -> list[str]:
    """Those whose feed, read a moment ago, said nothing of any day."""
    lists = AnnouncedList.objects.filter(entries__gt=0, read__gte=now)
    told = set(lists.values_list("category", flat=True))
    return [category for category in categories if category not in told]


def _catch_up(told: Round, categories: Sequence[str], missed: MissedDays) -> None:
    """The days that were missed while nobody looked, once the newest is here."""
    if missed and network.has_pages():
        told.harvest(network.week_lists(missed))
        tried = {*told.fetched.refused, *told.fetched.left}
        since = min(day for days in missed.values() for day in days)
        told.fetch([key for key in _missing(categories, since) if key not in tried][:MISSING_AT_ONCE])


def newest_list_day(categories: Sequence[str]) -> date | None:
    """The day of the newest list with papers that was read of any of the categories."""
    lists = AnnouncedList.objects.filter(category__in=categories, entries__gt=0)
    newest: date | None = lists.order_by("-day").values_list("day", flat=True).first()
    return newest


def _missing(categories: Sequence[str], since: date) -> list[str]:
    """What the lists since then (all when no category is given) name and the store lacks, except what arXiv does not have."""
    if categories:
        named = [key for category in categories for key in unheld_ids(category=category, since=since)]
    else:
        named = list(unheld_ids(since=since))
    missing = list(dict.fromkeys(named))
    refused = Wanted.objects.filter(state=Wanted.State.REFUSED).in_bulk(missing)
    return [key for key in missing if key not in refused]


def _replaced_unseen(categories: Sequence[str], day: date) -> list[str]:
    """Held papers that the day's lists call replaced and of which no version of that day is known: OAI-PMH has it hours later."""
    seen = Version.objects.filter(paper=OuterRef("arxiv_id"), announced=day)
    lines = Announcement.objects.filter(category__in=categories, day=day, kind__in=_REPLACED, held=True)
    ids = lines.exclude(Exists(seen)).order_by("arxiv_id").values_list("arxiv_id", flat=True).distinct()
    return list(ids)


def _note_refused(fetched: Fetched) -> None:
    now = datetime.now(UTC)
    refused = [
        Wanted(arxiv_id=key, asked=now, state=Wanted.State.REFUSED, reason=reason)
        for key, reason in fetched.refused.items()
    ]
    Wanted.objects.bulk_create(refused, ignore_conflicts=True)
    if fetched.held or refused or fetched.left:
        log.info(
            "named papers fetched", papers=len(fetched.held), refused=len(refused), left=len(fetched.left)
        )
