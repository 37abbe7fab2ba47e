"""A time limit for looking at an engine across a network, shorter than the engine's own: whoever tells its state need not wait
as long as whoever needs its answer.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_END: ContextVar[float | None] = ContextVar("search.time_limit", default=None)  # steady seconds


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    """While the block runs, this thread's questions to an engine elsewhere raise BackendUnavailable after so long in all.

    An engine of this process (Tantivy, memory) takes the time it takes.
    """
    before = _END.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(before)


def seconds_left() -> float | None:
    """Until the limit, 0 when it is over; None without one."""
    end = _END.get()
    return None if end is None else max(end - time.monotonic(), 0.0)
