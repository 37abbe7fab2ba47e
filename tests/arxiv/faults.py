"""A script of faults: what goes wrong with which request.

A fault changes a Reply. A Rule says when: for requests whose address contains `path`, at the given numbers among those
(1-based; none given: all), with some chance.
"""

import gzip
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from tests.arxiv.oai_errors import MEANINGS
from tests.arxiv.reply import Reply

Fault = Callable[[Reply], Reply]

_RECORD = re.compile(rb"<(record|item|entry)>.*?</\1>\s*|<header(?: [^>]*)?>.*?</header>\s*", re.DOTALL)
_BLOCK = 1 << 16


@dataclass(slots=True)
class Rule:
    """One line of the script."""

    fault: Fault
    path: str = ""
    at: frozenset[int] = frozenset()
    chance: float = 1.0
    seen: int = 0


@dataclass(slots=True)
class Script:
    """Rules in order; the first that applies spoils the answer. Rules may be added while the server runs."""

    rules: list[Rule] = field(default_factory=list)
    seed: int = 0
    _random: random.Random = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def spoil(self, address: str, reply: Reply) -> Reply:
        chosen = None
        with self._lock:
            for rule in self.rules:
                if rule.path in address:
                    rule.seen += 1
                    hit = not rule.at or rule.seen in rule.at
                    if chosen is None and hit and self._random.random() < rule.chance:
                        chosen = rule.fault
        return chosen(reply) if chosen else reply


def status(code: int, retry_after: str = "") -> Fault:
    """That status instead of the answer, with Retry-After (seconds or an HTTP date) where given."""
    headers = {"Retry-After": retry_after} if retry_after else {}
    return lambda reply: Reply(code, "text/html", b"<h1>Not now</h1>", dict(headers))


def delay(seconds: float) -> Fault:
    """The right answer, late."""

    def late(reply: Reply) -> Reply:
        reply.delay_s = seconds
        return reply

    return late


def redirect(location: str, code: int = 302) -> Fault:
    return lambda reply: Reply(code, "text/html", b"", {"Location": location})


def disconnect(reply: Reply) -> Reply:
    """The connection closes without a word."""
    return Reply(0, "", b"", send=lambda out: None)


