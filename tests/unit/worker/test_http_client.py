"""The polite client against a real server on loopback: what it returns, repeats, refuses and keeps apart."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.arxiv import ArxivServer, Rule, World, faults, running
from tests.arxiv.made import DAY, made_papers
from tests.arxiv.world import mailing_of
from worker.http import PoliteClient
from worker.leases import Clock, LeaseTaken, lease
from worker.sources.base import SourceUnavailable

NOW = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
IDENTIFY = {"verb": "Identify"}


@pytest.fixture
def server() -> Iterator[ArxivServer]:
    papers = made_papers(30)
    with running(World(papers, dict(mailing_of(papers, DAY))), now=NOW) as arxiv:
        yield arxiv


class Recorder:
    """A sleep that only remembers."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


def client(sleep: Recorder | None = None, **changes: object) -> PoliteClient:
    """At interval 0, with backoffs at their longest and nothing slept."""
    chosen = {
        "interval_s": 0,
        "contact": "papers@example.org",
        "connect_s": 2,
        "read_s": 2,
        "clock": Clock(sleep=sleep or Recorder()),
        "uniform": lambda low, high: high,
    }
    return PoliteClient(**(chosen | changes))  # type: ignore[arg-type]


def test_answer_is_whole_decompressed_and_says_when(server: ArxivServer) -> None:
    answer = client().get(server.oai_url, {"verb": "ListRecords", "metadataPrefix": "arXivRaw"})
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/xml"
    assert answer.body.startswith(b"<?xml")
    assert answer.body.count(b"<record>") == 30
    assert abs((datetime.now(UTC) - answer.moment).total_seconds()) < 60
    assert server.asked[0].user_agent.startswith("CoolPapers/0.")
    assert server.asked[0].user_agent.endswith(" (+papers@example.org)")


def test_parameters_are_encoded_once(server: ArxivServer) -> None:
    asking = client()
    asking.get(server.oai_url, {"verb": "ListRecords", "resumptionToken": "verb%3DListRecords%26skip%3D2"})
    asking.get(f"{server.api_url}?start=0", {"search_query": "cat:cs.LG AND ti:\u00e9"})
    assert "resumptionToken=verb%253DListRecords%2526skip%253D2" in server.asked[0].address
    assert server.asked[1].address.endswith("?start=0&search_query=cat%3Acs.LG+AND+ti%3A%C3%A9")


def test_unchanged_feed_is_not_sent_again(server: ArxivServer) -> None:
    asking = client()
    first = asking.get(f"{server.feed_url}/rss/cs.LG")
    again = asking.get(f"{server.feed_url}/rss/cs.LG", etag=first.headers["etag"])
    assert first.status == 200
    assert (again.status, again.body) == (304, b"")
    server.clock.advance(timedelta(days=1))
    assert asking.get(f"{server.feed_url}/rss/cs.LG", etag=first.headers["etag"]).status == 200


@pytest.mark.parametrize(
    "path, status", [("/rss/nosuch", 400), ("/api/query", 400), ("/list/nosuch/new", 404), ("/nothing", 404)]
)
def test_answers_about_the_thing_asked_for_are_returned(server: ArxivServer, path: str, status: int) -> None:
    sleep = Recorder()
    answer = client(sleep).get(f"{server.url}{path}")
    assert answer.status == status
    assert answer.body
    assert sleep.slept == []


@pytest.mark.parametrize(
    "fault, slept",
    [
        (faults.status(503, "7"), [7]),
        (faults.status(429, "0"), [0]),
        (faults.status(429), [5]),
        (faults.status(500), [5]),
        (faults.status(502, "nonsense"), [5]),
        (faults.disconnect, [5]),
        (faults.empty, [5]),
        (faults.half_headers, [5]),
        (faults.half_body, [5]),
        (faults.half_chunks, [5]),
        (faults.broken_gzip, [5]),
        (faults.huge(30, announced=True), [5]),
        (faults.compressed_bomb(30), [5]),
    ],
)
def test_what_may_pass_is_tried_again(server: ArxivServer, fault: faults.Fault, slept: list[float]) -> None:
    server.script.rules.append(Rule(fault, at=frozenset({1})))
    sleep = Recorder()
    answer = client(sleep).get(server.oai_url, {"verb": "ListRecords", "metadataPrefix": "arXivRaw"})
    assert answer.body.count(b"<record>") == 30
    assert sleep.slept == slept
    assert len(server.asked) == 2


