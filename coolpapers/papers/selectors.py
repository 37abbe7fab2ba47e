"""Reads of the store that pages, feeds and REST share.

A LIST is given by `include` and `exclude`, sets of canonical categories; an empty `include` means every category.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from coolpapers.papers.models import Listing, Paper, Version

Categories = frozenset[str]
ALL: Final[Categories] = frozenset()
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


def newest_day(include: Categories = ALL, exclude: Categories = ALL) -> date | None:
    """The last listing day on which LIST has a new or cross-listed paper; None when it has none at all."""
    return _listed(include, exclude).aggregate(day=Max("announced"))["day"]


def neighbour_days(include: Categories, exclude: Categories, day: date) -> tuple[date | None, date | None]:
    """The nearest days before and after `day` with papers in LIST."""
    listed = _listed(include, exclude)
    before = listed.filter(announced__lt=day).aggregate(day=Max("announced"))["day"]
    after = listed.filter(announced__gt=day).aggregate(day=Min("announced"))["day"]
    return before, after


def day_entries(include: Categories, exclude: Categories, day: date) -> list[DayEntry]:
    """A day's whole list: new, cross-lists, replacements, each section in the order of ids as arXiv lists it."""
    primary: dict[str, bool] = {}
    for key, home in _listed(include, exclude).filter(announced=day).values_list("paper_id", "primary"):
        primary[key] = home or primary.get(key, False)
    replaced = set(_replaced(include, exclude, day)) - primary.keys()
    sections = {
        Section.NEW: (key for key, home in primary.items() if home),
        Section.CROSS: (key for key, home in primary.items() if not home),
        Section.REPLACEMENT: replaced,
    }
    return [DayEntry(key, section) for section, keys in sections.items() for key in sorted(keys)]


def day_counts(categories: Categories, day: date) -> dict[str, int]:
    """New and cross-listed papers of that day by category; categories without any are left out."""
    rows = Listing.objects.filter(category__in=categories, announced=day).values_list("category")
    return dict(rows.annotate(papers=Count("pk")))


def month_counts(include: Categories, exclude: Categories, year: int, month: int) -> dict[date, int]:
    """Papers of LIST by listing day, for the days of a month that have any."""
    span = (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    rows = _listed(include, exclude).filter(announced__range=span).values_list("announced")
    return dict(rows.annotate(papers=Count("paper", distinct=True)).order_by("announced"))


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
    papers = Paper.objects.all()
    if start:
        papers = papers.filter(announced__gte=start)
    if end:
        papers = papers.filter(announced__lte=end)
    place = Listing.objects.filter(paper=OuterRef("pk"))
    home = place.filter(category__in=include, primary=True) if include else place.filter(primary=True)
    if Section.CROSS not in sections:
        papers = papers.filter(Exists(home))
    elif Section.NEW not in sections:
        papers = papers.filter(~Exists(home), Exists(place.filter(category__in=include)))
    elif include:
        papers = papers.filter(Exists(place.filter(category__in=include)))
    if exclude:
        papers = papers.filter(~Exists(place.filter(category__in=exclude)))
    total = papers.count()
    if after:
        day, key = after
        papers = papers.filter(Q(announced__lt=day) | Q(announced=day, arxiv_id__lt=key))
    rows = list(papers.order_by("-announced", "-arxiv_id").prefetch_related("versions")[: limit + 1])
    return PaperPage(rows[:limit], total, len(rows) > limit)


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """How much the store holds and how fresh it is."""

    papers: int
    newest_announcement: date | None
    newest_submission: datetime | None
    last_change: datetime | None
    withdrawn: int
    stale: int


def store_status() -> StoreStatus:
    """Counts over the whole store; `stale` are the papers that the index does not yet hold as they are."""
    facts = Paper.objects.aggregate(Count("pk"), Max("announced"), Max("submitted"), Max("changed"))
    return StoreStatus(
        papers=facts["pk__count"],
        newest_announcement=facts["announced__max"],
        newest_submission=facts["submitted__max"],
        last_change=facts["changed__max"],
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


def _replaced(include: Categories, exclude: Categories, day: date) -> QuerySet[Version, str]:
    versions = Version.objects.filter(announced=day, number__range=(2, MAX_MAILED_VERSION))
    return versions.filter(Exists(_listed(include, exclude).filter(paper=OuterRef("paper")))).values_list("paper_id", flat=True)
