"""The one way into the store: `upsert` writes records so that doing it twice changes nothing, `remove` takes papers out.

Which of several tellings of a paper counts is said in `precedence`. What changes a row raises its revision, which puts it in the
queue of the index; what is removed stands in a queue of its own (`removals`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from itertools import islice
from typing import Final, TypeVar

import orjson
from django.db import transaction

from coolpapers.papers.bulk import Row, insert_rows, select_rows, update_rows
from coolpapers.papers.completeness import settle
from coolpapers.papers.derivation import LISTING_COLUMNS, derive, listing_rows, rederive
from coolpapers.papers.models import Listing, Paper, Removed, Version
from coolpapers.papers.paper_rows import (
    DATED_COLUMNS,
    PAPER_COLUMNS,
    TOLD_COLUMNS,
    VERSION_COLUMNS,
    VERSION_TOLD_COLUMNS,
    author_list,
    dated_row,
    paper_row,
    told_paper,
    told_row,
    version_values,
)
from coolpapers.papers.precedence import KnownVersion, Rank, Versions
from coolpapers.papers.records import Detail, PaperRecord, RemovedRecord
from coolpapers.papers.turns import take_turn
from coolpapers.papers.weighing import Weighed, weigh

BATCH: Final = 500
Item = TypeVar("Item")
_DETAILS: Final = {detail.value: detail for detail in Detail}


@dataclass(frozen=True, slots=True)
class UpsertReport:
    """How many records were new, changed a row's words, said nothing new, or gave way to those of the row (`older`)."""

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


def upsert(records: Iterable[PaperRecord], *, batch: int = BATCH) -> UpsertReport:
    """Writes the records, `batch` of them a transaction."""
    report = UpsertReport()
    for chunk in _chunks(records, batch):
        with transaction.atomic():
            take_turn()
            report += _write(chunk)
    return report


def remove(records: Iterable[RemovedRecord]) -> int:
    """Takes the papers out and queues them for the index; how many there were. A row of a later datestamp stays."""
    gone = 0
    for chunk in _chunks(records, BATCH):
        days = {told.arxiv_id: told.datestamp for told in sorted(chunk, key=lambda told: told.datestamp)}
        with transaction.atomic():
            take_turn()
            rows = Paper.objects.filter(pk__in=days).values_list("arxiv_id", "datestamp", "revision")
            held = {key: (day, revision) for key, day, revision in rows}
            for key in [key for key, (day, _) in held.items() if day > days[key]]:
                del days[key], held[key]
            _bury(days, {key: revision for key, (_, revision) in held.items()})
            Paper.objects.filter(pk__in=held).delete()
            settle(days, came=False)
            gone += len(held)
    return gone


def removals() -> tuple[str, ...]:
    """The removed papers that the engine was not told of."""
    return tuple(Removed.objects.filter(unindexed=False).order_by("pk").values_list("pk", flat=True))


def removals_done(ids: Iterable[str]) -> None:
    """Notes that the engine no longer holds the papers. One that is back by now is queued anew."""
    for chunk in _chunks(ids, BATCH):
        with transaction.atomic():
            take_turn()
            Removed.objects.filter(pk__in=chunk).update(unindexed=True)
            Paper.objects.filter(pk__in=chunk).update(indexed_revision=0)


def fingerprint(record: PaperRecord) -> str:
    """Hash of all that the record tells except the day of the telling and its detail."""
    return blake2b(orjson.dumps(_told(record)), digest_size=16).hexdigest()


def _told(record: PaperRecord) -> tuple[object, ...]:
    return (
        record.arxiv_id,
        record.title,
        record.abstract,
        author_list(record),
        record.categories,
        [(v.number, v.submitted, v.size_kb) for v in record.versions],
        record.comments,
        record.journal_ref,
        record.doi,
        record.license,
        record.withdrawn,
    )


def _write(chunk: Sequence[PaperRecord]) -> UpsertReport:
    rows = _rows({record.arxiv_id for record in chunk})
    tombs = _tombs({record.arxiv_id for record in chunk} - rows.keys())
    papers, counts = weigh(
        ((record, fingerprint(record)) for record in chunk),
        rows,
        {key: tomb.datestamp for key, tomb in tombs.items()},
    )
    now = datetime.now(UTC)
    fresh = {key: paper for key, paper in papers.items() if not paper.revision}
    _insert(fresh, {key: tomb.revision for key, tomb in tombs.items()}, now)
    if back := tombs.keys() & fresh.keys():
        Removed.objects.filter(pk__in=back).delete()
    told = {key: paper for key, paper in rows.items() if paper.heard or paper.confirmed}
    changed = _update(told, now) if told else 0
    return UpsertReport(len(fresh), changed, counts.unchanged, counts.older)