def test_body_in_chunks_is_whole(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.chunked))
    answer = client().get(server.oai_url, {"verb": "ListRecords", "metadataPrefix": "arXivRaw"})
    assert answer.body.endswith(b"</OAI-PMH>")
    assert answer.body.count(b"<record>") == 30


def test_retry_after_as_a_date_is_measured_by_the_servers_clock(server: ArxivServer) -> None:
    wished = datetime.now(UTC) + timedelta(seconds=30)
    server.script.rules.append(
        Rule(faults.status(503, f"{wished:%a, %d %b %Y %H:%M:%S GMT}"), at=frozenset({1}))
    )
    sleep = Recorder()
    assert client(sleep).get(server.oai_url, IDENTIFY).status == 200
    assert len(sleep.slept) == 1
    assert 25 <= sleep.slept[0] <= 31


def test_trying_ends(server: ArxivServer, caplog: pytest.LogCaptureFixture) -> None:
    server.script.rules.append(Rule(faults.status(500)))
    sleep = Recorder()
    with pytest.raises(SourceUnavailable, match=r"status 500 \(tried 5 times\)") as failed:
        client(sleep).get(server.oai_url, IDENTIFY)
    assert failed.value.retry_after_s is None
    assert sleep.slept == [5, 10, 20, 40]
    assert len(server.asked) == 5
    told = [line.msg for line in caplog.records if line.levelname == "WARNING"]
    assert [one.get("pause_s") for one in told] == [5, 10, 20, 40, None], "no pause but those that follow"
    assert told[-1]["event"] == "request given up"


def test_a_long_wish_is_handed_on_instead_of_slept(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.status(503, "1800")))
    sleep = Recorder()
    with pytest.raises(SourceUnavailable) as failed:
        client(sleep).get(server.oai_url, IDENTIFY)
    assert failed.value.retry_after_s == 1800
    assert sleep.slept == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [401, 403, 405, 451])
def test_a_refusal_is_not_asked_again(server: ArxivServer, code: int) -> None:
    server.script.rules.append(Rule(faults.status(code)))
    with pytest.raises(SourceUnavailable, match=f"answers {code}"):
        client().get(server.oai_url, IDENTIFY)
    assert len(server.asked) == 1


def test_silence_is_tried_again(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.delay(3), at=frozenset({1})))
    began = time.monotonic()
    assert client(read_s=0.3).get(server.oai_url, IDENTIFY).status == 200
    assert time.monotonic() - began < 3


def test_nobody_there_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    sleep = Recorder()
    with pytest.raises(SourceUnavailable, match="tried 3 times"):
        client(sleep, tries=3).get(f"http://127.0.0.1:{port}/oai")
    assert sleep.slept == [5, 10]


@pytest.mark.parametrize(
    "fault", [faults.drip(10, 0.2), faults.dripping_headers(0.2)], ids=["body", "headers"]
)
def test_a_server_that_drips_meets_the_deadline(server: ArxivServer, fault: faults.Fault) -> None:
    server.script.rules.append(Rule(fault))
    began = time.monotonic()
    with pytest.raises(SourceUnavailable, match="no whole answer within 1 s"):
        client(tries=2, deadline_s=1).get(server.oai_url, IDENTIFY)
    assert time.monotonic() - began < 8


