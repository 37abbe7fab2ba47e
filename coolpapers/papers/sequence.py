"""Papers one after another, newest listing day first: what GET /papers hands out page by page.

A paper stands in the sequence once, on the first day within the bounds on which LIST has it. Keys, not counts, say where a page
ends, so papers that arrive before it do not move what follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from coolpapers.papers.models import Listing, Paper
from coolpapers.papers.selectors import Categories, Section, listings, newest_day, papers_in_order

_BOTH: Final = frozenset({Section.NEW, Section.CROSS})
_DAY: Final = timedelta(days=1)
Rows = TypeVar("Rows", bound=QuerySet[Any])
Key = tuple[date, str]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Some papers of a longer sequence; `place` is the key of the last one, None when no others follow."""

    papers: list[Paper]
    total: int
    place: Key | None


def announced_papers(
    include: Categories,
    exclude: Categories,
    *,
    start: date | None = None,
    end: date | None = None,
    sections: frozenset[Section] = _BOTH,
    after: Key | None = None,
    limit: int,
) -> PaperPage:
    """Papers listed from `start` to `end`, newest day first and then by falling id, following the key `after`.

    `sections` may hold NEW and CROSS; a replacement belongs to a day's list (`day_entries`), not to this sequence.
    """
    bounds = _Bounds(start, end, after)
    if not include:
        # Everything has each paper once, as new, whatever it is cross-listed to later.
        keys = _everything(exclude, bounds, limit) if Section.NEW in sections else []
    elif len(include) == 1:
        keys = _one_category(include, exclude, bounds, sections, limit)
    else:
        keys = _union(include, exclude, bounds, sections, limit)
    shown = keys[:limit]
    total = _total(include, exclude, bounds, sections)
    place = shown[-1] if len(keys) > limit else None
    return PaperPage(papers_in_order([key for _, key in shown]), total, place)


@dataclass(frozen=True, slots=True)
class _Bounds:
    start: date | None
    end: date | None
    after: Key | None

    def within(self, rows: Rows) -> Rows:
        days = {"announced__gte": self.start, "announced__lte": self.end}
        return rows.filter(**{name: day for name, day in days.items() if day})

    def rest(self, rows: Rows, key: str) -> Rows:
        """The rows that follow `after`."""
        if self.after is None:
            return self.within(rows)
        day, last = self.after
        return self.within(rows).filter(Q(announced__lt=day) | Q(announced=day, **{f"{key}__lt": last}))


def _everything(exclude: Categories, bounds: _Bounds, limit: int) -> list[Key]:
    papers = Paper.objects.all()
    if exclude:
        papers = papers.exclude(Exists(Listing.objects.filter(paper=OuterRef("pk"), category__in=exclude)))
    rows = bounds.rest(papers, "arxiv_id").order_by("-announced", "-arxiv_id")
    return list(rows.values_list("announced", "arxiv_id")[: limit + 1])


def _one_category(
    include: Categories, exclude: Categories, bounds: _Bounds, sections: frozenset[Section], limit: int
) -> list[Key]:
    """One category is one range of an index that is already in the order wanted."""
    listed = listings(include, exclude)
    if sections != _BOTH:
        listed = listed.filter(primary=Section.NEW in sections)
    rows = bounds.rest(listed, "paper_id").order_by("-announced", "-paper_id")
    return list(rows.values_list("announced", "paper_id")[: limit + 1])


def _union(
    include: Categories, exclude: Categories, bounds: _Bounds, sections: frozenset[Section], limit: int
) -> list[Key]:
    """Days are read from the newest on, twice as many each time, until there are enough papers."""
    earlier = Listing.objects.filter(
        paper=OuterRef("paper"), category__in=include, announced__lt=OuterRef("announced")
    )
    if bounds.start:
        earlier = earlier.filter(announced__gte=bounds.start)
    listed = listings(include, exclude)
    firsts = listed.exclude(Exists(earlier))
    keys: list[Key] = []
    for first, last in _windows(include, exclude, bounds):
        homes: dict[Key, bool] = {}
        # On the first day of the bounds nothing is earlier.
        rows = (listed if last == bounds.start else firsts).filter(announced__range=(first, last))
        for day, key, primary in rows.values_list("announced", "paper_id", "primary"):
            homes[day, key] = primary or homes.get((day, key), False)
        wanted = (key for key, home in homes.items() if (Section.NEW if home else Section.CROSS) in sections)
        keys += sorted((key for key in wanted if not bounds.after or key < bounds.after), reverse=True)
        if len(keys) > limit:
            break
    return keys[: limit + 1]


def _windows(include: Categories, exclude: Categories, bounds: _Bounds) -> Iterator[tuple[date, date]]:
    """Ranges of days that together are all of the bounds, newest first."""
    newest = newest_day(include, exclude)
    if newest is None:
        return
    last = min(day for day in (newest, bounds.end, bounds.after and bounds.after[0]) if day)
    lowest = bounds.start or date.min
    days = 1
    while last >= lowest:
        first = date.fromordinal(max(lowest.toordinal(), last.toordinal() - days + 1))
        yield first, last
        if first <= lowest:
            return
        last = first - _DAY
        days *= 2


def _total(include: Categories, exclude: Categories, bounds: _Bounds, sections: frozenset[Section]) -> int:
    """Papers among the listings: every paper has one primary listing, and a list of one category names each paper once."""
    listed = bounds.within(listings(include, exclude))
    new = listed.filter(primary=True).count() if sections != _BOTH or not include else 0
    if not include or sections == {Section.NEW}:
        return new if Section.NEW in sections else 0
    papers = listed.count() if len(include) == 1 else listed.aggregate(n=Count("paper", distinct=True))["n"]
    return int(papers) - new
