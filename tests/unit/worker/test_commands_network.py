"""The commands that ask arXiv, over the test arXiv: what they store, what they print, how they end."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coolpapers.papers.models import AnnouncedList, Paper, Wanted
from coolpapers.papers.records import Detail
from tests.arxiv import Announced, Rule, faults
from tests.unit.worker.arxiv_world import MONDAY, TUESDAY, WEDNESDAY, eastern, paper
from worker import tasks
from worker.announcing import announce
from worker.models import HarvestRun, Rejected
from worker.pipeline import fetch_wanted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("memory_index")]


def run(*words: str) -> tuple[str, str, CommandError | None]:
    """What the command prints, and how it failed if it did."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), error
    return out.getvalue(), err.getvalue(), None


def held() -> set[str]:
    return set(Paper.objects.values_list("pk", flat=True))


ALL = {f"2611.{n:05d}" for n in (*range(1, 9), 20)}


def test_oai_brings_everything_then_what_changed(arxiv):
    out, _, fault = run("harvest", "oai")
    assert fault is None, out
    assert "9 new" in out
    assert "index: 9 papers" in out
    assert held() == ALL
    assert set(Paper.objects.values_list("detail", flat=True)) == {Detail.WHOLE}
    asked = len(arxiv.asked)
    arxiv.world.tell(paper(2, title="On the samovar", day=WEDNESDAY, since=eastern(WEDNESDAY, 22)))
    arxiv.clock.set(eastern(WEDNESDAY, 23))
    out, _, _ = run("harvest", "oai")
    assert "0 new, 1 updated" in out
    assert "from=2026-11-16" in arxiv.asked[asked].address, "a day before the last answer"
    assert Paper.objects.get(pk="2611.00002").title == "On the samovar"


def test_oai_takes_a_window_and_a_set_again_each_time(arxiv):
    for _ in range(2):
        out, _, _ = run(
            "harvest",
            "oai",
            "--from",
            "2026-11-01",
            "--until",
            "2026-11-17",
            "--set",
            "physics:hep-ph",
            "--no-index",
        )
        assert "from=2026-11-01 until=2026-11-17 set=physics:hep-ph" in out
    assert held() == {"2611.00006", "2611.00007", "2611.00008"}
    assert HarvestRun.objects.count() == 2
    assert all(
        request.address.find("until=2026-11-17") > 0 or "Identify" in request.address
        for request in arxiv.asked
    )
    _, _, fault = run("harvest", "oai", "--set", "no:such:set")
    assert fault is not None


def test_a_day_that_is_none_is_refused_at_once(arxiv):
    with pytest.raises(CommandError, match="no day"):
        call_command("harvest", "oai", "--from", "yesterday")
    with pytest.raises(CommandError, match="lies after"):
        call_command("harvest", "oai", "--from", "2020-01-01", "--until", "2019-01-01")
    assert arxiv.asked == []


def test_announcements_of_a_category_with_all_that_it_names(arxiv):
    out, _, fault = run("harvest", "announcements", "cs.LG", "cs.AI")
    assert fault is None, out
    assert held() == {f"2611.{n:05d}" for n in (1, 2, 3, 4, 5, 20)}
    assert {(row.category, row.day, row.entries) for row in AnnouncedList.objects.all()} == {
        ("cs.LG", TUESDAY, 6),
        ("cs.AI", TUESDAY, 2),
    }
    assert Paper.objects.get(pk="2611.00001").announced == TUESDAY
    asked = len(arxiv.asked)
    run("harvest", "announcements", "cs.LG")
    again = [request.address for request in arxiv.asked[asked:]]
    # In arXiv's evening the page too, which may tell the next day already.
    assert len(again) <= 2, again
    assert {address.split("/")[1] for address in again} <= {"rss", "list"}


def test_the_feeds_alone_are_enough(arxiv):
    arxiv.script.rules += [Rule(faults.status(503), path=path) for path in ("/list/", "/api/")]
    out, err, fault = run("harvest", "announcements", "cs.LG", "cs.AI")
    assert fault is None, out + err
    assert held() == {f"2611.{n:05d}" for n in range(1, 6)}
    assert "still to be fetched, in the next round: 1" in err
    arxiv.script.rules.clear()
    run("harvest", "announcements", "cs.LG")
    assert "2611.00020" in held()


def test_an_empty_feed_sends_a_new_reader_to_the_page(arxiv):
    arxiv.clock.set(eastern(date(2026, 11, 21), 12))
    _, _, fault = run("harvest", "announcements", "cs.LG")
    assert fault is None
    assert "2611.00001" in held()


def test_an_unknown_category_is_named(arxiv):
    _, _, fault = run("harvest", "announcements", "cs.TEA")
    assert "cs.TEA" in str(fault)
    assert arxiv.asked == []


