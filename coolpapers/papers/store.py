"""The one way into the store: `upsert` writes records so that doing it twice changes nothing.

A record older than the stored one is ignored; a changed one raises the row's revision, which puts it into the index queue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

import orjson
from django.db import IntegrityError, transaction

from coolpapers.papers.bulk import insert_rows
from coolpapers.papers.models import Listing, Paper, Version
from coolpapers.papers.records import PaperRecord
from coolpapers.schedule import listing_day

BATCH: Final = 500
_TRIES: Final = 3

_KEPT_ON_UPDATE: Final = {"arxiv_id", "announced_source", "indexed_revision"}
_PAPER_COLUMNS: Final = [field.attname for field in Paper._meta.concrete_fields]
_AUTHORS: Final = _PAPER_COLUMNS.index("author_list")
_CHANGING: Final = [name for name in _PAPER_COLUMNS if name not in _KEPT_ON_UPDATE]
_VERSION_COLUMNS: Final = ["paper_id", "number", "submitted", "size_kb", "announced"]
_LISTING_COLUMNS: Final = ["paper_id", "category", "primary", "announced"]


@dataclass(frozen=True, slots=True)
class UpsertReport:
    """How many records were new, changed a row, said nothing new, or were older than the row."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    older: int = 0

    def __add__(self, other: "UpsertReport") -> "UpsertReport":
        return UpsertReport(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.older + other.older,
        )

    @property
    def records(self) -> int:
        return self.created + self.updated + self.unchanged + self.older


@dataclass(frozen=True, slots=True)
class _Stored:
    datestamp: object
    fingerprint: str
    revision: int


def upsert(records: Iterable[PaperRecord], *, batch: int = BATCH) -> UpsertReport:
    """Writes the records, `batch` of them a transaction; the later of two with the same id and datestamp wins."""
    report = UpsertReport()
    for chunk in _chunks(records, batch):
        report += _upsert_chunk(chunk)
    return report


def fingerprint(record: PaperRecord) -> str:
    """Hash of all that the record tells except the day of the telling."""
    told = replace(record, datestamp=date.min)
    return blake2b(orjson.dumps(told), digest_size=16).hexdigest()


def _upsert_chunk(chunk: Sequence[PaperRecord]) -> UpsertReport:
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return _write(chunk)
        except IntegrityError:
            # Another process inserted one of these papers between our SELECT and INSERT: now it is there to be seen.
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _write(chunk: Sequence[PaperRecord]) -> UpsertReport:
    rows = Paper.objects.select_for_update() if _can_lock() else Paper.objects
    stored = {
        key: _Stored(datestamp, print_, revision)
        for key, datestamp, print_, revision in rows.filter(pk__in={r.arxiv_id for r in chunk}).values_list(
            "arxiv_id", "datestamp", "fingerprint", "revision"
        )
    }
    now = datetime.now(UTC)
    fresh: dict[str, Paper] = {}
    changed: dict[str, Paper] = {}
    confirmed: dict[str, Paper] = {}
    source: dict[str, PaperRecord] = {}
    unchanged = older = 0
    for record in chunk:
        key = record.arxiv_id
        seen = fresh.get(key) or changed.get(key)
        before = _Stored(seen.datestamp, seen.fingerprint, seen.revision) if seen else stored.get(key)
        row = _row(record, now, stored[key].revision + 1 if key in stored else 1)
        if before is None:
            fresh[key], source[key] = row, record
        elif record.datestamp < before.datestamp:  # type: ignore[operator]
            older += 1
        elif row.fingerprint == before.fingerprint:
            unchanged += 1
            if record.datestamp != before.datestamp and seen is None:
                confirmed[key] = row
        elif key in fresh:
            unchanged += 1  # two tellings in one chunk count once, as the later
            fresh[key], source[key] = row, record
        else:
            unchanged += key in changed
            changed[key], source[key] = row, record
    _save(fresh, changed, confirmed, source)
    return UpsertReport(len(fresh), len(changed), unchanged, older)


def _save(
    fresh: dict[str, Paper],
    changed: dict[str, Paper],
    confirmed: dict[str, Paper],
    source: dict[str, PaperRecord],
) -> None:
    insert_rows(Paper, _PAPER_COLUMNS, map(_paper_values, fresh.values()))
    insert_rows(Version, _VERSION_COLUMNS, _versions(fresh, source))
    if confirmed:
        Paper.objects.bulk_update(confirmed.values(), ["datestamp"], batch_size=BATCH)
    if changed:
        Paper.objects.bulk_update(changed.values(), _CHANGING, batch_size=100)
        Listing.objects.filter(paper__in=changed).delete()
        # A source that knows fewer versions does not unmake the others.
        Version.objects.bulk_create(
            (
                Version(**dict(zip(_VERSION_COLUMNS, values, strict=True)))
                for values in _versions(changed, source)
            ),
            update_conflicts=True,
            unique_fields=["paper", "number"],
            update_fields=["submitted", "size_kb", "announced"],
        )
    insert_rows(Listing, _LISTING_COLUMNS, _listings(fresh | changed))


def _paper_values(paper: Paper) -> list[Any]:
    values = [getattr(paper, name) for name in _PAPER_COLUMNS]
    values[_AUTHORS] = orjson.dumps(paper.author_list).decode()
    return values


def _row(record: PaperRecord, now: datetime, revision: int) -> Paper:
    first, last = record.versions[0], record.versions[-1]
    return Paper(
        arxiv_id=record.arxiv_id,
        title=record.title,
        abstract=record.abstract,
        author_list=[[a.name, a.keyname, a.forenames, a.affiliation] for a in record.authors],
        categories=" ".join(record.categories),
        version=last.number,
        submitted=first.submitted,
        updated=last.submitted,
        announced=listing_day(first.submitted),
        comments=record.comments,
        journal_ref=record.journal_ref,
        doi=record.doi,
        license=record.license,
        withdrawn=record.withdrawn,
        datestamp=record.datestamp,
        fingerprint=fingerprint(record),
        changed=now,
        revision=revision,
    )


def _versions(rows: dict[str, Paper], source: dict[str, PaperRecord]) -> Iterator[tuple[Any, ...]]:
    for key in rows:
        for version in source[key].versions:
            yield key, version.number, version.submitted, version.size_kb, listing_day(version.submitted)


def _listings(rows: dict[str, Paper]) -> Iterator[tuple[Any, ...]]:
    for key, paper in rows.items():
        for place, category in enumerate(paper.category_list):
            yield key, category, place == 0, paper.announced


def _can_lock() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update)


def _chunks(records: Iterable[PaperRecord], size: int) -> Iterator[list[PaperRecord]]:
    iterator = iter(records)
    while chunk := list(islice(iterator, size)):
        yield chunk