def _rows(ids: set[str]) -> dict[str, Weighed]:
    columns = ["arxiv_id", "datestamp", "fingerprint", "revision", "detail", "version"]
    return {
        key: Weighed(Rank(_DETAILS[detail], datestamp, version), print_, revision)
        for key, datestamp, print_, revision, detail, version in select_rows(Paper, columns, "arxiv_id", ids)
    }


def _tombs(ids: Collection[str]) -> dict[str, Removed]:
    return Removed.objects.in_bulk(list(ids)) if ids and Removed.objects.exists() else {}


def _bury(days: Mapping[str, date], revisions: Mapping[str, int]) -> None:
    """Notes the removals; those of papers that are held, with their revisions, are queued for the index."""
    tombs = _tombs(days.keys())
    for key, day in days.items():
        tomb = tombs.setdefault(key, Removed(pk=key, datestamp=day, revision=0, unindexed=True))
        tomb.datestamp = max(day, tomb.datestamp)
        if key in revisions:
            tomb.revision, tomb.unindexed = revisions[key], False
    Removed.objects.bulk_create(
        tombs.values(),
        update_conflicts=True,
        unique_fields=["arxiv_id"],
        update_fields=["datestamp", "revision", "unindexed"],
    )


def _insert(papers: Mapping[str, Weighed], before: Mapping[str, int], now: datetime) -> None:
    """New rows; a paper that was removed `before`, at that revision, goes on from there."""
    records = {key: paper.winner for key, paper in papers.items() if paper.winner}
    versions = {key: papers[key].versions({}) for key in records}
    told = {key: told_paper(record, versions[key]) for key, record in records.items()}
    days, named = derive(list(told.values()))
    insert_rows(
        Paper,
        PAPER_COLUMNS,
        (
            paper_row(record, papers[key], versions[key], days[key], now, before.get(key, 0) + 1)
            for key, record in records.items()
        ),
    )
    insert_rows(
        Version,
        VERSION_COLUMNS,
        (row for key in records for row in version_values(key, versions[key], days[key])),
    )
    insert_rows(
        Listing, LISTING_COLUMNS, (row for key in records for row in listing_rows(told[key], days[key]))
    )
    if named:
        settle(named, came=True)


def _update(papers: Mapping[str, Weighed], now: datetime) -> int:
    """Writes what was told of held papers; how many got new words."""
    known = _known_versions([key for key, paper in papers.items() if paper.heard])
    told: list[Row] = []
    dated: list[Row] = []
    confirmed: list[Row] = []
    learnt: dict[str, Versions] = {}
    for key in sorted(papers):
        paper = papers[key]
        versions = paper.versions(known[key])
        if versions != known[key]:
            learnt[key] = versions
        if paper.winner:
            told.append([*told_row(paper.winner, paper, versions, now, paper.revision + 1), key])
        elif key in learnt:
            dated.append([*dated_row(versions, now, paper.revision + 1), key])
        if paper.confirmed and not paper.winner:
            confirmed.append([paper.rank.datestamp, int(paper.rank.detail), key])
    update_rows(Paper, TOLD_COLUMNS, ["arxiv_id"], told)
    update_rows(Paper, DATED_COLUMNS, ["arxiv_id"], dated)
    update_rows(Paper, ["datestamp", "detail"], ["arxiv_id"], confirmed)
    _write_versions(known, learnt)
    rederive(row[-1] for row in (*told, *dated))
    return len(told)


def _known_versions(ids: Sequence[str]) -> dict[str, Versions]:
    known: dict[str, Versions] = defaultdict(dict)
    rows = (
        Version.objects.filter(paper__in=ids).order_by("paper_id", "number")
        if ids
        else Version.objects.none()
    )
    for key, number, submitted, size_kb, detail in rows.values_list(
        "paper_id", "number", "submitted", "size_kb", "detail"
    ):
        known[key][number] = KnownVersion(submitted, size_kb, _DETAILS[detail])
    return known


def _write_versions(known: Mapping[str, Versions], learnt: Mapping[str, Versions]) -> None:
    fresh: list[Row] = []
    changed: list[Row] = []
    for key, versions in learnt.items():
        for number, version in versions.items():
            values = [version.submitted, version.size_kb, int(version.detail)]
            if number not in known[key]:
                fresh.append([*values, key, number])
            elif version != known[key][number]:
                changed.append([*values, key, number])
    insert_rows(Version, [*VERSION_TOLD_COLUMNS, "paper_id", "number"], fresh)
    update_rows(Version, VERSION_TOLD_COLUMNS, ["paper_id", "number"], changed)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
