"""Papers for the test arXiv from lines of the Kaggle snapshot's schema, so that thousands of real ones can be served."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import zstandard

from tests.arxiv.oai import EARLIEST
from tests.arxiv.papers import HeldPaper, HeldVersion


def held_paper(line: str) -> HeldPaper:
    """The paper of one line; its datestamp is the line's update_date, or OAI-PMH's first day where that is older."""
    row = json.loads(line)
    names = tuple([*name, "", "", ""][:3] for name in row.get("authors_parsed") or ())
    return HeldPaper(
        id=row["id"],
        title=row["title"],
        abstract=row["abstract"],
        authors=row["authors"],
        categories=tuple(row["categories"].split()),
        versions=tuple(_version(version) for version in row["versions"]),
        datestamp=max(date.fromisoformat(row["update_date"]), EARLIEST),
        names=tuple((key, fore, suffix) for key, fore, suffix in names),
        submitter=row.get("submitter") or "",
        comments=row.get("comments") or "",
        report_no=row.get("report-no") or "",
        journal_ref=row.get("journal-ref") or "",
        doi=row.get("doi") or "",
        license=row.get("license") or "",
    )


def held_papers(path: Path, limit: int | None = None) -> list[HeldPaper]:
    """The papers of a .jsonl or .jsonl.zst file, all or the first `limit`."""
    papers: list[HeldPaper] = []
    for line in _lines(path):
        if limit is not None and len(papers) == limit:
            break
        papers.append(held_paper(line))
    return papers


def _version(row: dict[str, str]) -> HeldVersion:
    return HeldVersion(int(row["version"][1:]), parsedate_to_datetime(row["created"]).astimezone(UTC))


def _lines(path: Path) -> Iterator[str]:
    if path.suffix == ".zst":
        with zstandard.open(path, "rt", encoding="utf-8", newline="\n") as lines:
            yield from (line for line in lines if line.strip())
    else:
        with path.open(encoding="utf-8", newline="\n") as lines:
            yield from (line for line in lines if line.strip())


def today_of(papers: Iterable[HeldPaper]) -> datetime:
    """Noon UTC of the newest datestamp: a time at which all of them are there."""
    newest = max(paper.datestamp for paper in papers)
    return datetime(newest.year, newest.month, newest.day, 12, tzinfo=UTC)
