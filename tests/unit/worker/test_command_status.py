"""manage.py status: telling a fault is no failure of the command; with --check the fault is its end."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from coolpapers.engine import search_backend
from coolpapers.harvest_book import Pulse, worker_status
from coolpapers.papers.announcements import record_lists
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from worker import tasks
from worker.models import LeaseRow
from worker.pipeline import rebuild_index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def healthy(memory_index):
    """An empty index, which answers."""
    rebuild_index()
    LeaseRow.objects.update(since=datetime.now(UTC), until=datetime.now(UTC))


def told(*words: str) -> tuple[str, str]:
    """What the command prints, and its fault if it has one."""
    out = StringIO()
    try:
        call_command("status", *words, stdout=out)
    except CommandError as fault:
        return out.getvalue(), str(fault)
    return out.getvalue(), ""


def test_nothing_is_wrong():
    out, fault = told("--check")
    assert "engine               memory, 0 documents" in out
    assert fault == ""


def test_an_engine_that_is_away(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'nowhere'}"
    search_backend.cache_clear()
    out, fault = told()
    assert "engine               away: There is no search index in" in out
    assert fault == ""
    assert told("--check") == (
        out,
        f"The search engine is away: {out.partition('away: ')[2].splitlines()[0]}",
    )
    out, fault = told("--json", "--check")
    assert json.loads(out)["engine"]["ok"] is False
    assert fault.startswith("The search engine is away")
    with pytest.raises(CommandError) as raised:
        call_command("status", "--check", stdout=StringIO())
    assert raised.value.returncode == 1


def test_a_broker_that_is_away(settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    out, fault = told()
    assert "broker               away" in out
    assert fault == ""
    assert told("--check")[1] == "The broker (COOLPAPERS_BROKER_URL) does not answer"


def test_an_upgrade_that_is_not_finished(client):
    MigrationRecorder(connection).record_unapplied("papers", "0004_arrivals")
    try:
        assert told()[1] == ""
        assert told("--check")[1] == "The store lacks papers.0004_arrivals: run manage.py migrate"
        assert client.get("/readyz").json()["store"] == "does not answer"
        with pytest.raises(CommandError, match=r"lacks papers.0004_arrivals. Run: manage.py migrate"):
            call_command("index")
    finally:
        MigrationRecorder(connection).record_applied("papers", "0004_arrivals")


def test_a_task_is_a_sign_of_life_whatever_becomes_of_it(settings, tmp_path):
    LeaseRow.objects.all().delete()
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'odd'}"
    (tmp_path / "odd").write_text("no folder")
    search_backend.cache_clear()
    assert tasks.sync_index()["state"] == "engine failed"
    assert worker_status(datetime.now(UTC)).pulse is Pulse.ALIVE


def test_a_silent_worker_and_late_listings(settings):
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    LeaseRow.objects.update(since=hour_ago, until=hour_ago)
    entry = AnnouncementRecord("2611.00001", AnnounceKind.NEW)
    names = [f"cs.{name}" for name in ("AI", "AR", "CC", "CE", "CG", "CL", "CR", "CV", "CY", "DB", "DC")]
    record_lists([AnnouncedListRecord(name, date(2026, 1, 13), "feed", (entry,)) for name in names])
    assert told()[1] == ""
    fault = told("--check")[1]
    assert f"No worker has left a sign of life since {hour_ago:%Y-%m-%d %H:%M} UTC" in fault
    assert "late in cs.AI, cs.AR" in fault
    assert fault.endswith("and 1 more")
    settings.OFFLINE = True
    assert told("--check")[1] == ""
