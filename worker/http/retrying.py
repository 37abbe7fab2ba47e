"""How long to wait before another try: the server's Retry-After, else a backoff that doubles, with jitter."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

RETRY_AFTER_CAP_S: Final = 3600.0  # no server keeps us away for longer with one header
BACKOFF_FIRST_S: Final = 5.0
BACKOFF_CAP_S: Final = 120.0
_LONGEST_HEADER: Final = 64


def retry_after(value: str | None, now: datetime, date: str | None = None) -> float | None:
    """Seconds from now, 0 … RETRY_AFTER_CAP_S, that a Retry-After header asks for, as seconds or as HTTP date; None without one.

    A date is measured against `date`, the Date header of the same answer, so that our clock need not be right; else `now`.
    """
    if value is None or len(value) > _LONGEST_HEADER:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), RETRY_AFTER_CAP_S)
    wished = _http_date(text)
    if wished is None:
        return None
    measured = _http_date(date) if date else None
    return min(max((wished - (measured or now)).total_seconds(), 0.0), RETRY_AFTER_CAP_S)


def backoff(attempt: int, uniform: Callable[[float, float], float] = random.uniform) -> float:
    """Seconds before the try after number `attempt` (1-based): doubled each time, between half and whole of it by chance."""
    longest = min(BACKOFF_FIRST_S * 2.0 ** min(attempt - 1, 16), BACKOFF_CAP_S)
    return uniform(longest / 2, longest)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text[:_LONGEST_HEADER])
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
