"""How long after the announcement new papers are here: each once, whichever of paper and list came last."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from coolpapers.papers import arrivals as module
from coolpapers.papers.announcements import record_lists
from coolpapers.papers.arrivals import BOUNDS_S, Arrivals, arrivals
from coolpapers.papers.records import RemovedRecord
from coolpapers.papers.store import remove, upsert
from coolpapers.schedule import announced_at
from tests.unit.papers.lists import listed
from tests.worlds import record

pytestmark = pytest.mark.django_db

ONE, TWO, THREE, FOUR = (f"2611.9000{n}" for n in range(1, 5))
TUE = date(2026, 11, 17)


class Clock:
    """The time as the counting sees it, so long after Tuesday's announcement."""

    def __init__(self) -> None:
        self.after = timedelta()

    def now(self, tz: Any) -> datetime:
        return announced_at(TUE).astimezone(tz) + self.after


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "datetime", made)
    return made


def papers_within(seconds: int) -> int:
    return arrivals().within[BOUNDS_S.index(seconds)]


def test_nothing_was_counted_yet():
    assert arrivals() == Arrivals((0,) * len(BOUNDS_S), 0, 0)


def test_whichever_comes_last_is_the_arrival(clock):
    upsert([record(ONE)])
    assert arrivals().papers == 0, "no list has told its day"
    clock.after = timedelta(minutes=5)
    record_lists([listed("cs.LG", TUE, new=f"{ONE} {TWO}")])
    assert arrivals().papers == papers_within(300) == 1
    clock.after = timedelta(minutes=5, seconds=1)
    upsert([record(TWO)])
    assert (arrivals().papers, papers_within(300), papers_within(600)) == (2, 1, 2)
    assert arrivals().seconds == 300 + 301


def test_what_is_told_again_is_counted_once(clock):
    clock.after = timedelta(hours=3)
    record_lists([listed("cs.LG", TUE, new=f"{ONE} {TWO}")])
    upsert([record(ONE), record(TWO)])
    clock.after = timedelta(hours=9)
    upsert([record(ONE, title="Told anew")])
    record_lists([listed("cs.LG", TUE, source="listing", new=f"{ONE} {TWO}v1")])
    counted = arrivals()
    assert (counted.papers, papers_within(2 * 3_600), papers_within(4 * 3_600)) == (2, 0, 2)
    assert counted.seconds == 2 * 3 * 3_600


def test_only_new_papers_that_came_are_counted(clock):
    upsert([record(ONE, categories=("stat.ML", "cs.LG"))])
    record_lists([listed("cs.LG", TUE, cross=ONE, replace=f"{TWO}v2", new=f"{THREE} {FOUR}")])
    upsert([record(TWO)])
    remove([RemovedRecord(THREE, TUE)])  # announced, taken back, never here
    remove([RemovedRecord("2611.90005", TUE)])
    record_lists([listed("cs.CL", TUE, new="2611.90005")])
    assert arrivals().papers == 0
    upsert([record(FOUR)])
    remove([RemovedRecord(FOUR, TUE + timedelta(days=1))])
    upsert([record(FOUR, datestamp=TUE + timedelta(days=2))])
    assert arrivals().papers == 1, "it came once"


def test_very_late_and_too_early(clock):
    clock.after = timedelta(days=400)
    record_lists([listed("cs.LG", TUE, new=f"{ONE} {TWO}")])
    upsert([record(ONE)])
    counted = arrivals()
    assert (counted.papers, counted.within[-1], counted.seconds) == (1, 0, 400 * 86_400)
    clock.after = timedelta(minutes=-1)  # a clock behind arXiv's
    upsert([record(TWO)])
    counted = arrivals()
    assert (counted.papers, counted.within[0], counted.seconds) == (2, 1, 400 * 86_400)
