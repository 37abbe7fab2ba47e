"""GET /status: each category against arXiv's own lists, what waits, who works; and nothing of the inside."""

from datetime import UTC, date, datetime

import pytest

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.models import AnnouncedList, Wanted
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from tests.api.conftest import NEXT_DAY, WEDNESDAY
from worker.models import HarvestRun, LeaseRow, Rejected

READ = datetime(2026, 11, 18, 5, 7, tzinfo=UTC)


def read_list(category, day, *ids):
    lines = tuple(AnnouncementRecord(key, AnnounceKind.NEW) for key in ids)
    record_lists([AnnouncedListRecord(category, day, "feed", lines)])
    AnnouncedList.objects.update(read=READ)
    AnnouncedList.objects.exclude(completed=None).update(completed=READ)


def category(api, name):
    (found,) = [one for one in api.json("/status")["categories"] if one["category"] == name]
    return found


def test_before_any_list_was_read(api, world):
    told = category(api, "cs.CL")
    assert told["state"] == "unread"
    assert told["newest_day"] == "2026-11-18"
    assert told["source"] == "estimated"
    assert told["read"] is told["lag_seconds"] is None


def test_a_list_that_lacks_papers(api, world):
    read_list("cs.CL", WEDNESDAY, NEXT_DAY, "2611.77777")
    told = category(api, "cs.CL")
    assert told["state"] in {"missing", "late"}  # by the day this runs on
    assert (told["expected"], told["held"], told["missing"]) == (2, 1, 1)
    assert (told["newest_day"], told["read"], told["source"]) == ("2026-11-18", "2026-11-18T05:07:00Z", "rss")
    assert told["lag_seconds"] >= 0
    assert told["completed"] is told["delay_seconds"] is None


def test_a_complete_list_tells_how_long_it_took(api, world):
    read_list("cs.CL", WEDNESDAY, NEXT_DAY)
    told = category(api, "cs.CL")
    assert (told["completed"], told["delay_seconds"]) == ("2026-11-18T05:07:00Z", 4 * 3600 + 7 * 60)


def test_an_old_list_is_late(api, world):
    read_list("hep-th", date(1999, 1, 4))
    told = category(api, "hep-th")
    assert told["state"] == "late"
    assert told["lag_seconds"] > 86_400 * 365


def test_what_waits_and_who_works(api, world, settings):
    now = api.json("/status")
    assert now["waiting"] == {"wanted": 0, "removals": 0}
    assert now["worker"] == {"pulse": "never", "seen": None}
    assert now["offline"] is False
    moment = datetime.now(UTC)
    Wanted.objects.create(arxiv_id="2611.77777", asked=moment)
    LeaseRow.objects.create(name="index", since=moment, until=moment)
    settings.OFFLINE = True
    now = api.json("/status")
    assert now["waiting"]["wanted"] == 1
    assert now["worker"]["pulse"] == "alive"
    assert now["offline"] is True


def test_rejected_records_by_reason(api, world):
    run = HarvestRun.objects.create(source="oai", target="http://inside.example/oai", state="done")
    reasons = ["'<b>1</b>' is no date", "'secret' is no date", 'title "secret" is empty']
    for number, reason in enumerate(reasons):
        Rejected.objects.create(run=run, identifier=f"2611.0000{number}", reason=reason, raw="secret")
    now = api.json("/status")
    assert now["rejected"] == [
        {"reason": "… is no date", "records": 2, "newest": "2611.00001"},
        {"reason": "title … is empty", "records": 1, "newest": "2611.00002"},
    ]
    assert "secret" not in str(now)
    assert "inside.example" not in str(now)


@pytest.mark.django_db
def test_an_empty_store(api, engine):
    now = api.json("/status")
    assert (now["papers"], now["categories"], now["rejected"], now["runs"]) == (0, [], [], [])
