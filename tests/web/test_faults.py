"""Pages while the store or the engine is away, or the program fails: an answer with words, and no further question to the store."""

import socket
import time
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from coolpapers.engine import search_backend
from coolpapers.status import ENGINE_LOOK_S
from tests.web.conftest import LATER, Reader
from tests.web.html_page import parse


def store_away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    raise OperationalError("the server closed the connection")


@pytest.mark.parametrize(
    "path",
    ["/", "/arxiv/cs.LG", f"/arxiv/{LATER}", "/arxiv/search", "/arxiv/cs.LG/feed", "/status", "/sitemap.xml"],
)
def test_a_store_that_is_away_is_a_503(reader: Reader, path: str) -> None:
    with connection.execute_wrapper(store_away):
        answer = reader.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "The paper store does not answer." in answer.content.decode()


@pytest.mark.parametrize("path", ["/arxiv/search?query=tea", f"/arxiv/{LATER}/related", "/arxiv/search/feed"])
def test_an_engine_that_is_away_is_a_503(reader: Reader, settings: Any, tmp_path: Any, path: str) -> None:
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'nowhere'}"
    search_backend.cache_clear()
    assert reader.get(path).status_code == 503
    assert reader.get("/arxiv/cs.LG").status_code == 200
    assert "does not answer now" in reader.page("/status").text


@pytest.mark.parametrize("path", ["/status", "/api/v1/status", "/metrics", "/readyz"])
def test_what_tells_the_state_waits_little_for_an_engine_that_hangs(
    reader: Reader, settings: Any, path: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hung:  # takes every connection, answers none
        settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{hung.getsockname()[1]}/papers"
        search_backend.cache_clear()
        began = time.monotonic()
        answer = reader.get(path)
        assert time.monotonic() - began < ENGINE_LOOK_S + 2, "the search's own limit is 10 s"
        assert answer.status_code == (503 if path == "/readyz" else 200)
        told = answer.content.decode()
        search_backend()._connection.close()  # type: ignore[attr-defined]
    assert "not answer" in told or "coolpapers_engine_up 0.0" in told


def test_error_pages_ask_nothing_of_the_store(reader: Reader) -> None:
    with connection.execute_wrapper(store_away):
        assert reader.get("/teapot").status_code == 404
        assert reader.get("/arxiv/cs.XQ").status_code == 404
        assert reader.get("/arxiv/cs.LG?show=0").status_code == 400


def test_a_mistake_of_ours_is_a_whole_page(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("coolpapers.web.views.home.newest_day", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "A mistake of ours" in parse(answer.content.decode()).one("main").text


def test_every_template_is_whole_without_context(db: None) -> None:
    request = RequestFactory().get("/")
    for name in ("400.html", "404.html", "500.html", "503.html"):
        parse(render_to_string(name, {}, request=request))
