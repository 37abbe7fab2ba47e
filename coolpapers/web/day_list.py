"""A LIST of categories and a query string → one day's list: which day, which papers, and the ways on from there.

The page and its feed are made from the same `DayList`, so that they hold the same papers. Source of truth: the store's selectors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from coolpapers.category_lists import CategoryList
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import (
    DayEntry,
    Section,
    day_entries,
    neighbour_days,
    newest_day,
    rows_in_order,
    updated_times,
)
from coolpapers.web import parameters
from coolpapers.web.addresses import list_path
from coolpapers.web.paging import Pages, Slice
from coolpapers.web.parameters import BadParameter, choice

ANNOUNCED: Final = "announced"
SUBMITTED: Final = "submitted"
_LATER: Final = ("popular", "preference")


@dataclass(frozen=True, slots=True)
class DayListRequest:
    """What the address asks for; `day` None means the newest day."""

    categories: CategoryList
    day: date | None
    sort: str
    slice: Slice

    @classmethod
    def read(cls, categories: CategoryList, params: QueryDict) -> "DayListRequest":
        """Raises BadParameter."""
        sort = choice(params, "sort", default=ANNOUNCED, allowed=(ANNOUNCED, SUBMITTED, *_LATER, "0"))
        if sort in _LATER:
            raise BadParameter(
                "sort",
                _("Lists are not sorted by “%(sort)s” yet; use announced or submitted.") % {"sort": sort},
            )
        return cls(
            categories,
            parameters.day(params, "date"),
            SUBMITTED if sort == SUBMITTED else ANNOUNCED,
            Slice.read(params),
        )

    def address(self, slice_: Slice | None = None, *, day: date | None = None, sort: str = "") -> str:
        """The address of this list with some of it changed; a change of day or order begins at the first page."""
        changed = day is not None or bool(sort)
        shown = slice_ or (Slice(1, self.slice.show) if changed else self.slice)
        order = sort or self.sort
        return list_path(
            self.categories.text,
            date=day or self.day,
            sort=None if order == ANNOUNCED else order,
            **shown.params(),
        )


class DayList:
    """One page of a day's list; raises BadParameter when the page does not exist."""

    def __init__(self, asked: DayListRequest) -> None:
        self.asked = asked
        self.categories = asked.categories
        self.newest = newest_day(*self._bounds)
        self.day = asked.day or self.newest
        entries = day_entries(*self._bounds, self.day) if self.day else []
        self.entries = _by_submission(entries) if asked.sort == SUBMITTED else entries
        self.pages = Pages(asked.slice, len(entries), asked.address)
        begin = asked.slice.offset
        here = {entry.arxiv_id: entry.section for entry in self.entries[begin : begin + asked.slice.show]}
        self.papers: list[Paper] = rows_in_order(list(here))
        # A paper taken out of the store between the two reads is missing from `papers`.
        self.sections = [here[paper.arxiv_id] for paper in self.papers]

    @property
    def _bounds(self) -> tuple[frozenset[str], frozenset[str]]:
        return self.categories.include, self.categories.exclude

    @cached_property
    def neighbours(self) -> tuple[date | None, date | None]:
        """The nearest days before and after this one with papers in the list."""
        return neighbour_days(*self._bounds, self.day) if self.day else (None, None)

    @cached_property
    def counts(self) -> Mapping[Section, int]:
        """Papers of the whole day by section, in the order of the sections."""
        return {section: sum(entry.section is section for entry in self.entries) for section in Section}


def _by_submission(entries: list[DayEntry]) -> list[DayEntry]:
    """Each section by the time of the shown version's submission, newest first."""
    times = updated_times(entry.arxiv_id for entry in entries)
    order = list(Section)
    held = [entry for entry in entries if entry.arxiv_id in times]
    return sorted(
        held,
        key=lambda entry: (order.index(entry.section), -times[entry.arxiv_id].timestamp(), entry.arxiv_id),
    )
