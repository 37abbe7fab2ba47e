"""Weighed papers → rows of the tables; step of `store.upsert`. Values are in the columns' own form, for `bulk`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import orjson

from coolpapers.papers.announced_days import AnnouncedDays, ToldPaper
from coolpapers.papers.bulk import Row
from coolpapers.papers.precedence import Versions
from coolpapers.papers.records import PaperRecord
from coolpapers.papers.weighing import Weighed

DATED_COLUMNS: Final = ["version", "submitted", "updated", "changed", "revision"]
TOLD_COLUMNS: Final = [
    "title",
    "abstract",
    "author_list",
    "categories",
    "comments",
    "journal_ref",
    "doi",
    "license",
    "withdrawn",
    "datestamp",
    "detail",
    "fingerprint",
    *DATED_COLUMNS,
]
"""What a telling changes of a held paper; its days are `derivation`'s, its place in the index the pipeline's."""
PAPER_COLUMNS: Final = [*TOLD_COLUMNS, "announced", "announced_source", "indexed_revision", "arxiv_id"]
VERSION_COLUMNS: Final = ["paper_id", "number", "submitted", "size_kb", "detail", "announced"]
VERSION_TOLD_COLUMNS: Final = ["submitted", "size_kb", "detail"]


def author_list(record: PaperRecord) -> list[tuple[str, str, str, str]]:
    """The authors as the JSON column holds them."""
    return [(author.name, author.keyname, author.forenames, author.affiliation) for author in record.authors]


def told_paper(record: PaperRecord, versions: Versions) -> ToldPaper:
    """What the days of a new paper are derived from."""
    told = [(number, version.submitted) for number, version in versions.items()]
    return ToldPaper(record.arxiv_id, record.categories, record.datestamp, told)


def paper_row(
    record: PaperRecord, paper: Weighed, versions: Versions, days: AnnouncedDays, now: datetime, revision: int
) -> Row:
    """In the order of PAPER_COLUMNS."""
    row = told_row(record, paper, versions, now, revision)
    row += (days.announced, days.source.value, 0, record.arxiv_id)
    return row


def told_row(record: PaperRecord, paper: Weighed, versions: Versions, now: datetime, revision: int) -> Row:
    """In the order of TOLD_COLUMNS, the authors as JSON text."""
    return [
        record.title,
        record.abstract,
        orjson.dumps(author_list(record)).decode(),
        " ".join(record.categories),
        record.comments,
        record.journal_ref,
        record.doi,
        record.license,
        record.withdrawn,
        paper.rank.datestamp,
        int(paper.rank.detail),
        paper.fingerprint,
        *dated_row(versions, now, revision),
    ]


def dated_row(versions: Versions, now: datetime, revision: int) -> Row:
    """In the order of DATED_COLUMNS."""
    numbers = list(versions)
    first, last = numbers[0], numbers[-1]
    return [last, versions[first].submitted, versions[last].submitted, now, revision]


def version_values(arxiv_id: str, versions: Versions, days: AnnouncedDays) -> Iterator[Row]:
    """In the order of VERSION_COLUMNS."""
    for number, version in versions.items():
        yield [
            arxiv_id,
            number,
            version.submitted,
            version.size_kb,
            int(version.detail),
            days.versions[number],
        ]
