"""GET /categories, /days, /status: what there is."""

from datetime import UTC, date, datetime

import pytest

from coolpapers import taxonomy
from coolpapers.engine import search_backend
from coolpapers.papers.announcements import record_lists
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from coolpapers.papers.store import upsert
from tests.api.conftest import CROSS, TEAPOT, WORLD
from tests.worlds import record, versions
from worker.models import HarvestRun


@pytest.mark.django_db
def test_categories_are_the_taxonomy(api):
    groups = api.json("/categories")["groups"]
    assert [group["id"] for group in groups] == list(taxonomy.GROUPS)
    shown = [c for group in groups for archive in group["archives"] for c in archive["categories"]]
    assert {c["id"] for c in shown} == {c.id for c in taxonomy.CATEGORIES.values() if c.shown}
    assert len(shown) == len({c["id"] for c in shown})
    control = next(c for c in shown if c["id"] == "eess.SY")
    assert control == {"id": "eess.SY", "name": "Systems and Control", "names": ["eess.SY", "cs.SY"]}


def test_days_of_the_newest_month(api, world):
    assert api.json("/days") == {
        "month": "2026-11",
        "days": [
            {"date": "2026-11-17", "count": 2, "complete": False},
            {"date": "2026-11-18", "count": 1, "complete": False},
        ],
    }


def test_days_of_a_list_and_month(api, world):
    assert api.json("/days", {"category": "cs.CL"})["days"] == [
        {"date": "2026-11-18", "count": 1, "complete": False}
    ]
    assert api.json("/days", {"category": "cs", "exclude_category": "cs.LG", "month": "2026-11"})["days"] == [
        {"date": "2026-11-18", "count": 1, "complete": False}
    ]
    assert api.json("/days", {"category": "hep-th"})["month"] == "1999-01"
    assert api.json("/days", {"month": "2025-02"}) == {"month": "2025-02", "days": []}
    assert api.json("/days", {"month": "9999-12"})["days"] == []


def test_a_day_is_complete_when_arxivs_own_lists_of_it_were_read_and_nothing_is_missing(api, world):
    def complete(**params):
        return {
            day["date"]: day["complete"] for day in api.json("/days", {"month": "2026-11", **params})["days"]
        }

    def read(category, *ids):
        lines = tuple(AnnouncementRecord(key, AnnounceKind.NEW) for key in ids)
        record_lists([AnnouncedListRecord(category, date(2026, 11, 17), "feed", lines)])

    read("cs.CV", TEAPOT, CROSS)
    assert complete(category="cs.CV") == {"2026-11-17": True}
    assert complete(category="cs")["2026-11-17"] is False
    assert complete() == {"2026-11-17": False, "2026-11-18": False}
    read("cs.CV", "2611.99999")
    assert complete(category="cs.CV") == {"2026-11-17": False}
    upsert([record("2611.99999", categories=("cs.CV",))])
    assert complete(category="cs.CV") == {"2026-11-17": True}


@pytest.mark.parametrize(
    "month", ["2026", "2026-13", "2026-00", "0000-01", "2026-1", "２０２６-11", "2026-11-01", ""]
)
def test_months_that_are_none(api, world, month):
    assert api.problem("/days", {"month": month})["errors"][0]["param"] == "month"


@pytest.mark.django_db
def test_days_of_an_empty_store(api):
    assert api.json("/days")["days"] == []


def test_status(api, world):
    HarvestRun.objects.create(
        source="snapshot",
        target="/secret/place.jsonl",
        state="failed",
        created=7,
        error="no /secret/place",
        finished=datetime.now(UTC),
    )
    upsert([record("2611.00001", versions=versions(1))])
    now = api.json("/status")
    assert (now["papers"], now["withdrawn"], now["stale_documents"]) == (len(WORLD) + 1, 1, 1)
    assert now["newest_announcement"] == "2026-11-18"
    assert now["engine"]["ok"] is True
    assert now["engine"]["documents"] == len(WORLD)
    (run,) = now["runs"]
    assert (run["source"], run["state"], run["created"]) == ("snapshot", "failed", 7)
    assert "secret" not in str(now)


def test_status_tells_of_an_engine_that_is_away(api, db, engine):
    engine_now = api.json("/status")["engine"]
    assert engine_now["ok"] is False
    assert engine_now["fault"]
    assert search_backend().name == "tantivy"
