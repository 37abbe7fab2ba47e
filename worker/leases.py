"""Leases: who alone may do a thing, over all processes, until when; a killed holder's lease ends by itself.

Rows of the database (worker.models.LeaseRow), so that they work alike on SQLite and PostgreSQL and need no other service.
The clock is the database's where it is shared. Taking and renewing are conditional UPDATEs: of two, one wins.
"""

import os
import random
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from worker.models import LeaseRow

SIGN_OF_LIFE: Final = "worker"
FIRST_POLL_S: Final = 0.03
LONGEST_POLL_S: Final = 0.5
# A beginning further ahead than this was written before the clock was set back.
SKEW: Final = timedelta(seconds=2)
# An urgent waiter says so again within LONGEST_POLL_S; one that died holds nobody up for longer than this.
WISH_S: Final = 4 * LONGEST_POLL_S


def database_moment() -> datetime:
    """UTC now: PostgreSQL's, which its clients share; with SQLite this machine's, which all its processes share."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as leases and requests see it: the shared wall clock, this process's steady seconds, and waiting."""

    moment: Callable[[], datetime] = database_moment
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class LeaseTaken(Exception):
    """Somebody else holds the lease, or (holder "") it rests; free at `until` at the latest unless renewed."""

    def __init__(self, name: str, holder: str, until: datetime, left_s: float) -> None:
        state = f"is held by {holder}" if holder else "rests"
        super().__init__(f"{name} {state} until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.name = name
        self.holder = holder
        self.until = until
        self.left_s = left_s


class LeaseLost(Exception):
    """The lease ran out and another took it; what was done under it must stop."""


@dataclass(slots=True)
class Lease:
    """A lease that is held; `rest_s` may be set to keep everybody away for that long after its end."""

    name: str
    holder: str
    seconds: float
    clock: Clock
    rest_s: float = 0.0

    def renew(self) -> None:
        """Holds it for `seconds` from now. Raises LeaseLost."""
        now = self.clock.moment()
        mine = LeaseRow.objects.filter(name=self.name, holder=self.holder)
        with transaction.atomic(durable=True):
            kept = mine.update(since=now, until=now + timedelta(seconds=self.seconds))
        if not kept:
            raise LeaseLost(f"{self.name} was taken by another: nothing renewed it in time")

    def release(self) -> None:
        """Gives it back, to rest for `rest_s`; nothing when it was lost."""
        now = self.clock.moment()
        mine = LeaseRow.objects.filter(name=self.name, holder=self.holder)
        with transaction.atomic(durable=True):
            mine.update(holder="", since=now, until=now + timedelta(seconds=self.rest_s))


@contextmanager
def lease(
    name: str,
    *,
    seconds: float,
    wait_s: float = 0.0,
    rest_s: float = 0.0,
    urgent: bool = False,
    clock: Clock | None = None,
) -> Iterator[Lease]:
    """The lease, held for `seconds` from now or from its last `renew()`, given back at the block's end.

    While an `urgent` one waits for it, those who are not stand back.

    Raises LeaseTaken when it does not come free within `wait_s`, at once when it rests for longer than that. Not to be
    taken within a transaction (RuntimeError): others would see it too late.
    """
    clock = clock or Clock()
    held = Lease(name, f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}", seconds, clock, rest_s)
    deadline = clock.monotonic() + wait_s
    poll = FIRST_POLL_S
    while taken := _attempt(held, urgent=urgent):
        left = deadline - clock.monotonic()
        if left <= 0 or (not taken.holder and taken.left_s > left):
            raise taken
        # Several wait for the same moment; a share of chance lets each of them be first now and then.
        jitter = random.uniform(0, FIRST_POLL_S)  # noqa: S311 - no secret
        wish = min(poll, taken.left_s) if taken.holder else taken.left_s
        clock.sleep(min(left, LONGEST_POLL_S, wish + jitter))
        poll *= 1.5
    try:
        yield held
    finally:
        held.release()


def leave_sign_of_life() -> None:
    """Notes that a worker lives, in a row that nobody holds."""
    now = datetime.now(UTC)
    LeaseRow.objects.update_or_create(name=SIGN_OF_LIFE, defaults={"since": now, "until": now})


def _attempt(wanted: Lease, *, urgent: bool) -> LeaseTaken | None:
    """Takes the lease when it is free; else says who has it, and, when it is urgent, leaves word of that."""
    now = wanted.clock.moment()
    row = LeaseRow.objects.filter(name=wanted.name).first()
    if row is None:
        row, _ = LeaseRow.objects.get_or_create(name=wanted.name, defaults={"since": now, "until": now})
    seen = LeaseRow.objects.filter(name=row.name, holder=row.holder, since=row.since)
    if row.since > now + SKEW:
        # The wall clock was set back: how much is over nobody can say, so the same length counts again from now.
        length = row.until - row.since
        with transaction.atomic(durable=True):
            seen.update(since=now, until=now + length)
        return LeaseTaken(row.name, row.holder, now + length, length.total_seconds())
    wish_s = (row.wished - now).total_seconds() if row.wished else 0.0
    wished = 0.0 < wish_s <= WISH_S  # one further ahead was left before the clock was set back
    if row.until > now:
        if urgent and not (wished and wish_s > WISH_S / 2):
            with transaction.atomic(durable=True):
                LeaseRow.objects.filter(name=row.name).update(wished=now + timedelta(seconds=WISH_S))
        return LeaseTaken(row.name, row.holder, row.until, (row.until - now).total_seconds())
    if wished and not urgent:
        return LeaseTaken(row.name, "one in more of a hurry", now + timedelta(seconds=wish_s), wish_s)
    with transaction.atomic(durable=True):
        won = seen.update(
            holder=wanted.holder, since=now, until=now + timedelta(seconds=wanted.seconds), wished=None
        )
    return None if won else LeaseTaken(row.name, "another that was first", now, FIRST_POLL_S)
