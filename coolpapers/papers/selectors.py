"""Reads of the store that pages, feeds and REST share.

A LIST is given by `include` and `exclude`, sets of canonical categories; an empty `include` means every category.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet

from coolpapers.papers.models import AnnouncedList, AnnouncedSource, Announcement, Listing, Paper, Version
from coolpapers.taxonomy import CATEGORIES

Categories = frozenset[str]
ALL: Final[Categories] = frozenset()
_KNOWN: Final[Categories] = frozenset(known.canonical for known in CATEGORIES.values())
_RECENT: Final = timedelta(days=7)


class Section(StrEnum):
    """The three parts of arXiv's daily list, in its order."""

    NEW = "new"
    CROSS = "cross"
    REPLACEMENT = "replacement"


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One line of a day's list."""

    arxiv_id: str
    section: Section


def papers_by_id(ids: Iterable[str]) -> dict[str, Paper]:
    """The papers that are held, by id, with their versions."""
    return Paper.objects.prefetch_related("versions").in_bulk(list(ids))


def papers_in_order(ids: Sequence[str]) -> list[Paper]:
    """The held papers among `ids`, in their order."""
    held = papers_by_id(ids)
    return [held[key] for key in ids if key in held]


def rows_in_order(ids: Sequence[str]) -> list[Paper]:
    """As `papers_in_order`, without reading the versions: a list shows the newest alone, which the row itself tells."""
    held = Paper.objects.in_bulk(list(ids))
    return [held[key] for key in ids if key in held]


def newest_day(include: Categories = ALL, exclude: Categories = ALL) -> date | None:
    """The last listing day on which LIST has a new or cross-listed paper; None when it has none at all."""
    newest: date | None = _days(include, exclude).aggregate(day=Max("announced"))["day"]
    return newest


def neighbour_days(include: Categories, exclude: Categories, day: date) -> tuple[date | None, date | None]:
    """The nearest days before and after `day` with papers in LIST."""
    days = _days(include, exclude)
    before = days.filter(announced__lt=day).aggregate(day=Max("announced"))["day"]
    after = days.filter(announced__gt=day).aggregate(day=Min("announced"))["day"]
    return before, after


def day_entries(include: Categories, exclude: Categories, day: date) -> list[DayEntry]:
    """A day's whole list: new, cross-lists, replacements, each section in the order of ids as arXiv lists it."""
    return entries_between(include, exclude, day, day).get(day, [])


def entries_between(
    include: Categories, exclude: Categories, start: date, end: date
) -> dict[date, list[DayEntry]]:
    """The whole list of each day from `start` to `end` that has one, by day; two reads however many days."""
    primary: dict[date, dict[str, bool]] = {}
    for day, key, home in _announced_between(include, exclude, start, end):
        papers = primary.setdefault(day, {})
        papers[key] = home or papers.get(key, False)
    replaced: dict[date, set[str]] = {}
    for day, key in _replaced(include, exclude, start, end):
        replaced.setdefault(day, set()).add(key)
    lists: dict[date, list[DayEntry]] = {}
    for day in primary.keys() | replaced.keys():
        papers = primary.get(day, {})
        sections = {
            Section.NEW: (key for key, home in papers.items() if home),
            Section.CROSS: (key for key, home in papers.items() if not home),
            Section.REPLACEMENT: replaced.get(day, set()) - papers.keys(),
        }
        lists[day] = [DayEntry(key, section) for section, keys in sections.items() for key in sorted(keys)]
    return lists


def categories_on(day: date) -> list[frozenset[str]]:
    """Where each new or cross-listed paper of that day is listed, a paper an entry; categories our taxonomy knows."""
    found: dict[str, set[str]] = {}
    # With every category named, a day is one short range of the index for each.
    rows = Listing.objects.filter(category__in=_KNOWN, announced=day).values_list("paper_id", "category")
    for key, category in rows:
        found.setdefault(key, set()).add(category)
    return [frozenset(categories) for categories in found.values()]


def month_counts(include: Categories, exclude: Categories, year: int, month: int) -> dict[date, int]:
    """Papers of LIST by listing day, for the days of a month that have any."""
    span = _month(year, month)
    if not include and not exclude:
        papers = Paper.objects.filter(announced__range=span).values_list("announced")
        return dict(papers.annotate(papers=Count("pk")).order_by("announced"))
    rows = listings(include, exclude).filter(announced__range=span).values_list("announced")
    return dict(rows.annotate(papers=Count("paper", distinct=True)).order_by("announced"))


def complete_days(include: Categories, exclude: Categories, year: int, month: int) -> set[date]:
    """The days of a month whose lists of every category of LIST were read to their end, with no paper of them missing here.

    A LIST with old categories only has none: their lists came to an end. What `exclude` leaves out was read all the same.
    """
    needed = {name for name in include or _KNOWN if (known := CATEGORIES.get(name)) and known.shown}
    within = {"category__in": needed, "day__range": _month(year, month)}
    read = AnnouncedList.objects.filter(whole=True, **within).values_list("day")
    whole = {day for day, lists in read.annotate(lists=Count("category")) if lists == len(needed)}
    return whole - set(Announcement.objects.filter(held=False, **within).values_list("day", flat=True))


@dataclass(frozen=True, slots=True)
class CategoryState:
    """How far one category is held. Of its newest list, `expected` counts the papers that arXiv's own list names, replacements
    included, `held` those that are here, both 0 where none is; `missing` counts what is not here of all its lists.

    `source` is rss or listing for a list that was read, at `read`; "estimated" where none ever was: then `newest_day` and both
    counts are the store's own. `completed` is when that list was first whole here with all its papers.
    """

    category: str
    newest_day: date | None
    expected: int
    held: int
    missing: int
    read: datetime | None
    source: str
    completed: datetime | None = None


