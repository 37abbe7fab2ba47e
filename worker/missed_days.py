"""Listing days of the past week of which no list was read: what an outage leaves, and arXiv's pages of the week that tell them.

Source of truth: the lists that the store has read, arXiv's schedule for the days that should be there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from coolpapers.papers.models import AnnouncedList
from coolpapers.papers.records import AnnouncedListRecord
from coolpapers.schedule import previous_listing_day
from worker.sources.base import Cursor, Page, RejectedRecord, SourceDamaged, SourceRefused
from worker.sources.listings import WEEK_DAYS, week_lists
from worker.sources.xml_documents import Client

MissedDays = Mapping[str, frozenset[date]]


def missed_days(categories: Sequence[str], newest: date, *, followed: bool = False) -> MissedDays:
    """By category, the days before `newest` that arXiv's page of the week shows and of which no list was read.

    `followed` leaves out what was before the first list that was ever read of the category: nobody was here to miss it.
    """
    days = _days_before(newest)
    read: dict[str, set[date]] = {}
    lists = AnnouncedList.objects.filter(category__in=categories, day__lt=newest)
    for category, day in lists.values_list("category", "day"):
        read.setdefault(category, set()).add(day)
    found = {}
    for category in categories:
        known = read.get(category, set())
        began = min(known, default=newest) if followed else date.min
        found[category] = frozenset(day for day in days - known if day > began)
    return {category: missed for category, missed in found.items() if missed}


class WeekLists:
    """The pages /list/CATEGORY/pastweek as a source, one category a page; no replacements, no records."""

    name = "listings"

    def __init__(self, base_url: str, client: Client, missed: MissedDays) -> None:
        self.target = f"{base_url}/list of the week"
        self._base_url = base_url
        self._client = client
        self._missed = missed

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        """Raises SourceUnavailable; one page that cannot be understood is told as rejected and does not hide the others."""
        total = len(self._missed)
        for done, (category, missed) in enumerate(self._missed.items(), 1):
            here = Cursor(token=category)
            try:
                week = week_lists(self._base_url, self._client, category)
            except (SourceDamaged, SourceRefused) as fault:
                rejected = RejectedRecord("", f"{self._base_url}/list/{category}/pastweek", str(fault), "")
                yield Page((), (rejected,), here, done, total)
            else:
                lists = [one for one in week if one.day in missed]
                yield Page((), (), here, done, total, lists=(*lists, *_silent(category, missed, lists)))


def _silent(
    category: str, missed: frozenset[date], told: Sequence[AnnouncedListRecord]
) -> Iterator[AnnouncedListRecord]:
    """Days of which the page says nothing, a holiday or a quiet category's: looked for, so not to be asked again every night."""
    for day in sorted(missed - {one.day for one in told}):
        yield AnnouncedListRecord(category, day, "listing", (), whole=False)


def _days_before(newest: date) -> frozenset[date]:
    """The page's days are the newest and those before it."""
    days: list[date] = []
    day = newest
    for _ in range(WEEK_DAYS - 1):
        day = previous_listing_day(day)
        days.append(day)
    return frozenset(days)
