"""The whole way of a reader's wish, on the processes that deploy/compose.yaml starts: page, broker, worker, arXiv, page."""

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.arxiv import running
from tests.faults.ingestion_stack import PROJECT, Stack, world
from tests.services.program import free_port, listening
from tests.unit.deploy.compose_files import compose, words
from tests.web.html_page import Node, parse

HELD, ABSENT = "2611.00002", "2611.99999"
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Site:
    """The running site and the test arXiv behind it."""

    address: str
    stack: Stack

    def page(self, path: str) -> tuple[int, Node]:
        request = urllib.request.Request(self.address + path)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, parse(answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, parse(answer.read().decode())

    def press(self, page: Node) -> None:
        """Sends the page's form as a browser would; the page that follows, 404 as long as the paper is not here, is not looked at."""
        form = page.one("form", "fetch")
        request = urllib.request.Request(
            self.address + form["action"], method=form["method"].upper(), data=b""
        )
        request.add_header("Origin", self.address)
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=20).close()

    def asked(self, arxiv_id: str) -> int:
        """How often arXiv was asked for a paper."""
        return sum(arxiv_id in one.address for one in self.stack.arxiv.asked)


def started(stack: Stack, service: str, *more: str) -> "subprocess.Popen[bytes]":
    """The process of a service, by the words of the compose file."""
    program, *rest = words(compose()["services"][service])
    command = [str(Path(sys.executable).parent / program), *rest, *more]
    with (stack.folder / f"{service}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**stack.environment, "DJANGO_SETTINGS_MODULE": "coolpapers.settings"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("live")
    port = free_port()
    with running(world(3), now=datetime(2026, 11, 18, 12, tzinfo=UTC)) as arxiv:
        broker = redis_url.rpartition("/")[0]
        more = {"COOLPAPERS_BROKER_URL": f"{broker}/9", "COOLPAPERS_CACHE_URL": f"{broker}/10"}
        stack = Stack(folder, arxiv, more=more)
        stack.run("migrate", "--verbosity", "0")
        stack.run("index")
        processes = [
            started(stack, "web", "--bind", f"127.0.0.1:{port}", "--workers", "1"),
            started(stack, "reader"),
        ]
        try:
            deadline = time.monotonic() + PATIENCE_S
            ready = stack.folder / "reader.log"
            while not (listening(port) and " ready." in ready.read_text(errors="replace")):
                assert time.monotonic() < deadline, ready.read_text(errors="replace")[-3000:]
                time.sleep(0.1)
            yield Site(f"http://127.0.0.1:{port}", stack)
        finally:
            for process in processes:
                process.terminate()
            codes = [process.wait(30) for process in processes]
        assert codes == [0, 0], (folder / "reader.log").read_text(errors="replace")[-3000:]


def until(site: Site, arxiv_id: str, status: int, text: str) -> Node:
    """The page of the paper as soon as it has the status and the text."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        code, page = site.page(f"/arxiv/{arxiv_id}")
        if code == status and text in page.one("main").text:
            return page
        assert time.monotonic() < deadline, (code, page.one("main").text)
        time.sleep(0.2)


def test_a_paper_that_arxiv_has_is_here_within_seconds(site: Site) -> None:
    status, page = site.page(f"/arxiv/{HELD}")
    assert status == 404
    began = time.monotonic()
    site.press(page)
    site.press(page)
    until(site, HELD, 200, "On teapot number 2")
    assert time.monotonic() - began < 20
    assert site.asked(HELD) == 1


def test_a_paper_that_arxiv_has_not_says_so(site: Site) -> None:
    _, page = site.page(f"/arxiv/{ABSENT}")
    site.press(page)
    page = until(site, ABSENT, 404, "It was asked for:")
    assert page.all("meta", http_equiv="refresh") == []
    assert page.all("form", "fetch") == []
    assert site.asked(ABSENT) == 1


def test_the_worker_shows_in_the_metrics(site: Site) -> None:
    with urllib.request.urlopen(f"{site.address}/metrics", timeout=20) as answer:
        told = answer.read().decode().splitlines()
    assert "coolpapers_worker_up 1.0" in told
    assert "coolpapers_broker_up 1.0" in told
    assert 'coolpapers_queue_depth{queue="reader"} 0.0' in told
