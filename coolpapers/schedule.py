"""arXiv's announcement schedule: when a submission should be announced, and which days have a listing.

An estimate for papers whose announcement nobody recorded, and the days a calendar may offer; never a reason
not to look: moderation holds papers back, and deferrals are decided late. One rule serves all years, though
until 2016 the cut-off was at 16:00. Source of truth: https://info.arxiv.org/help/availability.html
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

EASTERN: Final = ZoneInfo("America/New_York")
CUT_OFF: Final = time(14, 0)
"""Eastern time, Monday to Friday: what arrives at this very moment waits for the next announcement."""

ANNOUNCED_AT: Final = time(20, 0)
"""Eastern time, the evening before the listing day."""

_DAY: Final = timedelta(days=1)
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6

# The lists of arXiv's availability page, 2023 to 2026. December 2025 was not on it: those are the days
# that had no listing (measured 2026-11-22). For 2027 there is no list yet: the holidays arXiv keeps every
# year, on the days they are observed, with December and New Year left open.
HOLIDAYS: Final[frozenset[date]] = frozenset(
    date(year, int(day[:2]), int(day[3:]))
    for year, days in {
        2023: "01-16 06-14 06-19 07-04 09-04 11-23 12-25 12-27",
        2024: "01-15 05-22 06-19 07-04 09-02 11-28 12-25 12-26 12-31",
        2025: "01-01 01-20 06-19 07-06 09-01 11-27 12-25 12-30",
        2026: "01-01 01-19 06-19 07-03 09-07 11-26 12-25 12-29 12-31",
        2027: "01-18 06-18 07-05 09-06 11-25",
    }.items()
    for day in days.split()
)


def _deferred_evening(holiday: date) -> date:
    """The evening whose announcement a holiday defers: its own, or Sunday's when it is a Friday or Saturday.

    Nothing is announced on those two anyway; it is Sunday's mailing that would have been prepared then. For
    4 July 2025, a Friday, arXiv's list named Sunday 6 July; after Friday 2026-06-19 Monday had no listing.
    """
    if holiday.weekday() in (_FRIDAY, _SATURDAY):
        return holiday + _DAY * (_SUNDAY - holiday.weekday())
    return holiday


_DEFERRED: Final = frozenset(map(_deferred_evening, HOLIDAYS))


@lru_cache(8192)
def listing_day(submitted: datetime) -> date:
    """The date of the listing a submission is expected in: the day after its announcement at 20:00 Eastern.

    Monday to Thursday before 14:00 Eastern: that evening; Friday before 14:00: Sunday evening; from Friday
    14:00 on: Monday evening; a deferred evening's papers go to the next one.
    Raises ValueError for a datetime without a time zone.
    """
    if submitted.utcoffset() is None:
        raise ValueError("submitted needs a time zone")
    local = submitted.astimezone(EASTERN)
    evening = local.date() if local.time() < CUT_OFF else local.date() + _DAY
    if evening.weekday() in (_SATURDAY, _SUNDAY):
        evening += _DAY * (_SUNDAY + 1 - evening.weekday())
    return next_listing_day(evening)


def is_listing_day(day: date) -> bool:
    """True when a listing is expected on `day`: Monday to Friday, except after a deferred evening."""
    return day.weekday() <= _FRIDAY and day - _DAY not in _DEFERRED


def previous_listing_day(day: date) -> date:
    """The last expected listing day before `day`. Raises OverflowError in the first days of year 1."""
    day -= _DAY
    while not is_listing_day(day):
        day -= _DAY
    return day


def next_listing_day(day: date) -> date:
    """The first expected listing day after `day`. Raises OverflowError in the last days of year 9999."""
    day += _DAY
    while not is_listing_day(day):
        day += _DAY
    return day


def announced_at(day: date) -> datetime:
    """When arXiv announces the listing of `day`: 20:00 Eastern of the evening before, in UTC."""
    return datetime.combine(day - _DAY, ANNOUNCED_AT, EASTERN).astimezone(UTC)
