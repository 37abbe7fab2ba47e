"""Recorded arXiv metadata → its titles and abstracts, and the formulas that our pages would show of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from render.clean_tex import clean_tex
from render.math import Formula
from render.source import clean_text
from render.text import TextReader
from render.writer import HtmlWriter

FILES = ("arxiv_sample_100k", "arxiv_sample_20k", "arxiv_recent_2025_2026")


@dataclass(frozen=True, slots=True)
class RealFormula:
    """A formula of a record: as written, and as MathJax gets it (None: refused, its source is shown)."""

    record: str
    source: str
    tex: str | None
    display: bool


class _FormulaCollector(HtmlWriter):
    """The page's writer, remembering the formulas that it is handed."""

    def __init__(self) -> None:
        super().__init__((), inline=False)
        self.formulas: list[Formula] = []

    def formula(self, formula: Formula) -> None:
        self.formulas.append(formula)


def records(folder: Path, files: Iterable[str] = FILES) -> Iterator[dict[str, str]]:
    """Every record of the folder's samples once."""
    seen: set[str] = set()
    for name in files:
        with (folder / f"{name}.jsonl.zst").open("rb") as file:
            for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), encoding="utf-8"):
                record = json.loads(line)
                if record["id"] not in seen:
                    seen.add(record["id"])
                    yield record


def formulas(record: dict[str, str]) -> Iterator[RealFormula]:
    """The formulas of a record's title and abstract that have something to show."""
    for text in (record["title"], record["abstract"]):
        collector = _FormulaCollector()
        TextReader(clean_text(text), collector).read()
        for formula in collector.formulas:
            tex = None if formula.broken else clean_tex(formula.tex, display=formula.display)
            if tex != "":
                yield RealFormula(record["id"], formula.tex, tex, formula.display)
