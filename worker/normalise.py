"""RawRecord → PaperRecord, pure: what each source's fields mean, said once.

TeX is left as the authors wrote it. Only what cannot be kept goes: characters that neither PostgreSQL nor XML can hold, line
breaks inside a title, codes that strayed into the categories.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final

from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.records import AuthorRecord, PaperRecord, VersionRecord
from coolpapers.taxonomy import ARCHIVES, canonical
from worker.authors import parse_authors
from worker.sources.base import MalformedRecord, RawRecord

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
AHEAD: Final = timedelta(days=2)

Fields = Mapping[str, object]


def normalise(raw: RawRecord) -> PaperRecord:
    """The record as a paper. Raises MalformedRecord with the field and the fault."""
    try:
        return _from_snapshot(raw.fields)
    except (ValueError, TypeError, InvalidArxivId) as error:
        raise MalformedRecord(raw.identifier, str(error)) from error


def _from_snapshot(fields: Fields) -> PaperRecord:
    """A record in Kaggle's schema; `submitter` and `report-no` are not kept."""
    arxiv_id = ArxivId.parse(_text(fields, "id", required=True)).value
    comments = _BLANKS.sub(" ", _text(fields, "comments"))
    if "abstract" not in fields:
        raise ValueError("field 'abstract' is missing")
    abstract = _text(fields, "abstract")
    return PaperRecord(
        arxiv_id=arxiv_id,
        title=_BLANKS.sub(" ", _text(fields, "title", required=True)),
        abstract=abstract,
        authors=_authors(fields),
        categories=_categories(_text(fields, "categories", required=True)),
        versions=_versions(fields.get("versions")),
        datestamp=_day(_text(fields, "update_date", required=True)),
        comments=comments,
        journal_ref=_BLANKS.sub(" ", _text(fields, "journal-ref")),
        doi=_text(fields, "doi"),
        license=_text(fields, "license"),
        withdrawn=bool(_WITHDRAWN.match(comments) or _WITHDRAWN.match(abstract)),
    )


def _text(fields: Fields, name: str, *, required: bool = False) -> str:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"field {name!r} must be a string, it is {type(value).__name__}")
    text = _kept(value or "").strip()
    if len(text) > LONGEST.get(name, 400):
        raise ValueError(f"field {name!r} has {len(text):,} characters, more than {LONGEST.get(name, 400):,}")
    if required and not text:
        raise ValueError(f"field {name!r} is missing or empty")
    return text


def _kept(text: str) -> str:
    return text if text.isprintable() else _UNKEEPABLE.sub(" ", text)


def _categories(text: str) -> tuple[str, ...]:
    known = dict.fromkeys(name for token in text.split() if (name := _category(token)))
    if not known:
        raise ValueError(f"field 'categories' names none of arXiv's categories: {text[:100]!r}")
    return tuple(known)


def _category(token: str) -> str | None:
    """The canonical name; a category that arXiv opened after our table was written stays as it is; anything else is None."""
    archive, dot, subject = token.partition(".")
    return canonical(token) or (
        token if dot and archive in ARCHIVES and _SUBJECT.fullmatch(subject) else None
    )


def _authors(fields: Fields) -> tuple[AuthorRecord, ...]:
    parsed = fields.get("authors_parsed")
    if not parsed and not fields.get("authors"):
        raise ValueError("fields 'authors' and 'authors_parsed' are missing or empty")
    if parsed is None or parsed == []:
        return parse_authors(_text(fields, "authors"))
    if not isinstance(parsed, list):
        raise ValueError("field 'authors_parsed' must be a list of [last, first, suffix]")
    if len(parsed) > MOST_AUTHORS:
        raise ValueError(f"field 'authors_parsed' has {len(parsed):,} names, more than {MOST_AUTHORS:,}")
    return tuple(_author(parts) for parts in parsed)


def _author(parts: object) -> AuthorRecord:
    if (
        not isinstance(parts, list)
        or not parts
        or not all(isinstance(p, str) and len(p) <= LONGEST_NAME for p in parts)
    ):
        raise ValueError(
            f"field 'authors_parsed' holds {str(parts)[:80]!r} where [last, first, suffix] is due"
        )
    keyname, forenames, suffix, *affiliations = (
        *(" ".join(_kept(part).split()) for part in parts),
        "",
        "",
    )
    name = " ".join(part for part in (forenames, keyname, suffix) if part)
    return AuthorRecord(name, keyname, forenames, "; ".join(a for a in affiliations if a))


def _versions(value: object) -> tuple[VersionRecord, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError("field 'versions' is missing or empty")
    versions: dict[int, VersionRecord] = {}
    for entry in value:
        if not isinstance(entry, dict):
            raise ValueError("field 'versions' must hold objects with 'version' and 'created'")
        number = _VERSION.fullmatch(str(entry.get("version", "")))
        if number is None:
            raise ValueError(f"field 'versions' has no version number in {str(entry)[:80]!r}")
        versions[int(number[1])] = VersionRecord(int(number[1]), _moment(str(entry.get("created", ""))))
    return tuple(versions[number] for number in sorted(versions))


@lru_cache(4096)
def _moment(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise ValueError(f"field 'versions' has the unreadable time {text[:60]!r}") from error
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if moment.year < 1985 or moment.date() > _latest():
        raise ValueError(f"field 'versions' has the impossible time {text[:60]!r}")
    return moment


@lru_cache(4096)
def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"field 'update_date' must be YYYY-MM-DD, it is {text[:40]!r}") from error
    if day > _latest():
        raise ValueError(f"field 'update_date' lies in the future: {text[:40]!r}")
    return day


def _latest() -> date:
    return max(datetime.now(UTC).date(), WRITTEN) + AHEAD
