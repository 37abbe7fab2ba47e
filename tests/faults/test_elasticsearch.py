"""A real Elasticsearch that is killed, restarted, locked and behind TLS: bounded failures, recovery by itself, nothing lost."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from search import (
    BackendUnavailable,
    SearchBackend,
    SearchPage,
    SearchQuery,
    answered_within,
    open_backend,
    parse_query,
)
from search.backends.elasticsearch.connection import REST_S
from tests.conftest import missing
from tests.contract.search.papers import made_papers, paper
from tests.services.elasticsearch import Node, Security, elasticsearch_node
from tests.services.missing import ServiceMissing

GRAPHS = SearchQuery(parse_query("graph"), limit=5)
TIMEOUT_S = 2
BOUND_S = 15.0  # two tries of TIMEOUT_S each, on a machine that does other things too


@pytest.fixture
def node() -> Iterator[Node]:
    """A server of this test's own, not yet started."""
    try:
        with elasticsearch_node() as made:
            yield made
    except ServiceMissing as error:
        missing(str(error))


@dataclass(slots=True)
class Reader:
    """Someone who searches without a pause, and what came of it."""

    backend: SearchBackend
    pages: list[SearchPage] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)
    slowest_s: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.done.is_set():
            began = time.monotonic()
            try:
                self.pages.append(self.backend.search(GRAPHS))
            except Exception as error:
                self.failures.append(error)
                self.done.wait(0.05)
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)


def until(what: Sequence[object], reached: int) -> None:
    """Waits until the list has grown so long."""
    deadline = time.monotonic() + BOUND_S
    while len(what) < reached:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_killed_under_queries_and_during_a_rebuild(node: Node) -> None:
    with node.running() as address:
        backend = open_backend(f"{address}/papers?timeout={TIMEOUT_S}")
        backend.index(made_papers(60))
        first = backend.search(GRAPHS)
        before = [hit.id for hit in backend.search(SearchQuery(GRAPHS.clause, limit=60)).hits]
        reader = Reader(backend)
        thread = threading.Thread(target=reader.run)
        thread.start()
        try:
            until(reader.pages, 3)
            with pytest.raises(BackendUnavailable) as told, backend.rebuild() as build:
                build.add(made_papers(20, first=700))
                os.kill(node.pid, signal.SIGKILL)
                until(reader.failures, 2)
                build.add(made_papers(20, first=800))
            seen = len(reader.pages)
        finally:
            reader.done.set()
            thread.join()
    assert 0 < told.value.retry_after_s <= 60
    assert len(reader.pages) == seen
    assert {page.total for page in reader.pages} == {first.total}
    assert {type(failure) for failure in reader.failures} == {BackendUnavailable}
    assert reader.slowest_s < BOUND_S
    for call in (backend.status, lambda: backend.index([paper("x")]), lambda: backend.similar("2401.00001")):
        with pytest.raises(BackendUnavailable):
            call()

    with node.running():  # same backend, nothing of ours restarted
        assert backend.status().documents == 60
        assert [hit.id for hit in backend.search(SearchQuery(GRAPHS.clause, limit=60)).hits] == before
        # The point in time went with the server; the cursor of a page read before still finds the place.
        behind = backend.search(SearchQuery(GRAPHS.clause, limit=60, after=first.next))
        assert [hit.id for hit in first.hits + behind.hits] == before
        assert backend.index([paper("2501.00001", "graph of graphs")]).indexed == 1
        assert backend.search(GRAPHS).total == first.total + 1
        with backend.rebuild() as build:  # what the broken one left behind goes with this one
            build.add(made_papers(10))
        assert backend.status().documents == 10
        left = backend._connection.ask(lambda client: client.indices.get_alias(index="papers-*"))
        assert len(left) == 1


def test_a_server_that_is_stopped_keeps_a_look_waiting_for_its_own_limit_and_is_back_at_once(
    node: Node,
) -> None:
    with node.running() as address:
        backend = open_backend(f"{address}/papers?timeout=30")
        backend.index(made_papers(20))
        assert backend.search(GRAPHS).hits
        os.kill(node.pid, signal.SIGSTOP)  # connections stay open, new ones are taken, nothing is answered
        try:
            for longest_s in (4.0, 0.5):  # the second look does not wait at all
                began = time.monotonic()
                with answered_within(2), pytest.raises(BackendUnavailable, match="did not answer"):
                    backend.status()
                assert time.monotonic() - began < longest_s
        finally:
            os.kill(node.pid, signal.SIGCONT)
        assert backend.search(GRAPHS).hits, "readers are not refused for the sake of a look"
        time.sleep(REST_S)
        with answered_within(10):
            assert backend.status().documents == 20


def test_logins_and_certificates(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        missing("openssl is not installed, which makes the certificate of this test")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    request = ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2", "-subj", "/CN=127.0.0.1"]
    alternative = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *request, *alternative], check=True, capture_output=True)
    safe = Security("reader", "kept/in:mind@home", certificate, key)
    try:
        with elasticsearch_node(safe) as node, node.running() as address:
            trusted = f"?ca={certificate}&timeout=20"
            backend = open_backend(f"{address}/papers{trusted}")
            backend.index(made_papers(20))
            assert backend.search(SearchQuery()).total == 20

            wrong = address.replace("mind", "mouth")
            nameless = f"elasticsearch+https://127.0.0.1:{node.port}"
            keyed = f"elasticsearch+https://:bm9ib2R5OmtleQ%3D%3D@127.0.0.1:{node.port}"
            for login in (wrong, nameless, keyed):
                with pytest.raises(BackendUnavailable, match="refuses the login") as told:
                    open_backend(f"{login}/papers{trusted}").search(SearchQuery())
                assert "mouth" not in str(told.value)
            for place in (address, f"elasticsearch://127.0.0.1:{node.port}"):
                with pytest.raises(BackendUnavailable, match=r"certificate|cannot be reached") as told:
                    open_backend(f"{place}/papers").search(SearchQuery())
                assert "home" not in str(told.value)
    except ServiceMissing as error:
        missing(str(error))
