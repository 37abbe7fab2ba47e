"""When arXiv should have announced what, and what that says of a category."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coolpapers import freshness
from coolpapers.freshness import (
    Freshness,
    by_archive,
    category_freshness,
    lag_s,
    newest_announced,
)
from coolpapers.papers.selectors import CategoryState
from coolpapers.schedule import EASTERN, announced_at

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
STATE = CategoryState(
    category="cs.LG",
    newest_day=MONDAY,
    expected=200,
    held=200,
    missing=0,
    read=datetime(2026, 11, 23, 5, 12, tzinfo=UTC),
    source="rss",
)


def eastern(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=EASTERN)


@pytest.mark.parametrize(
    "day, moment",
    [
        (MONDAY, eastern(11, 22, 20)),
        (TUESDAY, eastern(11, 23, 20)),
        (date(2026, 3, 9), eastern(3, 8, 20)),  # the clock went forward that Sunday morning
    ],
)
def test_a_listing_is_announced_the_evening_before(day: date, moment: datetime) -> None:
    assert announced_at(day) == moment
    assert announced_at(day).tzinfo is UTC


@pytest.mark.parametrize(
    "now, day",
    [
        (eastern(11, 22, 19, 59), FRIDAY),  # Sunday evening
        (eastern(11, 22, 20), MONDAY),
        (eastern(11, 23, 12), MONDAY),
        (eastern(11, 23, 20, 1), TUESDAY),
        (eastern(11, 20, 23), FRIDAY),  # nothing is announced on Fridays and Saturdays
        (eastern(11, 21, 23), FRIDAY),
        (eastern(11, 26, 21), date(2026, 11, 26)),  # Thanksgiving: nothing that evening
    ],
)
def test_the_newest_listing_by_the_schedule(now: datetime, day: date) -> None:
    assert newest_announced(now) == day


def test_lag_begins_with_the_next_announcement() -> None:
    assert lag_s(FRIDAY, eastern(11, 22, 19)) == 0
    assert lag_s(FRIDAY, eastern(11, 22, 21)) == 3600
    assert lag_s(FRIDAY, eastern(11, 24, 20)) == 2 * 86_400
    assert lag_s(MONDAY, eastern(11, 22, 21)) == 0


@pytest.mark.parametrize(
    "changes, now, expected",
    [
        ({}, eastern(11, 23, 12), Freshness.COMPLETE),
        ({"missing": 3, "held": 197}, eastern(11, 23, 12), Freshness.MISSING),
        ({}, eastern(11, 23, 20, 30), Freshness.DUE),
        ({"missing": 3}, eastern(11, 23, 20, 30), Freshness.MISSING),
        ({}, eastern(11, 24, 2, 1), Freshness.LATE),
        ({"missing": 3}, eastern(11, 25, 12), Freshness.LATE),
        ({"read": None, "source": ""}, eastern(11, 25, 12), Freshness.UNREAD),
        ({"read": None, "source": "", "newest_day": None}, eastern(11, 25, 12), Freshness.UNREAD),
    ],
)
def test_what_is_said_of_a_category(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], now: datetime, expected: Freshness
) -> None:
    monkeypatch.setattr(freshness, "category_states", lambda: (replace(STATE, **changes),))
    (one,) = category_freshness(now)
    assert one.freshness is expected
    assert (one.lag_s is None) == (expected is Freshness.UNREAD)


def test_categories_come_by_archive_in_arxivs_order(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["zz.ZZ", "stat.ML", "cs.LG", "hep-th", "cs.AI"]
    states = tuple(replace(STATE, category=name, missing=int(name == "cs.AI")) for name in names)
    monkeypatch.setattr(freshness, "category_states", lambda: states)
    archives = by_archive(category_freshness(eastern(11, 23, 12)))
    assert [one.id for one in archives][-1] == "zz"
    told = {one.id: [category.category for category in one.categories] for one in archives}
    assert told["cs"] == ["cs.AI", "cs.LG"]
    assert [one.category for archive in archives for one in archive.troubled] == ["cs.AI"]
