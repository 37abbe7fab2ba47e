"""A judged collection on disk: docs.jsonl, queries.jsonl and qrels.tsv, each plain or .zst.

A document has `id` and what a paper has (`title`, `abstract`, `authors`, `categories`, `year`); a query has `id` and
`text`, `doc_id`, or both; qrels.tsv has a head line, then query, document and grade in its first columns.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

import zstandard

from search import SearchDocument

# Collections without dates: one day for all, so that no order comes from it.
NO_DATE = date(2000, 1, 1)


class MalformedJudgedSet(Exception):
    """A file of the collection is missing or cannot be read; the text says which, and the line."""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """One question, and what its judges said: document id → grade."""

    id: str
    text: str | None
    doc_id: str | None
    grades: Mapping[str, int]

    @property
    def pooled(self) -> bool:
        """Whether only the judged papers are ranked: so where a paper and its text are both given."""
        return self.text is not None and self.doc_id is not None

    @property
    def relevant(self) -> frozenset[str]:
        """The papers that count for measures without grades: of a pool graded 0 to 3 those from 2 on, else from 1 on."""
        least = 2 if self.pooled else 1
        return frozenset(key for key, grade in self.grades.items() if grade >= least)


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[TextIO]:
    plain, packed = folder / name, folder / f"{name}.zst"
    if plain.is_file():
        with plain.open(encoding="utf-8") as file:
            yield file
    elif packed.is_file():
        with packed.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
            yield io.TextIOWrapper(reader, encoding="utf-8")
    else:
        raise MalformedJudgedSet(f"{folder} holds neither {name} nor {name}.zst")


def _lines(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """The lines that hold anything, each with its place for messages."""
    with _opened(folder, name) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield f"{name}, line {number}", line.rstrip("\n")


def _objects(folder: Path, name: str) -> Iterator[Mapping[str, object]]:
    for place, line in _lines(folder, name):
        try:
            told = json.loads(line)
        except ValueError as error:
            raise MalformedJudgedSet(f"{place}: {error}") from error
        if not isinstance(told, dict) or "id" not in told:
            raise MalformedJudgedSet(f"{place}: no JSON object with an id")
        yield told


def _document(told: Mapping[str, object]) -> SearchDocument:
    def text(name: str) -> str:
        return str(told.get(name) or "")

    day = date(int(text("year")), 1, 1) if text("year").isdecimal() and int(text("year")) else NO_DATE
    moment = datetime(day.year, 1, 1, tzinfo=UTC)
    return SearchDocument(
        id=str(told["id"]),
        title=text("title"),
        abstract=text("abstract"),
        authors=tuple(name.strip() for name in text("authors").split(",") if name.strip()),
        categories=tuple(text("categories").replace(",", " ").split()),
        announced=day,
        submitted=moment,
        updated=moment,
    )


def documents(folder: Path) -> Iterator[SearchDocument]:
    """The collection's papers in the order of the file."""
    return map(_document, _objects(folder, "docs.jsonl"))


def _grades(folder: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    lines = _lines(folder, "qrels.tsv")
    next(lines, None)
    for place, line in lines:
        try:
            query_id, doc_id, grade = line.split("\t")[:3]
            grades.setdefault(query_id, {})[doc_id] = int(grade)
        except ValueError as error:
            raise MalformedJudgedSet(f"{place}: not query, document and grade between tabs") from error
    return grades


def queries(folder: Path) -> tuple[JudgedQuery, ...]:
    """The questions in the order of the file; those that nobody judged have no grades."""
    grades = _grades(folder)

    def text(told: Mapping[str, object], name: str) -> str | None:
        return None if told.get(name) is None else str(told[name])

    return tuple(
        JudgedQuery(key, text(told, "text"), text(told, "doc_id"), grades.get(key, {}))
        for told in _objects(folder, "queries.jsonl")
        for key in [str(told["id"])]
    )
