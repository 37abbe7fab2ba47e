"""What the client makes of servers that cannot be run here: other versions, busy ones, silent ones, no Elasticsearch at all.

A plain HTTP server on loopback plays them; what a real Elasticsearch does is tested on a real one.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search import BackendUnavailable, SearchQuery, answered_within, open_backend
from search.backends.elasticsearch import connection
from search.backends.elasticsearch.address import parse_address
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.writer import BulkWriter
from tests.contract.search.papers import paper

NINE = {"nodes": {"n": {"version": "9.2.4"}}}
Answer = tuple[int, object, dict[str, str]]


class Scripted(ThreadingHTTPServer):
    """Answers with what the test's function says, and remembers the headers it was sent."""

    daemon_threads = True
    answer: Callable[[str], Answer]
    headers: list[dict[str, str]]
    bodies: list[bytes]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Scripted

    def do_GET(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers.get("content-length", 0))))
        self.server.headers.append(dict(self.headers.items()))
        status, told, headers = self.server.answer(self.path)
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        kind = (
            "text/html" if isinstance(told, str) else "application/vnd.elasticsearch+json;compatible-with=9"
        )
        self.send_response(status)
        sent = {"Content-Type": kind, "Content-Length": str(len(body)), "X-Elastic-Product": "Elasticsearch"}
        for name, value in (sent | headers).items():
            self.send_header(name, value)
        with suppress(ConnectionError):  # given up meanwhile
            self.end_headers()
            self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@pytest.fixture
def server() -> Iterator[Scripted]:
    with Scripted(("127.0.0.1", 0), _Handler) as made:
        made.headers, made.bodies = [], []
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def refused(server: Scripted, login: str = "", options: str = "") -> BackendUnavailable:
    """The error of a search there."""
    backend = open_backend(f"elasticsearch://{login}127.0.0.1:{server.server_port}/papers{options}")
    try:
        with pytest.raises(BackendUnavailable) as told:
            backend.search(SearchQuery())
    finally:
        backend._connection.close()
    return told.value


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"nodes": {"n": {"version": "8.19.1"}}}, {}),
        (
            400,
            {"error": {"type": "media_type_header_exception", "reason": "compatible-with=9"}, "status": 400},
            {},
        ),
    ],
)
def test_an_older_server_is_told_apart(server: Scripted, answer: Answer) -> None:
    server.answer = lambda path: answer
    assert "version 9 is needed" in str(refused(server))


