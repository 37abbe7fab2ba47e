"""The dates readers type (`2024`, `2024-01`, `2024-01-15`, `2024-01..2024-06`, `>=2025-01-01`) to inclusive days.

A step of `search.syntax`. Source: the query language of the project.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

EXAMPLE = "write 2024, 2024-01, 2024-01..2024-06 or >=2024-01-15"

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?\Z")


def _span(text: str) -> tuple[date, date]:
    """First and last day of a year, month or day; ValueError when there is no such time."""
    found = _POINT.match(text)
    if found is None:
        raise ValueError(f"“{text[:30]}” is not a date; {EXAMPLE}")
    year, month, day = int(found[1]), found[2] and int(found[2]), found[3] and int(found[3])
    try:
        if day:
            exact = date(year, int(month or 0), int(day))
            return exact, exact
        if month:
            return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise ValueError(f"there is no {text}; {EXAMPLE}") from error


def parse_days(text: str) -> tuple[date | None, date | None]:
    """First and last day meant, None for an open side; ValueError with what to write instead."""
    if text[:1] in {"<", ">"}:
        operator = text[:2] if text[1:2] == "=" else text[:1]
        first, last = _span(text[len(operator) :])
        try:
            if operator == ">":
                return last + timedelta(days=1), None
            if operator == "<":
                return None, first - timedelta(days=1)
        except OverflowError as error:
            raise ValueError(f"nothing lies beyond {text[1:]}; {EXAMPLE}") from error
        return (first, None) if operator == ">=" else (None, last)
    left, dots, right = text.partition("..")
    if not dots:
        return _span(text)
    if not left and not right:
        raise ValueError(f"a range needs at least one date; {EXAMPLE}")
    start = _span(left)[0] if left else None
    end = _span(right)[1] if right else None
    if start and end and start > end:
        raise ValueError(f"{left} is after {right}; write the earlier date first")
    return start, end
