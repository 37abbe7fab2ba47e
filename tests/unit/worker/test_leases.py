"""Leases: one holder at a time over threads, an end for dead holders, and a wall clock that jumps."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from worker.leases import WISH_S, Clock, Lease, LeaseLost, LeaseTaken, lease
from worker.models import LeaseRow

pytestmark = pytest.mark.django_db(transaction=True)

Abandon = Callable[[str, float, Clock], Lease]

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass
class Time:
    """A wall clock and a steady one that move only when somebody sleeps, or jump when told to."""

    wall: datetime = START
    steady: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.steady, self.sleep)


@pytest.fixture
def abandoned() -> Iterator[Abandon]:
    """Takes a lease whose holder dies: it is not given back before the test is over."""
    with ExitStack() as holders:
        yield lambda name, seconds, clock: holders.enter_context(lease(name, seconds=seconds, clock=clock))


def test_second_taker_is_told_who_holds_it_until_it_is_given_back() -> None:
    with lease("harvest", seconds=60) as held:
        with pytest.raises(LeaseTaken) as taken, lease("harvest", seconds=60):
            pass
        assert taken.value.name == "harvest"
        assert taken.value.holder == held.holder
        assert 55 < taken.value.left_s <= 60
        with lease("another thing", seconds=60):
            pass
    with lease("harvest", seconds=60) as again:
        assert again.holder != held.holder


def test_lease_is_given_back_when_its_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), lease("harvest", seconds=60):
        raise ZeroDivisionError
    with lease("harvest", seconds=60):
        pass


def test_dead_holder_is_waited_for_as_long_as_its_lease_and_no_longer(abandoned: Abandon) -> None:
    now = Time()
    abandoned("harvest", 30, now.clock())
    with lease("harvest", seconds=30, wait_s=100, clock=now.clock()):
        assert 30 <= now.steady < 31


def test_waiting_ends_when_its_time_is_over(abandoned: Abandon) -> None:
    now = Time()
    abandoned("harvest", 30, now.clock())
    with pytest.raises(LeaseTaken), lease("harvest", seconds=30, wait_s=7, clock=now.clock()):
        pass
    assert 7 <= now.steady < 7.1


def test_renewed_lease_lasts_and_a_lost_one_is_noticed(abandoned: Abandon) -> None:
    now = Time()
    held = abandoned("harvest", 30, now.clock())
    for _ in range(5):
        now.sleep(20)
        held.renew()
    with pytest.raises(LeaseTaken), lease("harvest", seconds=30, clock=now.clock()):
        pass
    now.sleep(31)
    with lease("harvest", seconds=30, clock=now.clock()):
        with pytest.raises(LeaseLost):
            held.renew()
        held.release()
        with pytest.raises(LeaseTaken), lease("harvest", seconds=30, clock=now.clock()):
            pass


def test_expired_lease_that_nobody_took_can_still_be_renewed(abandoned: Abandon) -> None:
    now = Time()
    held = abandoned("harvest", 30, now.clock())
    now.sleep(300)
    held.renew()
    assert LeaseRow.objects.get().until == now.wall + timedelta(seconds=30)


def test_given_back_it_rests_for_as_long_as_asked() -> None:
    now = Time()
    with lease("turn", seconds=30, rest_s=3, clock=now.clock()) as held:
        now.sleep(1)
        held.rest_s = 10
    with lease("turn", seconds=30, wait_s=20, clock=now.clock()):
        assert 11 <= now.steady < 12


def test_rest_that_is_longer_than_the_waiting_is_refused_at_once() -> None:
    now = Time()
    with lease("turn", seconds=30, rest_s=600, clock=now.clock()):
        pass
    with pytest.raises(LeaseTaken) as taken, lease("turn", seconds=30, wait_s=20, clock=now.clock()):
        pass
    assert taken.value.holder == ""
    assert taken.value.left_s == 600
    assert now.slept == []


@pytest.mark.parametrize("hours", [1, 24 * 365])
def test_clock_set_back_keeps_nobody_away_longer_than_the_lease(abandoned: Abandon, hours: int) -> None:
    now = Time()
    abandoned("harvest", 30, now.clock())
    now.sleep(10)
    now.wall -= timedelta(hours=hours)
    with lease("harvest", seconds=30, wait_s=100, clock=now.clock()):
        assert now.steady <= 10 + 30 + 1


def test_clock_set_back_does_not_take_the_lease_from_its_holder(abandoned: Abandon) -> None:
    now = Time()
    held = abandoned("harvest", 30, now.clock())
    now.wall -= timedelta(hours=1)
    with pytest.raises(LeaseTaken), lease("harvest", seconds=30, clock=now.clock()):
        pass
    now.sleep(20)
    held.renew()
    now.sleep(20)
    with pytest.raises(LeaseTaken), lease("harvest", seconds=30, clock=now.clock()):
        pass


def test_clock_set_forward_frees_what_is_held_at_once(abandoned: Abandon) -> None:
    now = Time()
    abandoned("harvest", 30, now.clock())
    now.wall += timedelta(hours=1)
    with lease("harvest", seconds=30, clock=now.clock()):
        assert now.slept == []


def test_lease_is_not_taken_within_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(), lease("harvest", seconds=30):
        pass


def test_of_many_threads_one_holds_it_at_a_time() -> None:
    inside, most, turns = 0, 0, []

    def work() -> None:
        nonlocal inside, most
        try:
            for _ in range(5):
                with lease("turn", seconds=30, wait_s=60):
                    inside += 1
                    most = max(most, inside)
                    turns.append(time.monotonic())
                    time.sleep(0.01)
                    inside -= 1
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(turns) == 30
    assert most == 1


def wish(name: str, now: Time) -> None:
    """Somebody urgent asks for a lease that is held, and goes away."""
    with pytest.raises(LeaseTaken), lease(name, seconds=30, urgent=True, clock=now.clock()):
        pass


def test_others_stand_back_for_one_who_is_in_a_hurry_but_not_for_long() -> None:
    now = Time()
    with lease("turn", seconds=30, clock=now.clock()):
        wish("turn", now)
    with pytest.raises(LeaseTaken) as taken, lease("turn", seconds=30, clock=now.clock()):
        pass
    assert taken.value.holder == "one in more of a hurry"
    with lease("turn", seconds=30, wait_s=10, clock=now.clock()):
        assert WISH_S <= now.steady < WISH_S + 0.6


def test_a_wish_is_over_once_it_is_fulfilled() -> None:
    now = Time()
    with lease("turn", seconds=30, clock=now.clock()):
        wish("turn", now)
    with lease("turn", seconds=30, urgent=True, clock=now.clock()):
        pass
    with lease("turn", seconds=30, clock=now.clock()):
        assert now.steady == 0


def test_a_wish_of_before_the_clock_was_set_back_keeps_nobody_away() -> None:
    now = Time()
    with lease("turn", seconds=1, clock=now.clock()):
        wish("turn", now)
    now.wall -= timedelta(hours=1)
    with lease("turn", seconds=30, wait_s=10, clock=now.clock()):
        assert now.steady < 3
