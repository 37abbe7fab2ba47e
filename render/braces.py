"""Brace groups outside formulas: which brace closes which, and which braces are meant to be read.

Step of the title and abstract renderer. Source of truth: TeX's grouping; BibTeX's habit of protecting
capitals with braces; sets, which authors also write in plain braces (`{0,1}-strings`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from render.math import Formula

_BRACE = re.compile(r"\\.|[{}]|\n[ \t]*\n", re.DOTALL)
_SET_SIGN = re.compile(r"[,|;=<>]|:(?!//)|\.\.\.|\\[lc]?dots")
# Braces that only keep TeX's spacing or ligatures off: 1{,}478, Doc2Query{-}{-}.
_SPACED = frozenset((",", ".", "-", ":"))
_LONG_WORDS = re.compile(r"[A-Za-z]{2,}[\s,]+\\?[A-Za-z]{4,}")


def match_braces(source: str, formulas: Iterable[Formula]) -> dict[int, int]:
    """The place of the closing brace for every opening one that has it in the same paragraph."""
    if "{" not in source:
        return {}
    closing: dict[int, int] = {}
    opened: list[int] = []
    skip = iter(formulas)
    formula = next(skip, None)
    for match in _BRACE.finditer(source):
        position = match.start()
        while formula is not None and formula.end <= position:
            formula = next(skip, None)
        if formula is not None and formula.start <= position:
            continue
        text = match.group()
        if text == "{":
            opened.append(position)
        elif text == "}" and opened:
            closing[opened.pop()] = position
        elif text[0] == "\n":
            opened.clear()
    return closing


def is_set(content: str) -> bool:
    """Whether braces around `content` belong to the text: a set, a sequence, a number."""
    content = content[:80].strip()
    if content in _SPACED:
        return False
    if content.isdigit() or (len(content) == 1 and not content.isalnum()):
        return True
    sign = _SET_SIGN.search(content)
    return (
        sign is not None
        and not content.startswith("\\")
        and _LONG_WORDS.search(content[: sign.start() + 12]) is None
    )
