"""Medians of calls that are made in turn, so that whatever else the machine does meets all of them alike."""

import statistics
import time
from collections.abc import Callable, Sequence

Call = Callable[[], object]


def medians_ms(rows: Sequence[Sequence[Call]], *, rounds: int = 2, within_s: float = 30.0) -> list[float]:
    """The p50 of each column in milliseconds. A row is one question to all; its first answers warm and do not count.

    Who is asked first changes from question to question, as whoever comes second finds the processor's caches warm. After
    `within_s` the questions asked by then have to do.
    """
    taken: list[list[float]] = [[] for _ in rows[0]]
    give_up = time.monotonic() + within_s
    for at, row in enumerate(rows):
        for call in row:
            call()
        for turn in range(rounds):
            for step in range(len(row)):
                column = (at + turn + step) % len(row)
                began = time.perf_counter()
                row[column]()
                taken[column].append(time.perf_counter() - began)
        if time.monotonic() > give_up:
            break
    return [statistics.median(times) * 1_000 for times in taken]
