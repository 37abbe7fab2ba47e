"""Stand-ins for arXiv that are OAI-PMH and feeds alone: no listing pages, no Atom API."""

from datetime import date

import pytest

from coolpapers.papers.models import AnnouncedList, Announcement, Paper
from coolpapers.papers.records import AnnounceKind, Detail
from tests.arxiv import Announced, Rule, faults
from tests.unit.worker.arxiv_world import MONDAY, TUESDAY, eastern, paper
from worker.announcing import announce
from worker.fetching import fetch_ids
from worker.reconciling import reconcile_month, reconcile_recent

pytestmark = pytest.mark.django_db(transaction=True)

NAMED = {f"2611.{n:05d}" for n in (1, 2, 3, 4, 5, 20)}


@pytest.fixture
def alone(arxiv, settings):
    """The test arXiv without pages and API: asked for them it would answer 404."""
    settings.ARXIV_API_URL = settings.LISTING_URL = ""
    arxiv.script.rules += [Rule(faults.status(404), path=path) for path in ("/list/", "/api/")]
    return arxiv


def held() -> set[str]:
    return set(Paper.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("now", [eastern(TUESDAY, 12), eastern(TUESDAY, 21)])
def test_the_feeds_tell_the_day_and_oai_the_papers_that_they_name(alone, now):
    alone.clock.set(now)
    told = announce(("cs.LG", "cs.AI"), now=now)
    assert (told.error, held()) == ("", NAMED)
    assert Paper.objects.get(pk="2611.00020").detail == Detail.WHOLE
    lists = AnnouncedList.objects.filter(completed__isnull=False).values_list("category", "day")
    assert set(lists) == {("cs.LG", TUESDAY), ("cs.AI", TUESDAY)}
    assert {asked.address.split("/")[1].partition("?")[0] for asked in alone.asked} == {"rss", "oai"}


def test_a_category_added_with_a_replacement_leaves_the_list_whole(alone):
    alone.world.tell(paper(20, "cs.LG", "stat.ML", versions=2))
    alone.world.announce(TUESDAY, Announced("2611.00020", 2, "repcro", ("stat.ML",)))
    told = announce(("stat.ML",), now=eastern(TUESDAY, 12))
    assert told.error == ""
    assert [run.rejected for run in told.runs] == [0]
    lists = AnnouncedList.objects.values_list("category", "entries", "whole")
    assert list(lists) == [("stat.ML", 1, True)]
    assert Announcement.objects.get(category="stat.ML").kind == AnnounceKind.REPLACE_CROSS


def test_a_day_on_which_nothing_is_out_asks_for_no_pages(alone):
    alone.clock.set(eastern(date(2026, 11, 21), 21))
    told = announce(("cs.LG",), feeds=True, now=eastern(date(2026, 11, 21), 21))
    assert (told.error, held()) == ("", set())
    assert {asked.address.split("/")[1] for asked in alone.asked} == {"rss"}


def test_single_papers_come_from_oai_each_whole(alone):
    fetched = fetch_ids(["2611.00020", "2611.00001", "2611.09999"])
    assert fetched.held == {"2611.00020", "2611.00001"}
    assert fetched.refused == {"2611.09999": "arXiv does not have it"}
    assert Paper.objects.get(pk="2611.00020").version == 2


def test_a_server_that_is_away_leaves_the_rest_for_later(alone):
    alone.script.rules.append(Rule(faults.status(503), path="/oai", at=frozenset(range(2, 99))))
    fetched = fetch_ids(["2611.00001", "2611.00002"])
    assert (fetched.held, fetched.left) == ({"2611.00001"}, ("2611.00002",))
    assert "503" in fetched.error


def test_reconciling_the_last_days_takes_the_feeds_for_the_pages(alone):
    told = reconcile_recent(("cs.LG",), repair=True, today=date(2026, 11, 17))
    assert (told.error, told.missing, held()) == ("", (), NAMED)


def test_a_month_cannot_be_reconciled_without_its_pages(alone):
    told = reconcile_month(MONDAY, ("cs.LG",))
    assert told.error == "COOLPAPERS_LISTING_URL names no listing pages to ask."
    assert not told.clean
