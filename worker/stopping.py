"""The wish to stop, told by a signal and looked at between pages: nothing is cut in the middle.

One byte that forked processes share: Celery tells its main process of a shutdown, and the pool's children, which do the
work, read it here.
"""

import mmap
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from types import FrameType
from typing import Final

_WISH: Final = mmap.mmap(-1, 1)
_STEP_S: Final = 0.5


class Why(IntEnum):
    """What the wish came from."""

    ASKED = 1
    LEFT_ALONE = 2


_WORDS: Final = {Why.ASKED: "stopped", Why.LEFT_ALONE: "stopped: the process that it ran beside has ended"}


def stop(why: Why = Why.ASKED) -> None:
    """Asks all work of this process and of those forked from it to end at the next page; the first reason stays."""
    if not stopping():
        _WISH[0] = why


def go_on() -> None:
    """Takes the wish back."""
    _WISH[0] = 0


def stopping() -> bool:
    """Whether work is to end."""
    return _WISH[0] != 0


def why_stopping() -> str:
    """The reason in words for the book; empty while nobody wishes it."""
    return _WORDS[Why(_WISH[0])] if stopping() else ""


def pause(seconds: float) -> None:
    """Sleeps; raises KeyboardInterrupt within half a second of the wish to stop, so that no waiting keeps a shutdown up."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if stopping():
            raise KeyboardInterrupt
        time.sleep(min(left, _STEP_S))


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """While the block runs, SIGTERM and a first Ctrl-C ask for the end of the page; a second Ctrl-C interrupts at once."""

    def ask(number: int, frame: FrameType | None) -> None:
        if stopping() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        go_on()
