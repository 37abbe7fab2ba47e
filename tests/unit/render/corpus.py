"""Where the tests of this folder find real records and golden texts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import zstandard

from tests.conftest import real_data_folder

GOLDEN = Path(__file__).parents[2] / "golden"


def records(name: str, *, every: int) -> Iterator[dict[str, str]]:
    """Every `every`-th record of a compressed snapshot file."""
    with (real_data_folder() / name).open("rb") as file:
        lines = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8")
        for number, line in enumerate(lines):
            if number % every == 0:
                yield json.loads(line)


def golden_cases(name: str) -> list[tuple[str, str, str]]:
    """(title, input, expected) of every case in a golden Markdown file: a heading, then two fenced texts."""
    cases = []
    for section in (GOLDEN / name).read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        texts = body.split("\n~~~~\n")
        assert len(texts) == 5, f"{name}: {title}"
        cases.append((title.strip(), texts[1], texts[3]))
    return cases
