"""A source's pages, the next one asked for while one is stored: a harvest takes the longer of the two times, not their sum."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from django.db import connection

from worker.sources.base import Page

_LOOK_S: Final = 0.5  # how soon the reading thread notices that nobody takes its pages any more


def ahead(pages: Iterator[Page]) -> Iterator[Page]:
    """The same pages in the same order, and at last what they raise; one page more may be read than is taken."""
    ready: queue.Queue[Page | BaseException | None] = queue.Queue(maxsize=1)
    over = threading.Event()

    def read() -> None:
        last: BaseException | None = None
        try:
            for page in pages:
                if not _handed(ready, page, over):
                    return
        except BaseException as error:  # raised again where the pages are taken
            last = error
        finally:
            connection.close()  # this thread's own, which the turns of the requests use
        _handed(ready, last, over)

    threading.Thread(target=read, name="reading ahead", daemon=True).start()
    try:
        while not isinstance(page := ready.get(), BaseException | None):
            yield page
        if page is not None:
            raise page
    finally:
        over.set()


def _handed(
    ready: "queue.Queue[Page | BaseException | None]",
    what: Page | BaseException | None,
    over: threading.Event,
) -> bool:
    """Whether it was taken over; False when nobody wants it any more."""
    while not over.is_set():
        with suppress(queue.Full):
            ready.put(what, timeout=_LOOK_S)
            return True
    return False
