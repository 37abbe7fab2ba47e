"""The wish to stop, told by a signal and looked at between pages: nothing is cut in the middle.

One byte that forked processes share: Celery tells its main process of a shutdown, and the pool's children, which do the
work, read it here.
"""

import mmap
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_WISH: Final = mmap.mmap(-1, 1)
_STEP_S: Final = 0.5


def stop() -> None:
    """Asks all work of this process and of those forked from it to end at the next page."""
    _WISH[0] = 1


def go_on() -> None:
    """Takes the wish back."""
    _WISH[0] = 0


def stopping() -> bool:
    """Whether work is to end."""
    return _WISH[0] == 1


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
