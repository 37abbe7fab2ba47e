"""A week at arXiv played in seconds: each evening's list is complete within its round, and the week ends with all that arXiv holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coolpapers.papers.models import AnnouncedList, Listing, Paper
from coolpapers.papers.records import Detail
from coolpapers.papers.selectors import ALL, Section, day_entries, unheld_ids
from tests.arxiv import Announced, HeldVersion, Rule, faults
from tests.unit.worker.arxiv_world import eastern, paper
from worker.announcing import announce
from worker.increments import harvest_all
from worker.pipeline import sync_index
from worker.reconciling import reconcile_recent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("memory_index")]

DAYS = [date(2026, 11, day) for day in (18, 19, 20, 23)]
FOLLOWED = ("cs.LG", "cs.AI", "hep-ph", "math.AP")


def mail(arxiv, number: int, day: date) -> None:
    """The mailing listed on `day`, out at 20:00 the evening before: nine new papers, one cross-list, one replacement."""
    out = eastern(day - timedelta(1), 20)
    first = 100 * number
    fresh = [paper(first + n, FOLLOWED[n % 3], day=day, since=out) for n in range(9)]
    arxiv.world.tell(*fresh)
    arxiv.world.announce(day, *(Announced(p.id, 1, "new") for p in fresh))
    again = HeldVersion(2, out - timedelta(hours=8))
    old = paper(number, "cs.LG", day=day, since=out, title=f"Replaced {number}")
    old = replace(old, versions=(*old.versions, again))
    crossed = replace(paper(6, "hep-ph", "math.AP", day=day), since=out)
    arxiv.world.tell(old, crossed)
    arxiv.world.announce(day, Announced(old.id, 2, "rep"))
    if number == 1:
        arxiv.world.announce(day, Announced(crossed.id, 1, "cross", ("math.AP",)))


def test_a_week_of_announcements_is_followed_day_by_day(arxiv):
    harvest_all()
    for number, day in enumerate(DAYS, 1):
        evening = day - timedelta(1)
        mail(arxiv, number, day)
        arxiv.clock.set(eastern(evening, 20, 2))
        told = announce(FOLLOWED, now=eastern(evening, 20, 2))
        assert told.error == ""
        entries = {entry.arxiv_id: entry.section for entry in day_entries(ALL, ALL, day)}
        assert [s for s in entries.values() if s == Section.NEW].count(Section.NEW) == 9, day
        assert entries[f"2611.0000{number}"] == Section.REPLACEMENT
        assert not unheld_ids()
        arxiv.clock.set(eastern(evening, 22, 45))
        harvest_all()
        arxiv.clock.set(eastern(day, 0, 5))
        announce(FOLLOWED, now=eastern(day, 0, 5))
    sync_index()

    there = arxiv.world.held(arxiv.clock.now()).by_id
    held = {row.pk: (row.title, row.version, row.detail) for row in Paper.objects.all()}
    assert held == {key: (p.title, p.newest.number, Detail.WHOLE) for key, p in there.items()}
    assert not Paper.objects.exclude(indexed_revision__gt=0).exists()
    assert set(AnnouncedList.objects.filter(category="cs.LG").values_list("day", flat=True)) >= set(DAYS)
    assert Listing.objects.get(paper="2611.00006", category="math.AP").announced == DAYS[0]
    assert {p.announced for p in Paper.objects.filter(pk__startswith="2611.004")} == {DAYS[3]}


def read_days(category: str) -> dict[date, bool]:
    return dict(AnnouncedList.objects.filter(category=category).values_list("day", "whole"))


def test_who_was_away_for_three_lists_reads_them_afterwards(arxiv):
    """The worker stands still over three mailings; arXiv's own page of the newest day tells the last alone."""
    for number, day in enumerate(DAYS, 1):
        mail(arxiv, number, day)
    first = DAYS[0] - timedelta(1)
    arxiv.clock.set(eastern(first, 20, 2))
    announce(FOLLOWED, now=eastern(first, 20, 2))
    back = eastern(DAYS[3], 9)
    arxiv.clock.set(back)
    told = announce(FOLLOWED, now=back)
    assert told.error == ""
    assert not unheld_ids()
    for number, day in enumerate(DAYS, 1):
        sections = [entry.section for entry in day_entries(ALL, ALL, day)]
        assert sections.count(Section.NEW) == 9, day
        assert read_days("cs.LG")[day] is (number in {1, 4}), "the week's page has no replacements"
    held = Paper.objects.filter(pk__startswith="2611.002").values_list("announced", "announced_source")
    assert set(held) == {(DAYS[1], "listing")}
    asked = len(arxiv.asked)
    announce(FOLLOWED, now=back + timedelta(hours=1))
    assert not [line for line in arxiv.asked[asked:] if "pastweek" in line.address], "once is enough"


def test_reconciling_reads_the_week_of_who_is_new_here(arxiv):
    for number, day in enumerate(DAYS, 1):
        mail(arxiv, number, day)
    back = eastern(DAYS[3], 9)
    arxiv.clock.set(back)
    told = reconcile_recent((*FOLLOWED, "econ.GN"), repair=True, today=back.date())
    assert (told.error, told.clean) == ("", True)
    week = {date(2026, 11, 17), *DAYS}
    for category in (*FOLLOWED, "econ.GN"):
        assert read_days(category) == {day: day == DAYS[3] for day in week}
    assert all(
        [entry.section for entry in day_entries(ALL, ALL, day)].count(Section.NEW) == 9 for day in DAYS
    )
    asked = len(arxiv.asked)
    reconcile_recent((*FOLLOWED, "econ.GN"), today=back.date())
    assert not [line for line in arxiv.asked[asked:] if "pastweek" in line.address]


def test_a_week_page_that_is_away_is_asked_for_the_next_time(arxiv):
    for number, day in enumerate(DAYS, 1):
        mail(arxiv, number, day)
    first, later = eastern(DAYS[0], 9), eastern(DAYS[3], 9)
    arxiv.clock.set(first)
    announce(("cs.LG",), now=first)
    arxiv.clock.set(later)
    arxiv.script.rules.append(Rule(faults.status(403), path="pastweek", at=frozenset({1})))
    announce(("cs.LG",), now=later)
    assert DAYS[1] not in read_days("cs.LG")
    announce(("cs.LG",), now=later + timedelta(hours=1))
    assert {*DAYS} <= read_days("cs.LG").keys()
