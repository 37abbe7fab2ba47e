"""How far each category is behind arXiv: its newest listing here against what the schedule says is out by now.

The schedule sets expectations only; what is complete is decided by arXiv's own lists, as the store has read them.
Source of truth: `announcements` of the store for what was read, `coolpapers.schedule` for what should be there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from coolpapers import taxonomy
from coolpapers.papers.selectors import CategoryState, category_states
from coolpapers.schedule import (
    ANNOUNCED_AT,
    EASTERN,
    announced_at,
    is_listing_day,
    next_listing_day,
    previous_listing_day,
)

FEED_DUE: Final = timedelta(hours=6)
"""arXiv's feeds are written at midnight Eastern, four hours after the announcement; two more for reading all of them."""

_DAY: Final = timedelta(days=1)


class Freshness(StrEnum):
    """What can be said of a category's newest listing."""

    COMPLETE = "complete"  # read, and every paper of its lists is held
    MISSING = "missing"  # papers of its lists are not held yet
    DUE = "due"  # a newer one was announced a few hours ago and is being waited for
    LATE = "late"  # a newer one should have been read by now
    UNREAD = "unread"  # no list of arXiv's was ever read: the days are estimates


@dataclass(frozen=True, slots=True)
class CategoryFreshness:
    """One category. `expected` and `held` count the papers of its newest list, `missing` what is not here of all its lists."""

    category: str
    name: str
    archive: str
    freshness: Freshness
    newest_day: date | None
    expected: int
    held: int
    missing: int
    read: datetime | None
    source: str
    completed: datetime | None
    lag_s: int | None
    """Seconds since arXiv announced the first listing that is not here; 0 when none is missing, None when none was read."""

    @property
    def delay_s(self) -> int | None:
        """Seconds from arXiv's announcement of the newest list to its being complete here; None when it is not, or is empty."""
        if self.completed is None or self.newest_day is None:
            return None
        return max(0, int((self.completed - announced_at(self.newest_day)).total_seconds()))


def newest_announced(now: datetime) -> date:
    """The listing day that arXiv announced last, by its schedule."""
    local = now.astimezone(EASTERN)
    day = local.date() + _DAY if local.time() >= ANNOUNCED_AT else local.date()
    return day if is_listing_day(day) else previous_listing_day(day)


def category_freshness(now: datetime) -> tuple[CategoryFreshness, ...]:
    """Every category the store knows papers or lists of, in the taxonomy's order; unknown names last."""
    order = {name: place for place, name in enumerate(taxonomy.CATEGORIES)}
    told = (_freshness(state, now) for state in category_states())
    return tuple(sorted(told, key=lambda one: (order.get(one.category, len(order)), one.category)))


@dataclass(frozen=True, slots=True)
class ArchiveFreshness:
    """The categories of one archive that have papers here."""

    id: str
    name: str
    categories: tuple[CategoryFreshness, ...]

    @property
    def troubled(self) -> tuple[CategoryFreshness, ...]:
        """Those that miss papers or a listing."""
        return tuple(one for one in self.categories if one.freshness in {Freshness.MISSING, Freshness.LATE})


def by_archive(categories: Iterable[CategoryFreshness]) -> tuple[ArchiveFreshness, ...]:
    """The archives in the order their first category comes in."""
    found: dict[str, list[CategoryFreshness]] = {}
    for one in categories:
        found.setdefault(one.archive, []).append(one)
    return tuple(
        ArchiveFreshness(key, taxonomy.ARCHIVES[key].name if key in taxonomy.ARCHIVES else key, tuple(held))
        for key, held in found.items()
    )


def lag_s(newest_day: date, now: datetime) -> int:
    """Seconds since arXiv announced the listing after `newest_day`, by its schedule; 0 while that lies ahead."""
    return max(0, int((now - announced_at(next_listing_day(newest_day))).total_seconds()))


def _freshness(state: CategoryState, now: datetime) -> CategoryFreshness:
    known = taxonomy.CATEGORIES.get(state.category)
    behind = lag_s(state.newest_day, now) if state.read and state.newest_day else None
    return CategoryFreshness(
        category=state.category,
        name=known.name if known else state.category,
        archive=known.archive if known else state.category.partition(".")[0],
        freshness=_judged(state.missing, behind),
        newest_day=state.newest_day,
        expected=state.expected,
        held=state.held,
        missing=state.missing,
        read=state.read,
        source=state.source,
        completed=state.completed,
        lag_s=behind,
    )


def _judged(missing: int, behind_s: int | None) -> Freshness:
    if behind_s is None:
        return Freshness.UNREAD
    if behind_s > FEED_DUE.total_seconds():
        return Freshness.LATE
    if missing:
        return Freshness.MISSING
    return Freshness.DUE if behind_s else Freshness.COMPLETE