def test_redirects_are_followed_and_bounded(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.redirect("/oai?verb=Identify", 301), path="/old"))
    server.script.rules.append(Rule(faults.redirect("/round"), path="/round"))
    server.script.rules.append(Rule(faults.redirect("http://example.org/"), path="/away"))
    assert b"<Identify>" in client().get(f"{server.url}/old").body
    with pytest.raises(SourceUnavailable, match="more than 5 redirects"):
        client().get(f"{server.url}/round")
    with pytest.raises(SourceUnavailable, match=r"strange host example\.org"):
        client().get(f"{server.url}/away")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "no address", "http://[::1", "http://a..b/"])
def test_wrong_addresses_are_unavailable(url: str, db: None) -> None:
    with pytest.raises(SourceUnavailable):
        client(tries=1).get(url)


def test_offline_asks_loopback_alone(server: ArxivServer) -> None:
    offline = client(offline=True)
    assert offline.get(server.oai_url, IDENTIFY).status == 200
    with pytest.raises(SourceUnavailable, match="COOLPAPERS_OFFLINE"):
        offline.get("https://export.arxiv.org/api/query")


def test_one_client_serves_many_threads(server: ArxivServer) -> None:
    asking, found = client(), []

    def work() -> None:
        found.extend(asking.get(server.oai_url, IDENTIFY).status for _ in range(10))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 80


@pytest.mark.django_db(transaction=True)
def test_requests_keep_their_distance(server: ArxivServer) -> None:
    asking, other = (client(interval_s=0.3, clock=Clock()) for _ in range(2))
    for _ in range(3):
        asking.get(server.oai_url, IDENTIFY)
        other.get(f"{server.feed_url}/rss/cs.LG")
    assert all(b.began - a.ended > 0.29 for a, b in zip(server.asked, server.asked[1:], strict=False))


@pytest.mark.django_db(transaction=True)
def test_a_redirect_takes_a_turn_of_its_own(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.redirect("/oai?verb=Identify"), path="/old"))
    client(interval_s=0.3, clock=Clock()).get(f"{server.url}/old")
    assert server.asked[1].began - server.asked[0].ended > 0.29


@pytest.mark.django_db(transaction=True)
def test_retry_after_keeps_other_clients_away_too(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.status(503, "1800"), at=frozenset({1})))
    with pytest.raises(SourceUnavailable):
        client(interval_s=0.1).get(server.oai_url, IDENTIFY)
    with pytest.raises(SourceUnavailable, match="rests until") as refused:
        client(interval_s=0.1).get(server.oai_url, IDENTIFY)
    assert refused.value.retry_after_s is not None
    assert 1700 < refused.value.retry_after_s <= 1800
    assert len(server.asked) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)], ids=["forward", "back"])
def test_a_wall_clock_that_jumps_neither_hangs_nor_hammers(server: ArxivServer, jump: timedelta) -> None:
    shift = timedelta()
    clock = Clock(lambda: datetime.now(UTC) + shift)
    asking = client(interval_s=0.4, clock=clock)
    began = time.monotonic()
    for _ in range(3):
        asking.get(server.oai_url, IDENTIFY)
        shift += jump
    assert all(b.began - a.ended > 0.39 for a, b in zip(server.asked, server.asked[1:], strict=False))
    assert time.monotonic() - began < 5


@pytest.mark.django_db(transaction=True)
def test_a_long_body_renews_the_turn(server: ArxivServer) -> None:
    server.script.rules.append(Rule(faults.drip(200, 0.1)))
    asking = client(interval_s=0.1, connect_s=0.3, read_s=0.5, spare_s=0.2, clock=Clock(), deadline_s=60)

    def ask() -> None:
        asking.get(f"{server.oai_url}?verb=ListIdentifiers&metadataPrefix=arXiv")
        connection.close()

    asked = threading.Thread(target=ask)
    asked.start()
    time.sleep(1.6)  # beyond the lease of one second, within the body
    with pytest.raises(LeaseTaken, match="is held by"), lease("request-to-arxiv", seconds=1):
        pass
    asked.join()


def test_interval_zero_needs_no_database(server: ArxivServer) -> None:
    # Without the db fixture any query fails the test.
    assert client().get(server.oai_url, IDENTIFY).status == 200
