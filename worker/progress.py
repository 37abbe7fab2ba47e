"""How far a long command is: a bar on a terminal, a key=value line every few seconds elsewhere."""

import sys
import time
from collections.abc import Callable
from typing import Final, Protocol

from tqdm import tqdm

LINE_EVERY_S: Final = 5.0


class Progress(Protocol):
    """Told after every page how much is done of how much, with the counts worth showing."""

    def update(self, done: int, total: int | None, **counts: int) -> None: ...

    def close(self) -> None: ...


Bars = Callable[[], Progress]  # one for each of several harvests in a row


class Silent:
    """For tasks and tests."""

    def update(self, done: int, total: int | None, **counts: int) -> None:
        pass

    def close(self) -> None:
        pass


class Bar:
    """A bar on stderr; `unit` is what `done` counts, "B" for bytes."""

    def __init__(self, name: str, unit: str) -> None:
        self._bar = tqdm(
            desc=name, unit=unit, unit_scale=True, dynamic_ncols=True, smoothing=0.1, file=sys.stderr
        )

    def update(self, done: int, total: int | None, **counts: int) -> None:
        self._bar.total = total
        self._bar.set_postfix({name: f"{count:,}" for name, count in counts.items() if count}, refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        self._bar.close()


class Lines:
    """A line on stderr every LINE_EVERY_S and one at the end: share, counts, rate, and the time to go at the pace so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._began = self._told = time.monotonic()
        self._first: int | None = None  # where this run took up; what was done before costs no time now
        self._last = ""

    def update(self, done: int, total: int | None, **counts: int) -> None:
        now = time.monotonic()
        took = now - self._began
        share = f" percent={100 * done / total:.1f} left={total - done}" if total else ""
        numbers = "".join(f" {name}={count}" for name, count in counts.items())
        pace = f" per_s={sum(counts.values()) / took:.0f}" if took > 1 else ""
        if self._first is None:
            self._first = done
        elif total and done > self._first:
            pace += f" to_go_s={(total - done) * took / (done - self._first):.0f}"
        self._last = f"{self._name}{share}{numbers} seconds={took:.1f}{pace}"
        if now - self._told >= LINE_EVERY_S:
            self._told = now
            self._say()

    def close(self) -> None:
        self._say()

    def _say(self) -> None:
        if self._last:
            sys.stderr.write(self._last + "\n")
            self._last = ""


def progress(name: str, unit: str = "") -> Progress:
    """The bar or the lines, as stderr is a terminal or not."""
    return Bar(name, unit) if sys.stderr.isatty() else Lines(name)
