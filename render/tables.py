"""Tables in notes: a bar inside a formula is no cell border, and no table is larger than a reader can use.

Part of the notes renderer: works on the Markdown source before blocks are parsed. Bars in formulas become
private-use characters, restored when the formula or the text is written. Source of truth: GitHub's tables
(GFM 0.29 §4.10), where `\\|` in a cell means `|`.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_core import StateCore

from render.math import find_formulas

# A 400 by 400 table grows from 3 kB of Markdown to 664 kB of HTML and 0.9 s (2026-11).
MOST_CELLS: Final = 4000

_BAR: Final = "\ue001"
_ESCAPED_BAR: Final = "\ue002"
_DELIMITER_ROW = re.compile(r"[\s>*+\-\d.]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*+\|?\s*\Z")


def protect_tables(state: StateCore) -> None:
    """Hide the bars of formulas in table rows; a table of too many cells is left as text."""
    source = state.src
    if "|" not in source or "-" not in source:
        return
    lines = source.split("\n")
    index = 1
    while index < len(lines):
        row = lines[index]
        if "|" not in row or "-" not in row or "|" not in lines[index - 1] or not _is_delimiter_row(row):
            index += 1
            continue
        end = index + 1
        while end < len(lines) and lines[end].strip(" \t>"):
            end += 1
        if (row.count("|") + 1) * (end - index) > MOST_CELLS:
            lines[index] = row.replace("|", "\\|", 1).replace("-", "\\-", 1)
        else:
            for number in (index - 1, *range(index + 1, end)):
                lines[number] = _hide_bars(lines[number])
        index = end
    state.src = "\n".join(lines)


def restore_pipes(text: str, *, in_formula: bool) -> str:
    """`text` with its hidden bars; in a formula an escaped bar is a plain one, as in any cell."""
    return text.replace(_BAR, "|").replace(_ESCAPED_BAR, "|" if in_formula else "\\|")


def set_attributes(state: StateCore) -> None:
    """Say a column's alignment by class (the page forbids style attributes); keep code untranslated."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            token.attrs = {"class": str(token.attrs["style"]).replace("text-align:", "align-")}
        elif token.type in ("fence", "code_block"):
            token.attrs = {"class": "notranslate", "translate": "no"}


def _is_delimiter_row(row: str) -> bool:
    return len(row) <= MOST_CELLS * 8 and _DELIMITER_ROW.match(row) is not None


def _hide_bars(line: str) -> str:
    pieces: list[str] = []
    position = 0
    for formula in find_formulas(line):
        hidden = line[formula.start : formula.end].replace("\\|", _ESCAPED_BAR).replace("|", _BAR)
        pieces += (line[position : formula.start], hidden)
        position = formula.end
    pieces.append(line[position:])
    return "".join(pieces)
