"""The test arXiv's HTTP server: one address for OAI-PMH, feeds, API and listing pages; a book of what was asked when."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import inf
from urllib.parse import parse_qsl, urlsplit

from tests.arxiv import api, feeds, listings
from tests.arxiv.clock import PlayedClock
from tests.arxiv.faults import Rule, Script
from tests.arxiv.oai import OaiEndpoint
from tests.arxiv.reply import Reply, text
from tests.arxiv.settings import Settings
from tests.arxiv.world import World

_WORTH_PACKING = 1_000  # bytes
_LARGEST_FORM = 1_000_000


@dataclass(slots=True)
class Asked:
    """One request as the server saw it, from its monotonic second `began` until its answer was ready at `ended`."""

    address: str
    user_agent: str
    began: float
    ended: float = inf
    status: int = 0


@dataclass(slots=True)
class ArxivServer:
    """A running server. `world`, `clock` and `script` may be changed while it runs."""

    world: World
    clock: PlayedClock
    script: Script
    settings: Settings
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    oai: OaiEndpoint = field(init=False)

    def opened(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.oai = OaiEndpoint(self.world, self.settings, self.oai_url)

    @property
    def oai_url(self) -> str:
        return f"{self.url}/oai"

    @property
    def feed_url(self) -> str:
        return self.url

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/query"

    @property
    def listing_url(self) -> str:
        return self.url

    def environment(self) -> dict[str, str]:
        """The variables by which a process of ours takes this server for arXiv."""
        return {
            "COOLPAPERS_OAI_URL": self.oai_url,
            "COOLPAPERS_FEED_URL": self.feed_url,
            "COOLPAPERS_ARXIV_API_URL": self.api_url,
            "COOLPAPERS_LISTING_URL": self.listing_url,
        }

    def answer(self, address: str, form: str = "") -> Reply:
        """The reply to a request for path and query, before faults; `form` is a POST's body."""
        parts = urlsplit(address)
        query = "&".join(part for part in (parts.query, form) if part)
        pairs = parse_qsl(query, keep_blank_values=True)
        now = self.clock.now()
        path = parts.path.rstrip("/")
        if path in {"/oai", "/oai2"}:
            return self.oai.answer(pairs, now)
        given = dict(pairs)
        match path.split("/")[1:]:
            case ["api", "query"]:
                return api.query(self.world.held(now), self.settings, given, now)
            case [("rss" | "atom") as form, wanted]:
                host = urlsplit(self.url).netloc
                return feeds.feed(self.world, self.settings, form, wanted.replace("%2B", "+"), host, now)
            case ["list", category, span]:
                return listings.listing(self.world, self.settings, category, span, given, now)
            case ["feed", "status"]:
                return text("text/html; charset=utf-8", "Status: GOOD Version: 1.1")
        return text("text/html; charset=utf-8", "<h1>404 Not Found</h1>", 404)


@contextmanager
def running(
    world: World,
    *,
    now: datetime | None = None,
    speed: float = 0.0,
    rules: tuple[Rule, ...] = (),
    seed: int = 0,
    settings: Settings | None = None,
    port: int = 0,
) -> Iterator[ArxivServer]:
    """A server of its own on a loopback port while the block runs; `now` stands still unless `speed` is given."""
    arxiv = ArxivServer(world, PlayedClock(now, speed), Script(list(rules), seed), settings or Settings())
    server = _Server(("127.0.0.1", port), _handler(arxiv))
    arxiv.opened(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield arxiv
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a kept connection would hold up the end

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent: clients that hang up are what some tests are about."""


def _handler(arxiv: ArxivServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "TestArxiv"
        disable_nagle_algorithm = True
        timeout = 60

        def do_GET(self) -> None:
            self._serve("")

        def do_POST(self) -> None:
            length = min(int(self.headers.get("Content-Length", "0")), _LARGEST_FORM)
            self._serve(self.rfile.read(length).decode())

        def _serve(self, form: str) -> None:
            asked = Asked(self.path, self.headers.get("User-Agent", ""), time.monotonic())
            arxiv.asked.append(asked)
            reply = arxiv.script.spoil(self.path, arxiv.answer(self.path, form))
            if reply.delay_s:
                time.sleep(reply.delay_s)
            asked.status, asked.ended = reply.status, time.monotonic()
            if reply.send is None:
                self._send(reply)
                return
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):
                reply.send(self.wfile)
            asked.ended = time.monotonic()

        def _send(self, reply: Reply) -> None:
            etag = reply.headers.get("ETag")
            if etag and reply.status == 200 and self.headers.get("If-None-Match") == etag:
                reply = Reply(304, reply.content_type, b"", reply.headers)
            body, headers = reply.body, dict(reply.headers)
            takes_gzip = "gzip" in self.headers.get("Accept-Encoding", "")
            if (
                arxiv.settings.gzip
                and takes_gzip
                and len(body) > _WORTH_PACKING
                and "Content-Encoding" not in headers
            ):
                body = gzip.compress(body, 1)
                headers["Content-Encoding"] = "gzip"
            self.send_response(reply.status)
            if reply.status != 304:
                headers |= {"Content-Type": reply.content_type, "Content-Length": str(len(body))}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Silent; `asked` is the book."""

    return Handler
