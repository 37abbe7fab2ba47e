"""What arXiv's own lists said of a day of LIST, in the words that stand over the list: complete, or what is missing.

Source of truth: the lists as the store has read them; a day none of whose lists was read has no words.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coolpapers import taxonomy
from coolpapers.papers.models import AnnouncedList, Announcement
from coolpapers.schedule import EASTERN


@dataclass(frozen=True, slots=True)
class DayReading:
    """`lists` of the `of` categories' lists were read whole; `missing` papers of them are not held.

    `moment` is when the day was complete first, else when the last of its lists was read.
    """

    day: date
    lists: int
    of: int
    missing: int
    moment: datetime

    @property
    def complete(self) -> bool:
        """True when nothing that arXiv announced is missing."""
        return self.lists == self.of and not self.missing

    @property
    def clock(self) -> str:
        """The moment as arXiv's clock shows it, `20:07`; empty unless it was the evening before the day, or on it."""
        local = self.moment.astimezone(EASTERN)
        return f"{local:%H:%M}" if timedelta(0) <= self.day - local.date() <= timedelta(days=1) else ""


def day_reading(include: frozenset[str], day: date) -> DayReading | None:
    """What is known of the day's lists of these categories, two reads; None when none of them was read."""
    # Categories of earlier taxonomies have no lists any more.
    names = {name for name in include or taxonomy.CATEGORIES if _has_lists(name)}
    lists = AnnouncedList.objects.filter(day=day, category__in=names)
    read = list(lists.values_list("read", "whole", "completed"))
    if not read:
        return None
    lacking = Announcement.objects.filter(held=False, day=day, category__in=names)
    missing = lacking.values("arxiv_id").distinct().count()
    whole = sum(whole for _, whole, _ in read)
    # Empty lists are never completed: they are read again and again, and say nothing of when the papers came.
    completed = [moment for _, _, moment in read if moment] if whole == len(names) and not missing else []
    return DayReading(
        day=day,
        lists=whole,
        of=len(names),
        missing=missing,
        moment=max(completed or [moment for moment, _, _ in read]),
    )


def _has_lists(name: str) -> bool:
    known = taxonomy.CATEGORIES.get(name)
    return known is not None and known.shown
