"""What a request came to: an answer that the sources may read, or a fault that may pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

# The largest page of arXiv's: 2,500 arXivRaw records of 2.8 KB (recorded answers, 2026-11-22), 7 MB; three times that.
MAX_BYTES: Final = 24_000_000

RETURNED: Final = frozenset(
    {304, 400, 404, 410}
)  # beside 2xx: answers that say something about the thing asked for


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer read to its end and decompressed. `headers` have lower-case names; `moment` is UTC, when it was complete."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    moment: datetime


class ExchangeFailed(Exception):
    """One exchange came to nothing, for a reason that may pass: time-out, broken body, 429, 5xx.

    `retry_after_s` is the server's wish, capped, or None.
    """

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class ExchangeRefused(Exception):
    """One exchange came to nothing, for a reason that stays: 403, a redirect to a strange host, a wrong address."""
