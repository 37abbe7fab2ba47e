"""Proxies of the environment are used for arXiv and never for loopback."""

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.arxiv import World, running
from worker.http import PoliteClient
from worker.sources.base import SourceUnavailable

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")


class Proxy(ThreadingHTTPServer):
    """Answers everything itself and remembers what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Proxy-Authorization", "")))
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"proxy")

    def do_CONNECT(self) -> None:
        self.server.asked.append((f"CONNECT {self.path}", ""))
        self.send_error(403)

    def log_message(self, *arguments: object) -> None:
        """Silent."""


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with Proxy() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        monkeypatch.setenv("HTTP_PROXY", f"http://{server.netloc}")
        yield server
        server.shutdown()
        thread.join()


def client() -> PoliteClient:
    return PoliteClient(interval_s=0, contact="", tries=1, connect_s=2, read_s=2, turn_wait_s=10)


def test_http_goes_through_the_proxy(proxy: Proxy) -> None:
    assert client().get("http://papers.invalid/oai", {"verb": "Identify"}).body == b"proxy"
    assert proxy.asked == [("http://papers.invalid/oai?verb=Identify", "")]


def test_proxy_is_told_user_and_password(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://ada:k%40ttle@{proxy.netloc}")
    client().get("http://papers.invalid/oai")
    assert proxy.asked[0][1] == "Basic " + base64.b64encode(b"ada:k@ttle").decode()


def test_https_asks_the_proxy_for_a_tunnel(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", proxy.netloc)
    with pytest.raises(SourceUnavailable, match="403"):
        client().get("https://papers.invalid/oai")
    assert proxy.asked == [("CONNECT papers.invalid:443", "")]


def test_loopback_never_goes_through_a_proxy(proxy: Proxy) -> None:
    with running(World()) as arxiv:
        assert b"<Identify>" in client().get(arxiv.oai_url, {"verb": "Identify"}).body
    assert proxy.asked == []


def test_no_proxy_is_obeyed(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "papers.invalid")
    with pytest.raises(SourceUnavailable, match="Failed to resolve"):
        client().get("http://papers.invalid/oai")
    assert proxy.asked == []


def test_a_proxy_of_another_kind_is_named(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "socks5://127.0.0.1:1")
    with pytest.raises(SourceUnavailable, match="proxy of HTTP_PROXY is not"):
        client().get("http://papers.invalid/oai")
