"""A week at arXiv played in seconds: each evening's list is complete within its round, and the week ends with all that arXiv holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coolpapers.papers.models import AnnouncedList, Listing, Paper
from coolpapers.papers.records import Detail
from coolpapers.papers.selectors import ALL, Section, day_entries, unheld_ids
from tests.arxiv import Announced, HeldVersion
from tests.unit.worker.arxiv_world import eastern, paper
from worker.announcing import announce
from worker.increments import harvest_all
from worker.pipeline import sync_index

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