def half_headers(reply: Reply) -> Reply:
    """The connection closes before the headers are complete."""
    return Reply(0, "", b"", send=lambda out: _written(out, b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"))


def half_body(reply: Reply) -> Reply:
    """The connection closes in the middle of the body that was announced."""
    body = reply.body
    return _sending(reply, len(body), lambda: iter([body[: len(body) // 2]]))


def chunked(reply: Reply) -> Reply:
    """No fault: the right answer, chunk by chunk, its length not announced."""
    return _in_chunks(reply, len(reply.body))


def half_chunks(reply: Reply) -> Reply:
    """The connection closes within the chunks."""
    return _in_chunks(reply, len(reply.body) // 2)


def cut_body(reply: Reply) -> Reply:
    """Half of the body, announced as if it were all of it."""
    reply.body = reply.body[: len(reply.body) // 2]
    return reply


def empty(reply: Reply) -> Reply:
    """Status 200 and nothing else."""
    return Reply(200, reply.content_type, b"")


def bad_xml(reply: Reply) -> Reply:
    """A tag that is not closed and an entity that nobody declared, in the middle of the body."""
    middle = len(reply.body) // 2
    reply.body = reply.body[:middle] + b"<oops>&nosuch;" + reply.body[middle:]
    return reply


def entity_bomb(reply: Reply) -> Reply:
    """A well-formed document of 1 KB that would unfold into gigabytes."""
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE b [<!ENTITY a0 "ha">{"".join(lines)}]>\n<b>&a11;</b>'
    return Reply(200, reply.content_type, bomb.encode())


def drip(bytes_at_once: int, pause_s: float) -> Fault:
    """The body a few bytes at a time."""

    def slow(reply: Reply) -> Reply:
        def pieces() -> Iterator[bytes]:
            for start in range(0, len(reply.body), bytes_at_once):
                yield reply.body[start : start + bytes_at_once]
                time.sleep(pause_s)

        return _sending(reply, len(reply.body), pieces)

    return slow


def dripping_headers(pause_s: float) -> Fault:
    """Headers without end, one a pause."""

    def slow(reply: Reply) -> Reply:
        def send(out: BinaryIO) -> None:
            out.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(90):
                out.write(f"X-Wait-{number}: yes\r\n".encode())
                out.flush()
                time.sleep(pause_s)

        return Reply(0, "", b"", send=send)

    return slow


def huge(megabytes: int, *, announced: bool = False) -> Fault:
    """A body of so many megabytes, its length announced or not."""
    block = b"<record>" + b"x" * (_BLOCK - 8)

    def large(reply: Reply) -> Reply:
        total = megabytes * (1 << 20)
        return _sending(reply, total if announced else None, lambda: (block for _ in range(total // _BLOCK)))

    return large


def compressed_bomb(megabytes: int) -> Fault:
    """A gzip body that unfolds into so many megabytes of zeros."""
    packed = gzip.compress(bytes(1 << 20), 9) * megabytes  # several members in a row are one body

    def bomb(reply: Reply) -> Reply:
        reply.body = packed
        reply.headers["Content-Encoding"] = "gzip"
        return reply

    return bomb


def broken_gzip(reply: Reply) -> Reply:
    """A compressed body with wrong bytes in its middle."""
    packed = bytearray(gzip.compress(reply.body))
    middle = len(packed) // 2
    packed[middle : middle + 8] = b"\xff" * 8
    reply.body = bytes(packed)
    reply.headers["Content-Encoding"] = "gzip"
    return reply


def wrong_charset(reply: Reply) -> Reply:
    """Latin-1 bytes under a declaration of UTF-8."""
    text = reply.body.decode().replace("<title>", "<title>Schr\u00f6dinger ", 1)
    reply.body = text.encode("latin-1", "replace")
    return reply


def expired_token(reply: Reply) -> Reply:
    """OAI-PMH's error for a token that is too old."""
    error = (
        f"<error code='badResumptionToken'>{MEANINGS['badResumptionToken']} Reason: Token expired.</error>"
    )
    start = reply.body.find(b"</request>")
    if start < 0:
        return reply
    reply.body = reply.body[: start + len(b"</request>")] + error.encode() + b"</OAI-PMH>"
    return reply


def duplicated(reply: Reply) -> Reply:
    """Every record of the page twice."""
    reply.body = _RECORD.sub(lambda match: match.group(0) * 2, reply.body)
    return reply


def out_of_order(reply: Reply) -> Reply:
    """The page's records from last to first."""
    records = [match.group(0) for match in _RECORD.finditer(reply.body)]
    reply.body = _RECORD.sub(lambda match: records.pop(), reply.body)
    return reply


def _written(out: BinaryIO, data: bytes) -> None:
    out.write(data)


def _in_chunks(reply: Reply, end: int) -> Reply:
    def send(out: BinaryIO) -> None:
        out.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        for start in range(0, end, 1000):
            piece = reply.body[start : min(start + 1000, end)]
            out.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        if end == len(reply.body):
            out.write(b"0\r\n\r\n")

    return Reply(200, reply.content_type, b"", send=send)


def _sending(reply: Reply, length: int | None, pieces: Callable[[], Iterator[bytes]]) -> Reply:
    def send(out: BinaryIO) -> None:
        announced = "" if length is None else f"Content-Length: {length}\r\n"
        out.write(
            f"HTTP/1.1 {reply.status} OK\r\nContent-Type: {reply.content_type}\r\n{announced}Connection: close\r\n\r\n".encode()
        )
        for piece in pieces():
            out.write(piece)
            out.flush()

    return Reply(reply.status, reply.content_type, b"", send=send)
