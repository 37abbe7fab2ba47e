"""Retry-After in both forms, and the backoff without it."""

import random
from datetime import UTC, datetime

import pytest

from worker.http.retrying import BACKOFF_CAP_S, RETRY_AFTER_CAP_S, backoff, retry_after

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("0", 0),
        ("5", 5),
        (" 120 ", 120),
        ("999999999999", RETRY_AFTER_CAP_S),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 12:00:30 -0000", 30),
        ("Sunday, 22-Nov-26 12:00:30 GMT", 30),
        ("Sun Nov 22 12:00:30 2026", 30),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", RETRY_AFTER_CAP_S),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("5.5", None),
        ("\u0665", None),
        ("Sun, 99 Nov 2026 12:00:30 GMT", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("1" * 10_000, None),
        ("Sun, " * 1_000, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_date_is_measured_by_the_servers_own_clock() -> None:
    # Ours may be an hour wrong; both headers are of one clock.
    assert retry_after("Sun, 22 Nov 2026 13:00:30 GMT", NOW, "Sun, 22 Nov 2026 13:00:00 GMT") == 30
    assert retry_after("Sun, 22 Nov 2026 12:00:30 GMT", NOW, "no date") == 30


def test_backoff_doubles_between_half_and_whole_up_to_its_cap() -> None:
    longest = [backoff(attempt, lambda low, high: high) for attempt in range(1, 9)]
    shortest = [backoff(attempt, lambda low, high: low) for attempt in range(1, 9)]
    assert longest == [5, 10, 20, 40, 80, 120, 120, 120]
    assert shortest == [half / 2 for half in longest]
    assert backoff(1_000_000, lambda low, high: high) == BACKOFF_CAP_S


def test_backoff_differs_between_processes() -> None:
    chance = random.Random(1)
    assert len({backoff(3, chance.uniform) for _ in range(20)}) == 20
