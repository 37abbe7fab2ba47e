"""A month as a calendar shows it: weeks of days with their number of papers."""

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.dates import WEEKDAYS_ABBR

from coolpapers import schedule
from coolpapers.category_lists import CategoryList
from coolpapers.papers.selectors import month_counts
from coolpapers.web.parameters import FIRST_DAY, LAST_DAY

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One cell; `day` is None outside the month, `address` empty where there is nothing to see."""

    day: date | None
    papers: int = 0
    address: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """The weeks, Monday first, and the last listing day before and the first after the month."""

    first: date
    weeks: list[list[CalendarDay]]
    previous: str
    next: str

    @property
    def names(self) -> list[str]:
        """The names of the weekdays, Monday first."""
        return [str(name) for name in WEEKDAYS_ABBR.values()]

    @classmethod
    def of(
        cls, categories: CategoryList, shown: date, address: Callable[[date], str], newest: date | None
    ) -> "CalendarMonth":
        """The month of `shown`; one query."""
        counts = month_counts(categories.include, categories.exclude, shown.year, shown.month)

        def cell(day: date) -> CalendarDay:
            if day.month != shown.month:
                return CalendarDay(None)
            papers = counts.get(day, 0)
            return CalendarDay(day, papers, address(day) if papers else "", shown=day == shown)

        first = shown.replace(day=1)
        last = (first + 31 * _DAY).replace(day=1) - _DAY
        before, after = schedule.previous_listing_day(first), schedule.next_listing_day(last)
        weeks = Calendar().monthdatescalendar(shown.year, shown.month)
        return cls(
            first,
            [[cell(day) for day in week] for week in weeks],
            address(before) if before >= FIRST_DAY else "",
            address(after) if newest and after <= min(newest, LAST_DAY) else "",
        )