def test_single_papers_and_queries(arxiv):
    out, err, fault = run("harvest", "ids", "2611.00001", "arXiv:2611.00007v1", "2611.09999")
    assert "2 of 3 papers are held, 2 of them new" in out
    assert "2611.09999: arXiv does not have it" in err
    assert fault is not None
    assert held() == {"2611.00001", "2611.00007"}
    out, _, fault = run("harvest", "api", "cat:hep-ph")
    assert fault is None
    assert "2 new" in out
    with pytest.raises(CommandError):
        call_command("harvest", "ids", "teapot")


def test_what_no_replay_can_read_is_counted_once_and_gone_after_it_was_fetched_anew(arxiv):
    arxiv.script.rules.append(Rule(faults.bad_xml, path="/oai?verb=ListRecords"))
    out, _, fault = run("harvest", "oai")
    assert "1 rejected" in out
    assert fault is not None
    (broken,) = Rejected.objects.all()
    assert broken.reason == "broken XML"
    Rejected.objects.create(run=broken.run, identifier="", position="line 7", reason="broken XML", raw="<x")
    for _ in range(2):
        out, err, fault = run("harvest", "replay", "--no-index")
        assert "0 records pass now, 0 are rejected still" in out
        assert f"1 more are beyond replay, for what came of them is no whole record. To fetch them anew: manage.py harvest ids {broken.identifier}\n" in err  # fmt: skip
        assert "1 more are beyond replay and have no id" in err
        assert len(err.splitlines()) == 2
        assert fault is not None
    arxiv.script.rules[:] = [Rule(faults.status(404), path="/api/")]
    assert run("harvest", "ids", broken.identifier)[2] is not None
    assert Rejected.objects.count() == 2, "it was not fetched"
    arxiv.script.rules.clear()
    assert run("harvest", "ids", broken.identifier)[2] is None
    assert Rejected.objects.get().identifier == ""
    assert held() == ALL


def test_offline_says_so_and_asks_nobody(arxiv, settings):
    settings.OFFLINE = True
    for words in (
        ["harvest", "oai"],
        ["harvest", "announcements"],
        ["harvest", "api", "cat:cs.LG"],
        ["harvest", "ids", "2611.00001"],
        ["reconcile"],
        ["reconcile", "--month", "2026-11"],
    ):
        _, _, fault = run(*words)
        assert "COOLPAPERS_OFFLINE" in str(fault)
    for task in (tasks.harvest_oai, tasks.harvest_announcements, tasks.reconcile):
        assert task()["state"] == "source failed"
    assert arxiv.asked == []
    assert run("index")[2] is None


def test_reconcile_finds_and_repairs_what_is_missing_in_a_month(arxiv):
    run("harvest", "oai")
    Paper.objects.filter(pk__in=["2611.00003", "2611.00006"]).delete()
    out, _, fault = run("reconcile", "--month", "2026-11", "--category", "cs.LG", "--category", "hep-ph")
    assert "cs.LG 2026-11: 6 listed, 1 missing" in out
    assert "2611.00003" in out
    assert "2 papers missing" in out
    assert "--repair" in str(fault)
    out, _, fault = run(
        "reconcile", "--month", "2026-11", "--category", "cs.LG", "--category", "hep-ph", "--repair"
    )
    assert fault is None, out
    assert "0 papers missing, 2 repaired" in out
    assert held() == ALL


def test_reconcile_of_the_last_days_compares_lists_and_changes(arxiv):
    arxiv.clock.set(eastern(date.today() - timedelta(days=1), 12))
    day = date.today() - timedelta(days=1)
    changed = eastern(day, 1)
    arxiv.world.tell(*(paper(n, "cs.LG", day=day, title=f"Changed {n}", since=changed) for n in (1, 2)))
    run("harvest", "ids", "2611.00001")
    Paper.objects.update(datestamp=MONDAY)
    out, _, fault = run("reconcile")
    assert "2 listed, 1 missing, 1 older than arXiv's" in out
    assert fault is not None
    out, _, fault = run("reconcile", "--repair")
    assert fault is None, out
    assert {"2611.00001", "2611.00002"} <= held()
    assert run("reconcile")[2] is None


def test_a_month_without_listing_pages_was_not_compared(arxiv, settings):
    settings.LISTING_URL = ""
    _, err, fault = run("reconcile", "--month", "2026-11", "--category", "cs.LG")
    assert "COOLPAPERS_LISTING_URL" in err
    assert str(fault) == "Not everything was compared; the lines above say why."


