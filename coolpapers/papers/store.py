"""The one way into the store: `upsert` writes records so that doing it twice changes nothing.

A record older than the stored one is ignored; a changed one raises the row's revision, which puts it into the index queue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from itertools import islice
from typing import Any, Final

import orjson
from django.db import IntegrityError, transaction

from coolpapers.papers.bulk import insert_rows
from coolpapers.papers.models import AnnouncedSource, Listing, Paper, Version
from coolpapers.papers.records import PaperRecord
from coolpapers.schedule import listing_day

BATCH: Final = 500
_TRIES: Final = 3

_KEPT_ON_UPDATE: Final = {"arxiv_id", "announced_source", "indexed_revision"}
_PAPER_COLUMNS: Final = [field.attname for field in Paper._meta.concrete_fields]
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


@dataclass(slots=True)
class _Stored:
    """What decides about the next record of the same paper."""

    datestamp: date
    fingerprint: str
    revision: int


@dataclass(frozen=True, slots=True)
class _Change:
    """A record that is to be written."""

    record: PaperRecord
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
    return blake2b(orjson.dumps(_told(record)), digest_size=16).hexdigest()


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
    known = {
        key: _Stored(datestamp, print_, revision)
        for key, datestamp, print_, revision in rows.filter(pk__in={r.arxiv_id for r in chunk}).values_list(
            "arxiv_id", "datestamp", "fingerprint", "revision"
        )
    }
    fresh: dict[str, _Change] = {}
    changed: dict[str, _Change] = {}
    confirmed: list[Paper] = []
    unchanged = older = 0
    for record in chunk:
        key, print_ = record.arxiv_id, fingerprint(record)
        before = known.get(key)
        if before is None:
            fresh[key] = _Change(record, print_, 1)
            known[key] = _Stored(record.datestamp, print_, 1)
        elif record.datestamp < before.datestamp:
            older += 1
        elif print_ == before.fingerprint:
            unchanged += 1
            if record.datestamp != before.datestamp:
                confirmed.append(Paper(pk=key, datestamp=record.datestamp))
                before.datestamp = record.datestamp
        else:
            # A second telling within the chunk takes the first one's place and is not counted as a change of its own.
            again = key in fresh or key in changed
            unchanged += again
            place = fresh if key in fresh else changed
            place[key] = _Change(record, print_, before.revision if again else before.revision + 1)
            known[key] = _Stored(record.datestamp, print_, place[key].revision)
    _save(fresh, changed, confirmed)
    return UpsertReport(len(fresh), len(changed), unchanged, older)


def _save(fresh: dict[str, _Change], changed: dict[str, _Change], confirmed: list[Paper]) -> None:
    now = datetime.now(UTC)
    insert_rows(Paper, _PAPER_COLUMNS, (_paper_values(change, now) for change in fresh.values()))
    insert_rows(Version, _VERSION_COLUMNS, _versions(fresh))
    if changed:
        rows = [
            Paper(**dict(zip(_PAPER_COLUMNS, _paper_values(c, now), strict=True))) for c in changed.values()
        ]
        for row in rows:
            row.author_list = _authors(changed[row.arxiv_id].record)
        Paper.objects.bulk_update(rows, _CHANGING, batch_size=100)
        Listing.objects.filter(paper__in=changed).delete()
        # A source that knows fewer versions does not unmake the others.
        Version.objects.bulk_create(
            (Version(**dict(zip(_VERSION_COLUMNS, values, strict=True))) for values in _versions(changed)),
            update_conflicts=True,
            unique_fields=["paper", "number"],
            update_fields=["submitted", "size_kb", "announced"],
        )
    insert_rows(Listing, _LISTING_COLUMNS, _listings(fresh | changed))
    if confirmed:
        Paper.objects.bulk_update(confirmed, ["datestamp"], batch_size=BATCH)


def _told(record: PaperRecord) -> tuple[object, ...]:
    return (
        record.arxiv_id,
        record.title,
        record.abstract,
        _authors(record),
        record.categories,
        [(v.number, v.submitted, v.size_kb) for v in record.versions],
        record.comments,
        record.journal_ref,
        record.doi,
        record.license,
        record.withdrawn,
    )


def _authors(record: PaperRecord) -> list[tuple[str, str, str, str]]:
    return [(author.name, author.keyname, author.forenames, author.affiliation) for author in record.authors]


def _paper_values(change: _Change, now: datetime) -> list[Any]:
    """In the order of `_PAPER_COLUMNS`, the authors as JSON text."""
    record = change.record
    first, last = record.versions[0], record.versions[-1]
    return [
        record.arxiv_id,
        record.title,
        record.abstract,
        orjson.dumps(_authors(record)).decode(),
        " ".join(record.categories),
        last.number,
        first.submitted,
        last.submitted,
        listing_day(first.submitted),
        AnnouncedSource.ESTIMATED.value,
        record.comments,
        record.journal_ref,
        record.doi,
        record.license,
        record.withdrawn,
        record.datestamp,
        change.fingerprint,
        now,
        change.revision,
        0,
    ]


def _versions(changes: dict[str, _Change]) -> Iterator[list[Any]]:
    for key, change in changes.items():
        for version in change.record.versions:
            yield [key, version.number, version.submitted, version.size_kb, listing_day(version.submitted)]


def _listings(changes: dict[str, _Change]) -> Iterator[list[Any]]:
    for key, change in changes.items():
        announced = listing_day(change.record.versions[0].submitted)
        for place, category in enumerate(change.record.categories):
            yield [key, category, place == 0, announced]


def _can_lock() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update)


def _chunks(records: Iterable[PaperRecord], size: int) -> Iterator[list[PaperRecord]]:
    iterator = iter(records)
    while chunk := list(islice(iterator, size)):
        yield chunk
