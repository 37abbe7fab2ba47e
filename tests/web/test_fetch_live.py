"""The whole way of a reader's wish, on the processes that deploy/compose.yaml starts: page, broker, worker, arXiv, page."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.arxiv import running
from tests.faults.ingestion_stack import Stack, world
from tests.faults.live_site import Site, started
from tests.services.program import free_port, listening
from tests.web.html_page import Node

HELD, ABSENT = "2611.00002", "2611.99999"
PATIENCE_S = 60.0


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
    told = site.read("/metrics")[1].splitlines()
    assert "coolpapers_worker_up 1.0" in told
    assert "coolpapers_broker_up 1.0" in told
    assert 'coolpapers_queue_depth{queue="reader"} 0.0' in told