def test_a_listing_that_cannot_be_read_leaves_the_gap_open(arxiv):
    run("harvest", "oai")
    words = ("reconcile", "--month", "2026-11", "--category", "cs.LG", "--category", "hep-ph")
    arxiv.script.rules.append(Rule(faults.status(404), path="/list/cs.LG/"))
    out, _, fault = run(*words)
    assert fault is not None
    assert "cs.LG 2026-11: 0 listed, 0 missing (" in out
    assert "hep-ph 2026-11: 3 listed, 0 missing" in out
    arxiv.script.rules[:] = [Rule(faults.status(503), path="/list/hep-ph/")]
    out, err, fault = run(*words)
    assert fault is not None
    assert "cs.LG 2026-11: 6 listed, 0 missing" in out
    assert "503" in err


def test_the_evening_is_told_by_the_pages_and_the_night_by_the_feeds(arxiv):
    told = announce(("cs.LG", "cs.AI", "hep-ph"), now=eastern(MONDAY, 20, 5))
    assert told.error == ""
    assert [run.source for run in told.runs] == ["listings"]
    assert held() == ALL
    arxiv.clock.set(eastern(MONDAY, 20, 5))
    asked = len(arxiv.asked)
    arxiv.clock.set(eastern(TUESDAY, 0, 10))
    told = announce(("cs.LG", "cs.AI", "hep-ph"), now=eastern(TUESDAY, 0, 10))
    assert {request.address.split("/")[1] for request in arxiv.asked[asked:]} <= {"rss", "list"}


def test_a_quiet_day_costs_three_requests(arxiv):
    categories = ("cs.LG", "cs.AI", "hep-ph", "hep-th", "math.AP", "quant-ph")
    announce(categories, now=eastern(TUESDAY, 12))
    saturday = date(2026, 11, 21)
    arxiv.clock.set(eastern(saturday, 12))
    asked = len(arxiv.asked)
    announce(categories, now=eastern(saturday, 12))
    assert len(arxiv.asked) - asked == 3


def test_readers_wishes_are_fulfilled_or_refused_with_a_reason(arxiv):
    for key in ("2611.00001", "2611.00007", "2611.09999"):
        Wanted.objects.create(arxiv_id=key, asked=eastern(TUESDAY, 11))
    report = fetch_wanted()
    assert (report.held, report.refused, report.left, report.error) == (2, 1, 0, "")
    states = dict(Wanted.objects.values_list("pk", "state"))
    assert states == {"2611.00001": "held", "2611.00007": "held", "2611.09999": "refused"}
    assert Wanted.objects.get(pk="2611.09999").reason == "arXiv does not have it"
    asked = len(arxiv.asked)
    assert asked == 1
    fetch_wanted()
    assert len(arxiv.asked) == asked, "nobody waits"


def test_a_wish_that_fails_waits_behind_fresh_ones(arxiv):
    Wanted.objects.create(arxiv_id="2611.00001", asked=eastern(TUESDAY, 11))
    arxiv.script.rules.append(Rule(faults.status(403), at=frozenset({1})))
    report = fetch_wanted()
    assert (report.held, report.left) == (0, 1)
    wish = Wanted.objects.get()
    assert (wish.state, wish.tries) == ("waiting", 1)
    assert "403" in wish.reason
    Wanted.objects.create(arxiv_id="2611.00002", asked=eastern(TUESDAY, 12))
    assert fetch_wanted(limit=1).held == 1
    assert Wanted.objects.get(pk="2611.00002").state == "held"
    assert fetch_wanted().held == 1


def test_the_worker_follows_the_last_days_until_everything_is_harvested(arxiv):
    now = date.today()
    arxiv.clock.set(eastern(now, 12))
    arxiv.world.tell(paper(30, "cs.LG", day=now))
    told = tasks.harvest_oai()
    assert (told["state"], told["records"]) == ("done", 1)
    assert held() == {"2611.00030"}
    out, _, _ = run("harvest", "oai")
    assert "9 new" in out
    assert tasks.harvest_oai()["state"] == "done"
    assert HarvestRun.objects.order_by("-pk").first().target == arxiv.oai_url


def test_who_was_away_for_days_reads_the_newest_list_whatever_the_day(arxiv):
    announce(("hep-ph",), now=eastern(MONDAY, 12))
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    arxiv.world.tell(paper(40, "hep-ph", day=friday))
    arxiv.world.announce(friday, Announced("2611.00040", 1, "new"))
    arxiv.clock.set(eastern(sunday, 12))
    AnnouncedList.objects.update(read=eastern(MONDAY, 12))
    announce(("hep-ph",), now=eastern(sunday, 12))
    assert "2611.00040" in held()
    assert AnnouncedList.objects.filter(category="hep-ph", day=friday).exists()
    asked = len(arxiv.asked)
    announce(("hep-ph",), now=eastern(sunday, 13))
    assert len(arxiv.asked) - asked <= 2, "once is enough"
