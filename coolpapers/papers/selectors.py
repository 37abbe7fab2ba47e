"""Reads of the store that pages, feeds and REST share.

A LIST is given by `include` and `exclude`, sets of canonical categories; an empty `include` means every category.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from coolpapers.papers.models import AnnouncedSource, Listing, Paper, Version

Categories = frozenset[str]
ALL: Final[Categories] = frozenset()
Rows = TypeVar("Rows", bound=QuerySet[Any])
MAX_MAILED_VERSION: Final = 5  # arXiv's mailings leave out revisions past the fifth


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


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Some papers of a longer sequence; `more` tells whether others follow."""

    papers: list[Paper]
    total: int
    more: bool


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
    listed = _listed(include, exclude).filter(announced__range=(start, end))
    primary: dict[date, dict[str, bool]] = {}
    for day, key, home in listed.values_list("announced", "paper_id", "primary"):
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
    """The categories of each new or cross-listed paper of that day, a paper an entry."""
    return [
        frozenset(row.split())
        for row in Paper.objects.filter(announced=day).values_list("categories", flat=True)
    ]


def month_counts(include: Categories, exclude: Categories, year: int, month: int) -> dict[date, int]:
    """Papers of LIST by listing day, for the days of a month that have any."""
    span = (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    rows = _listed(include, exclude).filter(announced__range=span).values_list("announced")
    return dict(rows.annotate(papers=Count("paper", distinct=True)).order_by("announced"))


def estimated_days(include: Categories, exclude: Categories, year: int, month: int) -> set[date]:
    """The days of a month on which the day of some paper of LIST is an estimate, not read from arXiv's lists."""
    span = (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    guessed = _listed(include, exclude).filter(
        announced__range=span, paper__announced_source=AnnouncedSource.ESTIMATED
    )
    return set(guessed.values_list("announced", flat=True).distinct())


def updated_times(ids: Iterable[str]) -> dict[str, datetime]:
    """When the newest version of each held paper was submitted."""
    return dict(Paper.objects.filter(pk__in=list(ids)).values_list("pk", "updated"))


def recent_days(limit: int) -> dict[date, int]:
    """The last listing days with the number of papers announced, newest first."""
    return dict(
        Paper.objects.values_list("announced").annotate(papers=Count("pk")).order_by("-announced")[:limit]
    )


def announced_papers(
    include: Categories,
    exclude: Categories,
    *,
    start: date | None = None,
    end: date | None = None,
    sections: frozenset[Section] = frozenset({Section.NEW, Section.CROSS}),
    after: tuple[date, str] | None = None,
    limit: int,
) -> PaperPage:
    """Papers announced from `start` to `end`, newest day first and then by falling id, following the key `after`.

    `sections` may hold NEW and CROSS; a replacement belongs to a day's list (`day_entries`), not to this sequence.
    """
    listed = _listed(include, exclude)
    papers: QuerySet[Paper] | QuerySet[Listing] = Paper.objects.all()
    place = Listing.objects.filter(paper=OuterRef("pk"))
    home = place.filter(category__in=include, primary=True) if include else place.filter(primary=True)
    if sections == {Section.NEW}:
        papers = papers.filter(Exists(home))
    elif sections == {Section.CROSS}:
        papers = papers.filter(~Exists(home), Exists(place.filter(category__in=include)))
    elif include:
        papers = papers.filter(Exists(place.filter(category__in=include)))
    if exclude:
        papers = papers.filter(~Exists(place.filter(category__in=exclude)))
    key = "arxiv_id"
    if len(include) == 1 and sections != {Section.CROSS}:
        # One category is one range of an index that is already in the order wanted.
        papers, key = (listed.filter(primary=True) if sections == {Section.NEW} else listed), "paper_id"
    if after:
        papers = papers.filter(Q(announced__lt=after[0]) | Q(announced=after[0], **{f"{key}__lt": after[1]}))
    ids = list(
        _within(papers, start, end).order_by("-announced", f"-{key}").values_list(key, flat=True)[: limit + 1]
    )
    total = _total(_within(listed, start, end), include, exclude, sections)
    return PaperPage(papers_in_order(ids[:limit]), total, len(ids) > limit)


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


def _listed(include: Categories, exclude: Categories) -> QuerySet[Listing]:
    listed = Listing.objects.filter(category__in=include) if include else Listing.objects.all()
    if exclude:
        listed = listed.exclude(Exists(Listing.objects.filter(paper=OuterRef("paper"), category__in=exclude)))
    return listed


def _days(include: Categories, exclude: Categories) -> QuerySet[Listing] | QuerySet[Paper]:
    """Rows that tell the listing days of LIST by `announced`; papers themselves when LIST is everything."""
    return _listed(include, exclude) if include or exclude else Paper.objects.all()


def _replaced(
    include: Categories, exclude: Categories, start: date, end: date
) -> QuerySet[Version, tuple[date, str]]:
    # `number > 1` in these words is what lets SQLite use the partial index.
    versions = Version.objects.filter(
        announced__range=(start, end), number__gt=1, number__lte=MAX_MAILED_VERSION
    )
    listed = _listed(include, exclude).filter(paper=OuterRef("paper"))
    return versions.filter(Exists(listed)).values_list("announced", "paper_id")


def _within(rows: Rows, start: date | None, end: date | None) -> Rows:
    bounds = {"announced__gte": start, "announced__lte": end}
    return rows.filter(**{name: day for name, day in bounds.items() if day})


def _total(
    listed: QuerySet[Listing], include: Categories, exclude: Categories, sections: frozenset[Section]
) -> int:
    """Papers among the listings: every paper has one primary listing, and a list of one category names each paper once."""
    new = (
        listed.filter(primary=True).count() if sections != {Section.NEW, Section.CROSS} or not include else 0
    )
    if not include or sections == {Section.NEW}:
        return new if sections != {Section.CROSS} else 0
    listings = listed.count() if len(include) == 1 else listed.aggregate(n=Count("paper", distinct=True))["n"]
    return listings - new
