"""A title or abstract cut to a length: the TeX source up to a place where nothing is torn.

For short forms (meta tags, previews); what comes out is TeX again and goes to any of the renderers. Source of truth: the
same scanners that the renderers use, so a formula here is a formula there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from render.braces import match_braces
from render.links import find_links, read_arxiv, read_url
from render.math import find_formulas
from render.source import clean_text

ELLIPSIS: Final = "…"

# A macro with the one character it may take; a script sign; an entity. Braces are followed by hand.
_ATOM = re.compile(
    r"\\[A-Za-z]+\*?(?:\s{0,9}\[[^\[\]{}]{0,200}\])?(?:[ \t]{1,9}[^\s{}$\\])?|\\.[^\s{}$\\]?|[\^_]"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});|(?=\{)",
    re.DOTALL,
)
_ATTACHED = re.compile(r"[\u0300-\u036f\u200d\ufe00-\ufe0f]")


def truncate(tex: str, limit: int) -> str:
    """`tex` itself when it has at most `limit` characters, else its beginning and "…", together at most `limit`.

    Cut at a blank where one is near, never inside a formula, a link, a macro with its arguments, an entity or a brace
    group; empty when not even the ellipsis has room.
    """
    text = clean_text(tex)
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    atoms = _atoms(text)
    starts = [start for start, _ in atoms]
    cut = _outside(limit - 1, atoms, starts)
    # A blank counts as near within the last third.
    for blank in range(cut, max(cut * 2 // 3, 0), -1):
        if text[blank].isspace() and _outside(blank, atoms, starts) == blank:
            cut = blank
            break
    else:
        while cut and _ATTACHED.match(text, cut):
            cut = _outside(cut - 1, atoms, starts)
    return text[:cut].rstrip() + ELLIPSIS


def _outside(position: int, atoms: list[tuple[int, int]], starts: list[int]) -> int:
    """`position`, or the beginning of the atom that it would tear."""
    index = bisect_right(starts, position) - 1
    if index >= 0 and position < atoms[index][1]:
        return atoms[index][0]
    return position


def _atoms(text: str) -> list[tuple[int, int]]:
    """The places of what must stay whole, in order, not overlapping."""
    formulas = find_formulas(text)
    closing = match_braces(text, formulas)
    found = [(formula.start, formula.end) for formula in formulas]
    inside = [(formula.start, formula.end) for formula in formulas]
    behind = 0
    for start in reversed(find_links(text)):
        link = read_arxiv(text, start) or read_url(text, start, len(text)) if start >= behind else None
        if link is not None:
            found.append((start, link.end))
            behind = link.end
    formula = 0
    for match in _ATOM.finditer(text):
        while formula < len(inside) and inside[formula][1] <= match.start():
            formula += 1
        if formula < len(inside) and inside[formula][0] <= match.start():
            continue
        end = _arguments_end(text, match.end(), closing)
        if end > match.start():
            found.append((match.start(), end))
    return _merge(sorted(found))


def _arguments_end(text: str, position: int, closing: dict[int, int]) -> int:
    """Where the brace groups that follow end; at most three belong to one macro."""
    for _ in range(3):
        at = position
        while at < len(text) and at < position + 9 and text[at] in " \t\n":
            at += 1
        if at not in closing:
            break
        position = closing[at] + 1
    return position


def _merge(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
