"""The test arXiv's time: stands still, is set, or runs faster than ours."""

import threading
import time
from datetime import UTC, datetime, timedelta


class PlayedClock:
    """`now()` begins at `start` and runs `speed` times as fast as ours; 0 stands still. Safe over threads."""

    def __init__(self, start: datetime | None = None, speed: float = 0.0) -> None:
        self._lock = threading.Lock()
        self._base = start or datetime.now(UTC)
        self._speed = speed
        self._from = time.monotonic()

    def now(self) -> datetime:
        with self._lock:
            return self._base + timedelta(seconds=(time.monotonic() - self._from) * self._speed)

    def set(self, moment: datetime) -> None:
        """It is `moment` now, earlier or later."""
        with self._lock:
            self._base, self._from = moment, time.monotonic()

    def advance(self, step: timedelta) -> datetime:
        """Moves on by the step and returns the new time."""
        self.set(self.now() + step)
        return self.now()
