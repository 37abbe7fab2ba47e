"""Asking for a paper that is not held: the offer, the asking, its bounds, and what the page says until the paper is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.http import HttpResponse
from django.test import Client
from redis import Redis

from coolpapers.papers.models import Wanted
from coolpapers.papers.store import upsert
from coolpapers.web import wishes
from coolpapers.web.views import fetch as view
from tests.web.conftest import LATER, Reader
from tests.web.hostile_addresses import ADDRESSES
from tests.web.html_page import Node, parse
from tests.worlds import record
from worker.models import LeaseRow

ABSENT = "2611.77777"
NOW = datetime.now(UTC)


def ask(client: Client, arxiv_id: str = ABSENT, **headers: str) -> HttpResponse:
    return client.post(f"/arxiv/{arxiv_id}/fetch", headers=headers)


@pytest.fixture
def worker_lives(db: None) -> None:
    LeaseRow.objects.create(name="index", since=NOW, until=NOW)


def refresh(page: Node) -> int:
    found = [int(meta["content"]) for meta in page.all("meta", http_equiv="refresh")]
    return found[0] if found else 0


def waiting(minutes: float = 0, **changes: Any) -> Wanted:
    asked = datetime.now(UTC) - timedelta(minutes=minutes)
    return Wanted.objects.create(arxiv_id=ABSENT, asked=asked, **changes)


def test_a_missing_paper_is_offered_for_fetching(reader: Reader) -> None:
    page = reader.page(f"/arxiv/{ABSENT}", 404)
    form = page.one("form", "fetch")
    assert (form["method"], form["action"]) == ("post", f"/arxiv/{ABSENT}/fetch")
    assert form.one("button").text == "Fetch it from arXiv"
    assert refresh(page) == 0
    assert reader.get(f"/arxiv/{ABSENT}")["Cache-Control"] == "no-store"


def test_asking_notes_the_wish_and_leads_back(reader: Reader, worker_lives: None) -> None:
    answer = ask(reader.client)
    assert (answer.status_code, answer["Location"]) == (303, f"/arxiv/{ABSENT}")
    assert "no-store" in answer["Cache-Control"]
    row = Wanted.objects.get()
    assert (row.arxiv_id, row.state, row.tries) == (ABSENT, "waiting", 0)
    page = reader.page(f"/arxiv/{ABSENT}", 404)
    assert "usually here within seconds" in page.one("main").text
    assert refresh(page) == wishes.QUICK_S
    assert page.all("form", "fetch") == []
    upsert([record(ABSENT)])
    page = reader.page(f"/arxiv/{ABSENT}")
    assert refresh(page) == 0


def test_a_version_is_asked_for_as_its_paper(reader: Reader) -> None:
    assert ask(reader.client, f"{ABSENT}v3")["Location"] == f"/arxiv/{ABSENT}v3"
    assert Wanted.objects.get().arxiv_id == ABSENT


def test_asking_again_changes_nothing(reader: Reader) -> None:
    waiting(5, tries=2)
    before = Wanted.objects.values().get()
    assert ask(reader.client).status_code == 303
    assert Wanted.objects.values().get() == before


def test_a_held_paper_is_not_asked_for(reader: Reader) -> None:
    assert ask(reader.client, LATER)["Location"] == f"/arxiv/{LATER}"
    assert not Wanted.objects.exists()


def test_the_page_looks_again_more_slowly_and_then_stops(reader: Reader, worker_lives: None) -> None:
    row = waiting(2)
    page = reader.page(f"/arxiv/{ABSENT}", 404)
    assert refresh(page) == wishes.SLOW_S
    assert "has not answered yet" in page.one("main").text
    Wanted.objects.filter(pk=row.pk).update(asked=NOW - timedelta(hours=2))
    assert refresh(reader.page(f"/arxiv/{ABSENT}", 404)) == 0


def test_the_page_says_that_no_worker_runs(reader: Reader) -> None:
    waiting()
    assert "No worker runs here now" in reader.page(f"/arxiv/{ABSENT}", 404).one("main").text


def test_a_refusal_is_told_and_may_be_asked_again_later(reader: Reader) -> None:
    row = waiting(5, state="refused", reason="arXiv has no paper <b>of</b> this number.")
    page = reader.page(f"/arxiv/{ABSENT}", 404)
    assert "arXiv has no paper <b>of</b> this number." in page.one("main").text
    assert page.all("form", "fetch") == []
    ask(reader.client)
    assert Wanted.objects.get().state == "refused"
    Wanted.objects.filter(pk=row.pk).update(asked=NOW - timedelta(hours=2))
    assert reader.page(f"/arxiv/{ABSENT}", 404).all("form", "fetch")
    ask(reader.client)
    again = Wanted.objects.get()
    assert (again.state, again.reason) == ("waiting", "")
    assert again.asked > NOW - timedelta(hours=1)


def test_a_paper_taken_out_again_may_be_asked_for(reader: Reader) -> None:
    waiting(1, state="held")
    assert reader.page(f"/arxiv/{ABSENT}", 404).all("form", "fetch")
    ask(reader.client)
    assert Wanted.objects.get().state == "waiting"


@pytest.mark.parametrize("arxiv_id", ["9811.00001", "4012.00001"])
def test_numbers_of_months_to_come_are_not_offered(reader: Reader, arxiv_id: str) -> None:
    page = reader.page(f"/arxiv/{arxiv_id}", 404)
    assert "not given out numbers of that month yet" in page.one("main").text
    assert page.all("form", "fetch") == []
    assert ask(reader.client, arxiv_id).status_code == 303
    assert not Wanted.objects.exists()


def test_old_numbers_are_offered(reader: Reader) -> None:
    assert reader.page("/arxiv/hep-th/9911001", 404).all("form", "fetch")
    ask(reader.client, "hep-th/9911001")
    assert Wanted.objects.get().arxiv_id == "hep-th/9911001"


@pytest.mark.parametrize("address", ["cs.LG", "teapot", "2611.00000", "%00", "x" * 600])
def test_what_is_no_number_is_not_found(reader: Reader, address: str) -> None:
    assert ask(reader.client, address).status_code == 404
    assert not Wanted.objects.exists()


def test_the_address_itself_leads_to_the_paper(reader: Reader) -> None:
    answer = reader.get(f"/arxiv/{ABSENT}/fetch")
    assert (answer.status_code, answer["Location"]) == (303, f"/arxiv/{ABSENT}")
    assert not Wanted.objects.exists()
    assert reader.client.delete(f"/arxiv/{ABSENT}/fetch").status_code == 405


def test_offline_offers_nothing(reader: Reader, settings: Any) -> None:
    settings.OFFLINE = True
    page = reader.page(f"/arxiv/{ABSENT}", 404)
    assert page.all("form", "fetch") == []
    assert "It may be newer" in page.one("main").text
    assert ask(reader.client).status_code == 404
    assert not Wanted.objects.exists()


@pytest.mark.parametrize(
    "headers, status",
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://TESTSERVER"}, 303),
        ({"Origin": "https://papers.example.org"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://[::1"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(
    reader: Reader, settings: Any, headers: dict[str, str], status: int
) -> None:
    settings.BASE_URL = "https://papers.example.org"
    answer = ask(reader.client, **headers)
    assert answer.status_code == status
    assert Wanted.objects.exists() == (status == 303)
    if status == 403:
        assert parse(answer.content.decode()).one("h1")


def test_a_client_is_bounded(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "PER_CLIENT", 3)
    for number in range(1, 4):
        assert ask(reader.client, f"2611.7000{number}").status_code == 303
    answer = ask(reader.client)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= view.PER_S
    assert parse(answer.content.decode()).one("h1")
    assert Wanted.objects.count() == 3
    assert ask(Client(REMOTE_ADDR="203.0.113.9")).status_code == 303
    assert reader.page(f"/arxiv/{LATER}")


def test_all_clients_together_are_bounded(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST_WAITING", 1)
    assert ask(reader.client, "2611.70001").status_code == 303
    answer = ask(Client(REMOTE_ADDR="203.0.113.9"))
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert Wanted.objects.count() == 1


def test_without_a_broker_no_message_is_sent(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app, "send_task", lambda *args, **options: pytest.fail("a message was sent"))
    assert ask(reader.client).status_code == 303


@pytest.fixture
def broker(settings: Any) -> Iterator[Callable[[str], None]]:
    """Puts the site on the broker at an address."""
    conf = current_app.conf
    kept = {name: conf[name] for name in ("broker_url", "task_always_eager")}

    def put(url: str) -> None:
        settings.CELERY_BROKER_URL = url
        conf.update(broker_url=url, task_always_eager=False)

    yield put
    conf.update(kept)


def test_a_broker_that_is_away_is_no_failure(reader: Reader, broker: Callable[[str], None]) -> None:
    broker("redis://127.0.0.1:9/0")
    assert ask(reader.client).status_code == 303
    assert Wanted.objects.get().state == "waiting"


def test_the_worker_is_told_once(reader: Reader, broker: Callable[[str], None], redis_url: str) -> None:
    url = redis_url.rpartition("/")[0] + "/7"
    broker(url)
    with Redis.from_url(url) as queues:
        queues.flushdb()
        ask(reader.client)
        ask(reader.client)
        assert queues.llen("reader") == 1
        assert b"worker.tasks.fetch_wanted" in queues.lindex("reader", 0)
        queues.flushdb()


def test_no_address_breaks_the_asking(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "PER_CLIENT", 10_000)
    for address in {path.partition("?")[0] for path in ADDRESSES if path.startswith("/arxiv/")}:
        for method in (reader.client.post, reader.client.get):
            assert method(f"{address}/fetch").status_code in {303, 404, 405}, address[:200]
