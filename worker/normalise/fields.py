"""Fields of a raw record → values: texts, categories, days and times, bounded and checked alike for every source."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

from coolpapers.papers.records import AuthorRecord
from coolpapers.taxonomy import ARCHIVES, canonical
from worker.authors import parse_authors
from worker.sources.base import AHEAD

_UNKEEPABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANKS: Final = re.compile(r"\s+")
_VERSION: Final = re.compile(r"v?([1-9][0-9]{0,3})")
_SUBJECT: Final = re.compile(r"[A-Z]{2}|[a-z]+(?:-[a-z]+)*")
_WITHDRAWN: Final = re.compile(
    r"\W*(?:(?:this|the) (?:[a-z]+ ){0,2}(?:paper|article|manuscript|submission|work|preprint|version|note|document|letter)"
    r"(?: [a-z]+){0,3}? (?:has been|is|was|have been|had been) (?:[a-z]+ )?)?withdrawn\b",
    re.IGNORECASE,
)

# Characters. Of 588,238 real records the longest abstract has 5,087, the longest author list 1,101 names (2026-11).
LONGEST: Final = {
    "title": 2_000,
    "abstract": 20_000,
    "comments": 10_000,
    "journal-ref": 5_000,
    "doi": 2_000,
    "authors": 200_000,
}
MOST_AUTHORS: Final = 20_000
LONGEST_NAME: Final = 1_000
# A wrong date in the future would make every later record "older". Clocks differ by hours; a machine's may stand still.
WRITTEN: Final = date(2026, 11, 22)

Fields = Mapping[str, object]


def text(fields: Fields, name: str, *, required: bool = False) -> str:
    """The field without blanks around it and without what cannot be kept; empty when it is missing or null."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"field {name!r} must be a string, it is {type(value).__name__}")
    kept = keepable(value or "").strip()
    if len(kept) > LONGEST.get(name, 400):
        raise ValueError(f"field {name!r} has {len(kept):,} characters, more than {LONGEST.get(name, 400):,}")
    if required and not kept:
        raise ValueError(f"field {name!r} is missing or empty")
    return kept


def line(fields: Fields, name: str, *, required: bool = False) -> str:
    """As `text`, with every run of blanks and line breaks as one blank."""
    return _BLANKS.sub(" ", text(fields, name, required=required))


def abstract(fields: Fields) -> str:
    """The abstract, which may be empty but must be told."""
    if "abstract" not in fields:
        raise ValueError("field 'abstract' is missing")
    return text(fields, "abstract")


def keepable(value: str) -> str:
    """The text with blanks for what neither PostgreSQL nor XML can hold."""
    return value if value.isprintable() else _UNKEEPABLE.sub(" ", value)


def categories(fields: Fields) -> tuple[str, ...]:
    """The canonical categories, primary first, each once; MSC and ACM codes that strayed among them go."""
    told = text(fields, "categories", required=True)
    known = dict.fromkeys(name for token in told.split() if (name := _category(token)))
    if not known:
        raise ValueError(f"field 'categories' names none of arXiv's categories: {told[:100]!r}")
    return tuple(known)


def _category(token: str) -> str | None:
    """The canonical name; a category that arXiv opened after our table was written stays as it is; anything else is None."""
    archive, dot, subject = token.partition(".")
    return canonical(token) or (
        token if dot and archive in ARCHIVES and _SUBJECT.fullmatch(subject) else None
    )


def authors(fields: Fields) -> tuple[AuthorRecord, ...]:
    """The names of the field `authors`, free text; a text that names nobody is kept as one name."""
    told = text(fields, "authors", required=True)
    return checked(parse_authors(told) or (AuthorRecord(told, told),))


def checked(names: tuple[AuthorRecord, ...]) -> tuple[AuthorRecord, ...]:
    """The same names. Raises ValueError for more or longer ones than anybody has."""
    if len(names) > MOST_AUTHORS:
        raise ValueError(f"field 'authors' has {len(names):,} names, more than {MOST_AUTHORS:,}")
    if any(max(len(name.name), len(name.affiliation)) > LONGEST_NAME for name in names):
        raise ValueError(
            f"field 'authors' has a name or an affiliation longer than {LONGEST_NAME:,} characters"
        )
    return names


def withdrawn(*told: str) -> bool:
    """Whether a comment or an abstract says that the paper is withdrawn."""
    return any(_WITHDRAWN.match(words) for words in told)


def version_number(told: object) -> int | None:
    """The number in "v2" or "2"."""
    number = _VERSION.fullmatch(str(told))
    return int(number[1]) if number else None


@lru_cache(4096)
def moment(told: str, name: str = "versions") -> datetime:
    """A time as of e-mail or ISO 8601, in UTC, where it says no zone as well. Raises ValueError naming the field."""
    try:
        value = datetime.fromisoformat(told) if told[:4].isdecimal() else parsedate_to_datetime(told)
        value = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"field {name!r} has the unreadable time {told[:60]!r}") from error
    if value.year < 1985 or value.date() > _latest():
        raise ValueError(f"field {name!r} has the impossible time {told[:60]!r}")
    return value


@lru_cache(4096)
def day(told: str, name: str) -> date:
    """A day. Raises ValueError naming the field."""
    try:
        value = date.fromisoformat(told)
    except ValueError as error:
        raise ValueError(f"field {name!r} must be YYYY-MM-DD, it is {told[:40]!r}") from error
    if value > _latest():
        raise ValueError(f"field {name!r} lies in the future: {told[:40]!r}")
    return value


def _latest() -> date:
    return max(datetime.now(UTC).date(), WRITTEN) + AHEAD
