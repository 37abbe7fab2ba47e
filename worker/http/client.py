"""The polite client: every request of every process goes through here, one at a time, spaced as arXiv's terms ask.

The turn is a lease in the database (worker.leases) that rests for the interval after each request, or for as long as a
Retry-After asks; a killed process's turn ends with its lease. The terms: https://info.arxiv.org/help/api/tou.html
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil, inf
from typing import Final
from urllib.parse import urlencode

import structlog

from worker.http.addresses import MAX_REDIRECTS, checked, interval_for, is_loopback, redirected
from worker.http.agent import user_agent
from worker.http.answer import MAX_BYTES, RETURNED, Answer, ExchangeFailed, ExchangeRefused
from worker.http.retrying import backoff, retry_after
from worker.http.transport import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, Transport
from worker.leases import Clock, Lease, LeaseLost, LeaseTaken, lease
from worker.sources.base import SourceUnavailable

log = structlog.get_logger("worker.http")

TURN: Final = (
    "request-to-arxiv"  # one lease for all hosts of arXiv: its limit counts the client, not the host
)
TRIES: Final = 5
DEADLINE_S: Final = 300.0  # seconds for one exchange, from connecting to the last byte
LONGEST_SLEEP_S: Final = 150.0  # a wish to come back later than this is the caller's to plan
TURN_WAIT_S: Final = 600.0
SPARE_S: Final = 10.0  # of a turn's lease, for a database that is busy when it is to be renewed
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 425, 429})  # and every 5xx


class PoliteClient:
    """GET requests to arXiv, or to a server that stands for it; safe over threads.

    `interval_s` is kept between the end of one request and the start of the next over all processes that share the database;
    off loopback it is never under 3 s. At loopback with interval 0 nothing waits and no turn is taken. The next turn is an
    `urgent` client's where one waits: a reader's wish is not behind a harvest.
    """

    def __init__(
        self,
        *,
        interval_s: float,
        contact: str,
        offline: bool = False,
        tries: int = TRIES,
        connect_s: float = CONNECT_TIMEOUT_S,
        read_s: float = READ_TIMEOUT_S,
        deadline_s: float = DEADLINE_S,
        turn_wait_s: float = TURN_WAIT_S,
        spare_s: float = SPARE_S,
        urgent: bool = False,
        clock: Clock | None = None,
        uniform: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._interval_s = interval_s
        self._offline = offline
        self._tries = tries
        # Long enough for every single wait of an exchange, so that only a dead holder lets it run out.
        self._lease_s = connect_s + read_s + spare_s
        self._turn_wait_s = turn_wait_s
        self._urgent = urgent
        self._clock = clock or Clock()
        self._uniform = uniform
        self._ended = -inf
        self._transport = Transport(
            user_agent(contact), connect_s=connect_s, read_s=read_s, deadline_s=deadline_s
        )

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        max_bytes: int = MAX_BYTES,
        etag: str = "",
    ) -> Answer:
        """The answer of status 2xx, 304, 400, 404 or 410; `etag` is sent as If-None-Match.

        429, 5xx, time-outs and broken or oversized bodies are tried again, TRIES in all. Raises SourceUnavailable, with
        `retry_after_s` where the server named a time. Not to be called within a transaction (RuntimeError).
        """
        whole = f"{url}{'&' if '?' in url else '?'}{urlencode(params)}" if params else url
        headers = {"If-None-Match": etag} if etag else {}
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._followed(whole, headers, max_bytes)
            except ExchangeRefused as refused:
                raise SourceUnavailable(str(refused)) from refused
            except LeaseTaken as taken:
                raise SourceUnavailable(f"{whole}: {taken}", retry_after_s=ceil(taken.left_s)) from taken
            except (ExchangeFailed, LeaseLost) as failed:
                wish = failed.retry_after_s if isinstance(failed, ExchangeFailed) else None
                pause = wish if wish is not None else backoff(attempt, self._uniform)
                failure = log.bind(url=whole, attempt=attempt, reason=str(failed))
                if attempt >= self._tries or pause > LONGEST_SLEEP_S:
                    failure.warning("request given up")
                    raise SourceUnavailable(
                        f"{whole}: {failed} (tried {attempt} times)",
                        retry_after_s=None if wish is None else ceil(wish),
                    ) from failed
                failure.warning("request failed", pause_s=round(pause, 1))
                self._clock.sleep(pause)

    def close(self) -> None:
        """Closes the kept connections; the client may be used again."""
        self._transport.close()

    def _followed(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._asked(url, headers, max_bytes)
            if answer.status not in _REDIRECTS:
                return answer
            url = redirected(url, answer.headers.get("location", ""))
        raise ExchangeRefused(f"{url}: more than {MAX_REDIRECTS} redirects")

    def _asked(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """One exchange in its turn. A Retry-After keeps every process away for that long."""
        parts = checked(url)
        if self._offline and not is_loopback(parts):
            raise ExchangeRefused(
                f"{url} is not asked: COOLPAPERS_OFFLINE says that no request leaves this machine"
            )
        with self._turn(interval_for(parts, self._interval_s)) as turn:
            began = self._clock.monotonic()
            alive = _Renewal(turn, self._clock)
            answer = self._transport.exchange(url, max_bytes=max_bytes, headers=headers, alive=alive.tick)
            took = self._clock.monotonic() - began
            log.info("request", url=url, status=answer.status, bytes=len(answer.body), took_s=round(took, 3))
            if answer.status // 100 == 2 or answer.status in RETURNED or answer.status in _REDIRECTS:
                return answer
            if answer.status not in _PASSING and answer.status // 100 != 5:
                raise ExchangeRefused(f"{url} answers {answer.status}")
            wish = retry_after(answer.headers.get("retry-after"), answer.moment, answer.headers.get("date"))
            if turn is not None and wish is not None:
                turn.rest_s = max(turn.rest_s, wish)
            raise ExchangeFailed(f"status {answer.status}", wish)

    @contextmanager
    def _turn(self, interval_s: float) -> Iterator[Lease | None]:
        if interval_s == 0:
            yield None
            return
        with lease(
            TURN,
            seconds=self._lease_s,
            wait_s=self._turn_wait_s,
            rest_s=interval_s,
            urgent=self._urgent,
            clock=self._clock,
        ) as turn:
            # A wall clock set forward ends the rest early; this process's own steady clock knows better.
            if (early := self._ended + interval_s - self._clock.monotonic()) > 0:
                self._clock.sleep(early)
                turn.renew()
            try:
                yield turn
            finally:
                self._ended = self._clock.monotonic()


class _Renewal:
    """Renews the turn while a long body comes, a few times a lease."""

    def __init__(self, turn: Lease | None, clock: Clock) -> None:
        self._turn = turn
        self._clock = clock
        self._renewed = clock.monotonic()

    def tick(self) -> None:
        """Raises LeaseLost."""
        if self._turn is None:
            return
        now = self._clock.monotonic()
        if now - self._renewed > self._turn.seconds / 10:
            self._turn.renew()
            self._renewed = now
