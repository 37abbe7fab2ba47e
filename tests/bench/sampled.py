"""The real papers of the engine benches, straight from the files: the sample of 100,000, then the recent ones."""

import os
from collections.abc import Iterator
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from itertools import chain, islice
from typing import Any

from search import SearchDocument
from tests.bench import bare

SAMPLES = ("arxiv_sample_100k", "arxiv_recent_2025_2026")
# How many papers the engines hold, and how many questions of each class they are asked.
PAPERS = int(os.environ.get("COOLPAPERS_TEST_BENCH_PAPERS", "100000"))
QUESTIONS = int(os.environ.get("COOLPAPERS_TEST_BENCH_QUESTIONS", "200"))


def first_papers(number: int) -> Iterator[SearchDocument]:
    """The first `number` papers, of 174,728 there are."""
    records = chain.from_iterable(map(bare.records, SAMPLES))
    return map(_document, islice(records, number))


def every_paper(sample: str, step: int) -> Iterator[SearchDocument]:
    """Every so manieth paper of one sample."""
    return map(_document, islice(bare.records(sample), 0, None, step))


def _document(record: dict[str, Any]) -> SearchDocument:
    moments = [parsedate_to_datetime(version["created"]).astimezone(UTC) for version in record["versions"]]
    return SearchDocument(
        id=record["id"],
        title=record["title"],
        abstract=record["abstract"],
        authors=tuple(f"{given} {family}".strip() for family, given, *_ in record["authors_parsed"]),
        categories=tuple(dict.fromkeys(record["categories"].split())),
        announced=date.fromisoformat(record["update_date"]),
        submitted=moments[0],
        updated=moments[-1],
        comments=record["comments"] or "",
        journal_ref=record["journal-ref"] or "",
        doi=record["doi"] or "",
    )
