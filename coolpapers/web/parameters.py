"""Reading a page's query string: the value, its default, or BadParameter with words for the reader.

Pages ignore parameters they do not know (links from elsewhere carry all sorts); a bad value of one they know is refused.
"""

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

FIRST_DAY: Final = date(1991, 7, 1)  # arXiv began in August 1991; listings before it hold nothing
LAST_DAY: Final = date(
    2199, 12, 31
)  # beyond it is a typing error, and date arithmetic stays far from its limit

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER: Final = re.compile(r"[0-9]{1,9}")
_SHOWN: Final = 60  # characters of a bad value that are repeated to the reader


class BadParameter(ValueError):
    """A parameter's value that the page cannot use; `message` says what it takes."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


def text(params: QueryDict, name: str) -> str:
    """The last value given, without surrounding blanks; "" when there is none."""
    return params.get(name, "").strip()


def integer(params: QueryDict, name: str, *, default: int, least: int, most: int) -> int:
    """A whole number from `least` to `most`; `default` when the parameter is missing or empty."""
    given = text(params, name)
    if not given:
        return default
    if not _INTEGER.fullmatch(given) or not least <= int(given) <= most:
        raise BadParameter(
            name,
            _("“%(given)s” is not a whole number from %(least)d to %(most)d.")
            % {"given": shown(given), "least": least, "most": most},
        )
    return int(given)


def choice(params: QueryDict, name: str, *, default: str, allowed: Collection[str]) -> str:
    """One of `allowed`; `default` when the parameter is missing or empty."""
    given = text(params, name)
    if not given:
        return default
    if given not in allowed:
        raise BadParameter(
            name,
            _("“%(given)s” is not known here; it can be %(allowed)s.")
            % {"given": shown(given), "allowed": ", ".join(allowed)},
        )
    return given


def day(params: QueryDict, name: str) -> date | None:
    """A day written YYYY-MM-DD, in arXiv's time; None when the parameter is missing or empty."""
    given = text(params, name)
    if not given:
        return None
    try:
        value = date.fromisoformat(given) if _DAY.fullmatch(given) else None
    except ValueError:
        value = None
    if value is None or not FIRST_DAY <= value <= LAST_DAY:
        raise BadParameter(
            name, _("“%(given)s” is not a day; write it as 2026-11-20.") % {"given": shown(given)}
        )
    return value


def shown(given: str) -> str:
    """The value as a message repeats it: cut to a length that fits a line."""
    return given if len(given) <= _SHOWN else given[: _SHOWN - 1] + "…"
