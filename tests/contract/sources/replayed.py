"""A client that answers from a function or a list instead of the network, and remembers what it was asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from worker.http.answer import Answer
from worker.sources.base import SourceUnavailable

Reply = bytes | tuple[int, bytes] | Exception
MOMENT = datetime(2026, 11, 22, 1, 30, 20, tzinfo=UTC)


@dataclass
class Replayed:
    """Answers each request with what `reply(url, params)` gives: a body, (status, body), or an exception to raise."""

    reply: Callable[[str, dict[str, str]], Reply]
    etag: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    etags: list[str] = field(default_factory=list)

    def get(
        self, url: str, params: Mapping[str, str] | None = None, *, max_bytes: int = 0, etag: str = ""
    ) -> Answer:
        self.asked.append((url, dict(params or {})))
        self.etags.append(etag)
        if etag and etag == self.etag:
            return Answer(304, {}, b"", MOMENT)
        told = self.reply(url, dict(params or {}))
        if isinstance(told, Exception):
            raise told
        status, body = told if isinstance(told, tuple) else (200, told)
        return Answer(status, {"etag": self.etag} if self.etag else {}, body, MOMENT)


def in_turn(replies: Iterable[Reply]) -> Replayed:
    """A client that gives the replies one after another, then is not there."""
    left = iter(replies)
    return Replayed(lambda url, params: next(left, SourceUnavailable("no more answers")))


def always(reply: Reply) -> Replayed:
    return Replayed(lambda url, params: reply)
