"""What the same work costs without us: parse, insert, add to a plain Tantivy index."""

import os
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import tantivy
import zstandard

DATA = Path(os.environ["COOLPAPERS_TEST_DATA"])
COLUMNS = (
    "id",
    "title",
    "abstract",
    "authors",
    "categories",
    "comments",
    "journal-ref",
    "doi",
    "license",
    "update_date",
)


_TABLE = ", ".join(f'"{c}" TEXT' for c in COLUMNS)


def records(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / f"{name}.jsonl.zst").open("rb") as packed:
        rest = b""
        with zstandard.ZstdDecompressor().stream_reader(packed) as plain:
            while chunk := plain.read(1 << 16):
                *lines, rest = (rest + chunk).split(b"\n")
                yield from map(orjson.loads, lines)
        if rest:
            yield orjson.loads(rest)


def store(name: str, path: Path) -> None:
    """Parses and inserts 500 rows a transaction into one table."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"CREATE TABLE paper ({_TABLE})")
        rows = (tuple(record[c] for c in COLUMNS) for record in records(name))
        while chunk := list(islice(rows, 500)):
            connection.executemany(f"INSERT INTO paper VALUES ({', '.join('?' * len(COLUMNS))})", chunk)
            connection.commit()


def index(name: str, path: Path) -> tantivy.Index:
    """Adds the same texts to Tantivy with its default analysis."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw")
    for field in ("title", "abstract", "authors"):
        builder.add_text_field(field)
    path.mkdir()
    built = tantivy.Index(builder.build(), path=str(path))
    writer = built.writer(heap_size=128_000_000, num_threads=1)
    for record in records(name):
        writer.add_document(
            tantivy.Document(
                id=record["id"], title=record["title"], abstract=record["abstract"], authors=record["authors"]
            )
        )
    writer.commit()
    built.reload()
    return built
