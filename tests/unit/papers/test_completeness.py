"""What the store lacks of arXiv's own lists, by category and day."""

from datetime import UTC, date, datetime

import pytest

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.selectors import (
    ALL,
    CategoryState,
    category_states,
    complete_days,
    unheld_ids,
)
from coolpapers.papers.store import upsert
from coolpapers.taxonomy import CATEGORIES, expand
from tests.unit.papers.lists import listed
from tests.worlds import record, versions

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = "2611.90001", "2611.90002", "2611.90003"
TUE, WED = date(2026, 11, 17), date(2026, 11, 18)
LG = expand("cs.LG")


def november(include, exclude=ALL) -> set[date]:
    return complete_days(include, exclude, 2026, 11)


def test_a_day_is_complete_when_every_list_of_it_was_read_and_held():
    upsert([record(ONE, categories=("cs.LG", "stat.ML"))])
    both = LG | expand("stat.ML")
    assert november(LG) == set()
    record_lists([listed("cs.LG", TUE, new=ONE)])
    assert (november(LG), november(both)) == ({TUE}, set())
    record_lists([listed("stat.ML", TUE, whole=False, cross=ONE)])
    assert november(both) == set()
    record_lists([listed("stat.ML", TUE, source="listing", cross=f"{ONE} {TWO}")])
    assert november(both) == set()
    upsert([record(TWO, categories=("stat.ML",))])
    assert november(both) == november(both, LG) == {TUE}
    assert complete_days(both, ALL, 2026, 10) == set()


def test_everything_is_every_category_of_today_and_old_ones_are_never_complete():
    today = [known.id for known in CATEGORIES.values() if known.shown]
    record_lists(listed(category, TUE) for category in today[1:])
    assert november(ALL) == set()
    record_lists([listed(today[0], TUE)])
    assert november(ALL) == {TUE}
    assert november(expand("astro-ph")) == {TUE}
    assert november(frozenset({"astro-ph"})) == set()


def test_the_states_of_categories():
    before = datetime.now(UTC)
    upsert([record(ONE, categories=("cs.LG",)), record(TWO, categories=("math.AG",), versions=versions(1))])
    upsert([record("0001.00001".replace("0001", "2001"), categories=("hep-th",), versions=versions(-2000))])
    record_lists(
        [
            listed("cs.LG", TUE, new=f"{ONE} {THREE}"),
            listed("cs.LG", WED, replace=f"{ONE}v2", new="2611.90009 2611.90008"),
        ]
    )
    states = {state.category: state for state in category_states()}
    learning = states.pop("cs.LG")
    assert learning.read is not None
    assert before <= learning.read <= datetime.now(UTC)
    assert learning == CategoryState("cs.LG", WED, 3, 1, 3, learning.read, "rss")
    assert states == {
        "hep-th": CategoryState("hep-th", date(2021, 5, 27), 1, 1, 0, None, "estimated"),
        "math.AG": CategoryState("math.AG", WED, 1, 1, 0, None, "estimated"),
    }


def test_an_empty_store_has_no_states():
    assert category_states() == ()


def test_unheld_ids_come_once_newest_list_first():
    record_lists(
        [
            listed("cs.LG", TUE, new=f"{THREE} {ONE}"),
            listed("stat.ML", WED, cross=f"{TWO} {ONE}"),
            listed("cs.CV", TUE, new=ONE),
        ]
    )
    assert unheld_ids() == (ONE, TWO, THREE)
    assert unheld_ids("cs.LG") == (ONE, THREE)
    assert unheld_ids(since=WED) == (ONE, TWO)
    upsert([record(ONE)])
    assert unheld_ids() == (TWO, THREE)