def category_states() -> tuple[CategoryState, ...]:
    """Every category with lists or papers, by name."""
    unheld: dict[str, dict[date, int]] = {}
    lacking = Announcement.objects.filter(held=False).values_list("category", "day")
    for category, day, papers in lacking.annotate(papers=Count("arxiv_id", distinct=True)):
        unheld.setdefault(category, {})[day] = papers
    newest = dict(AnnouncedList.objects.values_list("category").annotate(day=Max("day")))
    states = [
        CategoryState(
            one.category,
            one.day,
            expected=one.entries,
            held=one.entries - unheld.get(one.category, {}).get(one.day, 0),
            missing=sum(unheld.get(one.category, {}).values()),
            read=one.read,
            source=one.source,
            completed=one.completed,
        )
        for one in AnnouncedList.objects.filter(day__in=set(newest.values()))
        if newest[one.category] == one.day
    ]
    estimated = _newest_listings(_KNOWN - newest.keys())
    states += [
        CategoryState(category, day, papers, papers, 0, None, AnnouncedSource.ESTIMATED.value)
        for category, (day, papers) in estimated.items()
    ]
    return tuple(sorted(states, key=lambda state: state.category))


def unheld_ids(category: str | None = None, since: date | None = None) -> tuple[str, ...]:
    """The papers that arXiv's lists name and the store does not have, of the newest lists first."""
    lacking = Announcement.objects.filter(held=False)
    if category:
        lacking = lacking.filter(category=category)
    if since:
        lacking = lacking.filter(day__gte=since)
    rows = lacking.order_by("-day", "arxiv_id").values_list("arxiv_id", flat=True)
    return tuple(dict.fromkeys(rows))


def updated_times(ids: Iterable[str]) -> dict[str, datetime]:
    """When the newest version of each held paper was submitted."""
    return dict(Paper.objects.filter(pk__in=list(ids)).values_list("pk", "updated"))


def recent_days(limit: int) -> dict[date, int]:
    """The last listing days with the number of papers announced, newest first."""
    return dict(
        Paper.objects.values_list("announced").annotate(papers=Count("pk")).order_by("-announced")[:limit]
    )


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How much the store holds and how fresh it is."""

    papers: int
    newest_announcement: date | None
    last_change: datetime | None
    withdrawn: int
    stale: int


def store_status() -> StoreStatus:
    """Counts over the whole store; `stale` are the papers that the index does not yet hold as they are."""
    # Each on its own: together they would read every row instead of one index each.
    return StoreStatus(
        papers=Paper.objects.count(),
        newest_announcement=Paper.objects.aggregate(day=Max("announced"))["day"],
        last_change=Paper.objects.aggregate(moment=Max("changed"))["moment"],
        withdrawn=Paper.objects.filter(withdrawn=True).count(),
        stale=stale_papers().count(),
    )


def stale_papers() -> QuerySet[Paper]:
    """The queue of the index: papers whose row is at another revision than the engine's document."""
    return Paper.objects.exclude(indexed_revision=F("revision"))


def listings(include: Categories, exclude: Categories) -> QuerySet[Listing]:
    """The places of papers in the categories of LIST."""
    listed = Listing.objects.filter(category__in=include) if include else Listing.objects.all()
    if exclude:
        listed = listed.exclude(Exists(Listing.objects.filter(paper=OuterRef("paper"), category__in=exclude)))
    return listed


def _days(include: Categories, exclude: Categories) -> QuerySet[Listing] | QuerySet[Paper]:
    """Rows that tell the listing days of LIST by `announced`; papers themselves when LIST is everything."""
    return listings(include, exclude) if include or exclude else Paper.objects.all()


def _replaced(include: Categories, exclude: Categories, start: date, end: date) -> Iterable[tuple[date, str]]:
    # `number > 1` in these words is what lets SQLite use the partial index.
    versions = Version.objects.filter(announced__range=(start, end), number__gt=1)
    listed = listings(include, exclude).filter(paper=OuterRef("paper"))
    rows = versions.filter(Exists(listed)).values_list("announced", "paper_id")
    return ((day, key) for day, key in rows if day)


def _announced_between(
    include: Categories, exclude: Categories, start: date, end: date
) -> Iterable[tuple[date, str, bool]]:
    """Day, paper and whether the paper is at home there, of every listing in the range."""
    if include or exclude:
        rows = listings(include, exclude).filter(announced__range=(start, end))
        return rows.values_list("announced", "paper_id", "primary")
    papers = Paper.objects.filter(announced__range=(start, end)).values_list("announced", "arxiv_id")
    return ((day, key, True) for day, key in papers)


def _newest_listings(categories: Iterable[str]) -> dict[str, tuple[date, int]]:
    """The last day of each category that has any, and its papers."""
    names = set(categories)
    newest = newest_day()
    if newest is None:
        return {}
    # Most categories have papers in the newest days, one short range of the index each; the others are asked for one by one.
    found: dict[str, tuple[date, int]] = {}
    recent = Listing.objects.filter(category__in=names, announced__gt=newest - _RECENT)
    counted = recent.values_list("category", "announced").annotate(papers=Count("pk")).order_by("announced")
    for category, day, papers in counted:
        found[category] = (day, papers)
    for category in names - found.keys():
        days = Listing.objects.filter(category=category).values_list("announced").order_by("-announced")
        if last := days.annotate(papers=Count("pk")).first():
            found[category] = last
    return found


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