def test_a_busy_server_says_when_to_come_back(server: Scripted) -> None:
    busy = {"error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}, "status": 429}
    server.answer = lambda path: (200, NINE, {}) if "_nodes" in path else (429, busy, {"Retry-After": "17"})
    told = refused(server)
    assert told.retry_after_s == 17
    assert "queue is full" in str(told)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_broken_server_is_unavailable(server: Scripted, status: int) -> None:
    server.answer = lambda path: (200, NINE, {}) if "_nodes" in path else (status, {"error": "sorry"}, {})
    assert refused(server).retry_after_s == 10


def test_what_is_no_elasticsearch_is_unavailable(server: Scripted) -> None:
    server.answer = lambda path: (200, "<h1>It works!</h1>", {"X-Elastic-Product": "none"})
    assert "is no Elasticsearch" in str(refused(server))


def test_a_silent_server_is_given_up(server: Scripted) -> None:
    def asleep(path: str) -> Answer:
        awake.wait(5)
        return 200, NINE, {}

    awake = threading.Event()
    server.answer = asleep
    began = time.monotonic()
    assert "did not answer" in str(refused(server, options="?timeout=0.1"))
    assert time.monotonic() - began < 4
    awake.set()


def test_after_a_silence_readers_are_refused_at_once_for_a_while(
    server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asleep(path: str) -> Answer:
        awake.wait(5)
        return 200, NINE, {}

    awake = threading.Event()
    server.answer = asleep
    engine = open_backend(f"elasticsearch://127.0.0.1:{server.server_port}/papers?timeout=0.1")
    with pytest.raises(BackendUnavailable):
        engine.search(SearchQuery())
    awake.set()
    asked = len(server.headers)
    server.answer = lambda path: (500, {"error": "sorry"}, {})
    with pytest.raises(BackendUnavailable, match="did not answer") as refused_at_once:
        engine.search(SearchQuery())
    assert refused_at_once.value.retry_after_s == 5
    assert len(server.headers) == asked
    later = time.monotonic() + 60
    monkeypatch.setattr(connection.time, "monotonic", lambda: later)
    with pytest.raises(BackendUnavailable, match="500"):
        engine.search(SearchQuery())
    monkeypatch.undo()
    engine._connection.close()


def test_a_question_in_haste_is_given_up_earlier_and_readers_are_still_served(server: Scripted) -> None:
    def asleep(path: str) -> Answer:
        awake.wait(5)
        return 200, NINE, {}

    awake = threading.Event()
    server.answer = asleep
    engine = open_backend(f"elasticsearch://127.0.0.1:{server.server_port}/papers?timeout=10")
    for longest_s in (2.0, 0.2):  # the second time at once
        began = time.monotonic()
        with answered_within(0.3), pytest.raises(BackendUnavailable, match="did not answer"):
            engine.status()
        assert time.monotonic() - began < longest_s
    assert len(server.headers) == 1
    awake.set()
    server.answer = lambda path: (500, {"error": "sorry"}, {})
    with pytest.raises(BackendUnavailable, match="500"):
        engine.search(SearchQuery())
    engine._connection.close()


def test_a_question_in_haste_does_not_wait_behind_one_that_is_not(server: Scripted) -> None:
    """A process's first question finds out the version, and others wait for it."""

    def asleep(path: str) -> Answer:
        awake.wait(20)
        return 500, {"error": "sorry"}, {}

    awake = threading.Event()
    server.answer = asleep
    engine = open_backend(f"elasticsearch://127.0.0.1:{server.server_port}/papers?timeout=20")
    with ThreadPoolExecutor() as pool:
        patient = pool.submit(engine.search, SearchQuery())
        while not server.headers:
            time.sleep(0.01)
        began = time.monotonic()
        with answered_within(0.3), pytest.raises(BackendUnavailable, match="did not answer"):
            engine.status()
        assert time.monotonic() - began < 2
        awake.set()
        with pytest.raises(BackendUnavailable, match="500"):
            patient.result()
    engine._connection.close()


def test_a_limit_is_for_all_requests_and_all_nodes_together(server: Scripted) -> None:
    def slow(path: str) -> Answer:
        time.sleep(0.3)
        return (200, NINE, {}) if "_nodes" in path else (200, {"papers-000001": {}}, {})

    server.answer = slow
    place = f"127.0.0.1:{server.server_port}"
    for nodes in (place, f"{place},{place.replace('127.0.0.1', 'localhost')}"):
        engine = open_backend(f"elasticsearch://{nodes}/papers?timeout=10")
        began = time.monotonic()
        with answered_within(0.5), pytest.raises(BackendUnavailable, match="did not answer"):
            engine.status()
        assert time.monotonic() - began < 2
        engine._connection.close()


@pytest.mark.parametrize(
    ("login", "header"), [(":aWQ6a2V5%3D@", "ApiKey aWQ6a2V5="), ("a:b@", "Basic YTpi"), ("", None)]
)
def test_the_login_is_sent(server: Scripted, login: str, header: str | None) -> None:
    server.answer = lambda path: (401, {"error": {"type": "security_exception", "reason": "no"}}, {})
    assert "refuses the login" in str(refused(server, login))
    assert {sent.get("Authorization", sent.get("authorization")) for sent in server.headers} == {header}


def test_another_node_answers_for_one_that_is_gone(server: Scripted) -> None:
    server.answer = lambda path: (200, NINE, {}) if "_nodes" in path else (500, {"error": "reached"}, {})
    backend = open_backend(f"elasticsearch://127.0.0.1:9,127.0.0.1:{server.server_port}/papers")
    for _ in range(4):
        with pytest.raises(BackendUnavailable, match="reached"):
            backend.search(SearchQuery())
    backend._connection.close()


def _item(paper_id: str, status: int) -> dict[str, object]:
    busy = {"error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}}
    return {"index": {"_id": paper_id, "status": status} | (busy if status == 429 else {})}


@pytest.mark.parametrize("patient", [True, False])
def test_what_a_busy_server_refused_of_a_bulk_is_sent_again(server: Scripted, patient: bool) -> None:
    answers = [[_item("a", 429), _item("b", 201)], [_item("a", 429)]] + [
        [_item("a", 201 if patient else 429)]
    ] * 9
    bulks = iter(answers)
    server.answer = lambda path: (200, {"items": next(bulks)} if "_bulk" in path else NINE, {})
    connection = Connection(parse_address(f"elasticsearch://127.0.0.1:{server.server_port}/papers"))
    waits: list[float] = []
    writer = BulkWriter(connection, "papers-write", sleep=waits.append)
    if patient:
        report = writer.add([paper("a"), paper("b")])
        assert (report.indexed, report.failures) == (2, {})
        assert len(waits) == 2
    else:
        with pytest.raises(BackendUnavailable, match="queue is full"):
            writer.add([paper("a"), paper("b")])
        assert len(waits) == 5
    assert waits == sorted(waits)
    assert [b'"_id":"b"' in body for body in server.bodies[1:3]] == [True, False]
    connection.close()


def test_of_two_with_one_id_the_second_goes_in_a_bulk_of_its_own(server: Scripted) -> None:
    """Were the first refused and sent again in the same bulk, it would overwrite the second."""
    server.answer = lambda path: (200, {"items": [_item("a", 201)]} if "_bulk" in path else NINE, {})
    connection = Connection(parse_address(f"elasticsearch://127.0.0.1:{server.server_port}/papers"))
    assert BulkWriter(connection, "papers-write").add([paper("a", "one"), paper("a", "two")]).indexed == 2
    assert [b"two" in body for body in server.bodies[1:]] == [False, True]
    connection.close()
