"""/metrics: the state of each part, never a failure, few labels; and the requests that this process answered."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from redis import Redis

from coolpapers.engine import search_backend
from coolpapers.papers.announcements import record_lists
from coolpapers.papers.models import AnnouncedList, Wanted
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from coolpapers.papers.store import upsert
from coolpapers.schedule import announced_at
from tests.web.conftest import LATER, Reader
from tests.worlds import record
from worker.models import HarvestRun, LeaseRow, Rejected

Told = Callable[..., float | None]


def samples() -> list[Sample]:
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert "no-cache" in answer["Cache-Control"]
    return [
        sample
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    ]


def told(name: str, **labels: str) -> float | None:
    """The value of the one sample of that name with these labels among its own; None when there is none."""
    found = [
        sample.value
        for sample in samples()
        if sample.name == f"coolpapers_{name}" and labels.items() <= sample.labels.items()
    ]
    assert len(found) <= 1, (name, labels, found)
    return found[0] if found else None


def test_the_store_and_the_index(reader: Reader) -> None:
    assert told("store_up") == told("engine_up") == 1
    assert told("papers") == 40
    assert told("papers_withdrawn") == 1
    assert told("stale_documents") == 0
    assert told("engine_documents") == 40
    assert told("newest_listing_timestamp_seconds") == datetime(2026, 11, 18, tzinfo=UTC).timestamp()
    upsert([record("2611.66666")])
    Wanted.objects.create(arxiv_id="2611.77777", asked=now())
    Wanted.objects.create(arxiv_id="2611.77778", asked=now(), state="refused")
    assert told("stale_documents") == 1
    assert told("wanted_papers") == 1
    assert told("removals_waiting") == 0


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.django_db
def test_harvests_of_the_last_day(engine: None) -> None:
    runs = [
        HarvestRun(
            source="oai", state="done", finished=now() - timedelta(hours=2), created=5, unchanged=7, pages=2
        ),
        HarvestRun(source="oai", state="failed", finished=now(), rejected=3, pages=1),
        HarvestRun(source="snapshot", state="running", created=11),
    ]
    for run in runs:
        run.save()
    old = HarvestRun.objects.create(
        source="api", state="done", created=99, finished=now() - timedelta(days=3)
    )
    HarvestRun.objects.filter(pk=old.pk).update(started=now() - timedelta(days=3))
    Rejected.objects.create(run=runs[1], identifier="2611.1", reason="x", raw="<secret>")
    assert told("harvest_runs_last_day", source="oai", state="done") == 1
    assert told("harvest_runs_last_day", source="oai", state="failed") == 1
    assert told("harvest_runs_last_day", source="api") is None
    assert told("harvest_records_last_day", source="oai", outcome="created") == 5
    assert told("harvest_records_last_day", source="oai", outcome="rejected") == 3
    assert told("harvest_records_last_day", source="snapshot", outcome="created") == 11
    assert told("harvest_pages_last_day", source="oai") == 3
    assert told("rejected_records", source="oai") == 1
    since = told("harvest_seconds_since_success", source="oai")
    assert since is not None
    assert 7_190 < since < 7_300
    assert told("harvest_seconds_since_success", source="snapshot") is None
    assert "secret" not in Client().get("/metrics").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "minutes, holder, until, alive",
    [(1, "", -1, 1), (20, "", -20, 0), (20, "host:1:x", 5, 1), (20, "host:1:x", -5, 0)],
)
def test_a_worker_lives_by_its_leases(
    engine: None, minutes: int, holder: str, until: int, alive: int
) -> None:
    assert told("worker_up") == 0
    LeaseRow.objects.create(
        name="index",
        holder=holder,
        since=now() - timedelta(minutes=minutes),
        until=now() + timedelta(minutes=until),
    )
    assert told("worker_up") == alive


def test_categories(reader: Reader) -> None:
    assert told("category_lag_seconds", category="cs.CL") is None
    entries = (
        AnnouncementRecord(LATER, AnnounceKind.NEW),
        AnnouncementRecord("2611.77777", AnnounceKind.NEW),
    )
    record_lists([AnnouncedListRecord("cs.CL", date(2026, 11, 18), "feed", entries)])
    assert told("category_missing_papers", category="cs.CL") == 1
    assert told("category_complete_delay_seconds", category="cs.CL") is None
    lag = told("category_lag_seconds", category="cs.CL")
    assert lag is not None
    assert lag >= 0
    labels = {sample.labels["category"] for sample in samples() if "category" in sample.labels}
    assert labels == {"cs.CL"}
    upsert([record("2611.77777", categories=("cs.CL",))])
    AnnouncedList.objects.update(completed=datetime(2026, 11, 18, 1, 7, tzinfo=UTC))
    assert told("category_complete_delay_seconds", category="cs.CL") == 420


def test_how_long_after_their_announcement_papers_came(reader: Reader) -> None:
    assert told("arrival_seconds_count") == told("arrival_seconds_sum") == 0
    day = date(2026, 11, 18)
    entries = (
        AnnouncementRecord(LATER, AnnounceKind.NEW),
        AnnouncementRecord("2611.77777", AnnounceKind.NEW),
    )
    record_lists([AnnouncedListRecord("cs.CL", day, "feed", entries)])
    assert told("arrival_seconds_count") == told("arrival_seconds_bucket", le="+Inf") == 1
    passed = (now() - announced_at(day)).total_seconds()
    assert told("arrival_seconds_sum") == pytest.approx(passed, abs=60)
    assert told("arrival_seconds_bucket", le="300.0") == 0
    assert told("arrival_seconds_bucket", le="604800.0") == int(passed < 604_800)


@pytest.mark.django_db
def test_offline_is_told(engine: None, settings: Any) -> None:
    assert told("offline") == 0
    settings.OFFLINE = True
    assert told("offline") == 1


def test_a_store_that_is_away(reader: Reader) -> None:
    def away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(away):
        assert told("store_up") == 0
        assert told("papers") is None
        assert told("engine_up") == 1


def test_an_engine_that_is_away(reader: Reader, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'nowhere'}"
    search_backend.cache_clear()
    assert told("engine_up") == 0
    assert told("engine_documents") is None
    assert told("papers") == 40


@pytest.mark.django_db
def test_without_a_broker_nothing_is_said_of_it(engine: None) -> None:
    assert told("broker_up") is None


@pytest.mark.django_db
def test_a_broker_that_is_away(engine: None, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    began = time.monotonic()
    assert told("broker_up") == 0
    assert told("queue_depth") is None
    assert time.monotonic() - began < 10


@pytest.fixture
def broker(settings: Any, redis_url: str) -> Iterator[Redis]:
    settings.CELERY_BROKER_URL = redis_url.rpartition("/")[0] + "/8"
    with Redis.from_url(settings.CELERY_BROKER_URL) as server:
        server.flushdb()
        yield server
        server.flushdb()


@pytest.mark.django_db
def test_the_depth_of_queues(engine: None, broker: Redis) -> None:
    queues = list(current_app.amqp.queues)
    broker.rpush(queues[0], "a", "b")
    broker.rpush(f"{queues[0]}\x06\x163", "c")
    broker.hset("unacked", "tag", "message")
    assert told("broker_up") == 1
    assert told("queue_depth", queue=queues[0]) == 3
    assert [told("queue_depth", queue=queue) for queue in queues[1:]] == [0] * (len(queues) - 1)
    assert told("queue_held") == 1


def test_requests_are_counted_by_route(reader: Reader) -> None:
    def count(**labels: str) -> float:
        return told("http_requests_total", **labels) or 0

    page = {"route": "papers-or-list", "method": "GET"}
    before, missing = count(**page, status="2xx"), count(**page, status="4xx")
    reader.get("/arxiv/cs.LG")
    reader.get(f"/arxiv/{LATER}")
    reader.get("/arxiv/2611.77777")
    assert count(**page, status="2xx") == before + 2
    assert count(**page, status="4xx") == missing + 1
    assert (told("http_request_seconds_count", route="papers-or-list") or 0) >= 3


def test_no_series_tells_when_it_began(reader: Reader) -> None:
    reader.get("/arxiv/cs.LG")
    assert [sample.name for sample in samples() if sample.name.endswith("_created")] == []


def test_strange_requests_make_no_labels(reader: Reader) -> None:
    for number in range(30):
        reader.client.generic(f"TEAPOT{number}", f"/nowhere/{number}")
        reader.get(f"/api/v1/nowhere/{number}")
        reader.get(f"/static/nowhere{number}.css")
    found = [sample.labels for sample in samples() if sample.name == "coolpapers_http_requests_total"]
    assert {labels["method"] for labels in found} <= {"GET", "HEAD", "POST", "OPTIONS", "other"}
    assert not [labels for labels in found if "nowhere" in labels["route"]]
    assert len({labels["route"] for labels in found}) < 40


@pytest.mark.django_db
def test_only_reading_methods(engine: None) -> None:
    assert Client().post("/metrics").status_code == 405
    assert Client().head("/metrics").status_code == 200
