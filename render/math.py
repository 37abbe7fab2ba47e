"""Where a formula begins and ends, in abstracts, titles and notes alike.

Second step of every renderer: cleaned text → formulas with their places. One pass from the right finds, for
every opening delimiter, the closing one of the same paragraph and brace group; one pass from the left picks
the formulas. Both are linear. Source of truth: arXiv's submission help (`$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`,
AMS environments).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from render.plausible import LONGEST_FORMULA, is_plausible, is_plausible_display

_ENVIRONMENT: Final = (
    "equation|align|gather|multline|eqnarray|alignat|flalign|displaymath|math|array|cases|matrix|pmatrix|bmatrix|"
    "vmatrix|Vmatrix|Bmatrix|smallmatrix|split|aligned|gathered|alignedat|subequations|dcases|rcases|CD"
)
MATH_ENVIRONMENTS: Final = frozenset(name + star for name in _ENVIRONMENT.split("|") for star in ("", "*"))
_TOKEN = re.compile(r"\\(?:(begin|end)\s*\{([A-Za-z]{1,20}\*?)\}|.)|\$|[{}]|\n[ \t]*\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula at `source[start:end]`, delimiters included; `tex` is what stands between them.

    `broken` says that its braces do not balance, so that it can only be shown as source.
    """

    start: int
    end: int
    tex: str
    display: bool
    broken: bool = False


@dataclass(slots=True)
class _Group:
    """The nearest closing delimiters to the right, within one brace group."""

    dollar: int | None = None
    paren: int | None = None
    bracket: int | None = None


@dataclass(slots=True)
class _Closers:
    """For each opening delimiter's place, the place of its closing one."""

    close: dict[int, int]
    next_dollar: dict[int, int]


def find_formulas(source: str) -> list[Formula]:
    """The formulas of `source` in order, never overlapping."""
    if "$" not in source and "\\(" not in source and "\\[" not in source and "\\begin" not in source:
        return []
    tokens = list(_TOKEN.finditer(source))
    closers = _pair(tokens)
    formulas: list[Formula] = []
    position = 0
    for token in tokens:
        start = token.start()
        if start < position:
            continue
        if source[start] == "$":
            formula = _dollar_formula(source, start, closers)
        elif start in closers.close:
            formula = _bracket_formula(source, token, closers.close[start])
        else:
            continue
        if formula is not None:
            formulas.append(formula)
            position = formula.end
    return formulas


def _pair(tokens: list[re.Match[str]]) -> _Closers:
    close: dict[int, int] = {}
    next_dollar: dict[int, int] = {}
    ends: dict[str, list[int]] = {}
    groups = [_Group()]
    dollar: int | None = None
    for token in reversed(tokens):
        text, start = token.group(), token.start()
        group = groups[-1]
        if text == "$":
            if group.dollar is not None:
                close[start] = group.dollar
            if dollar is not None:
                next_dollar[start] = dollar
            group.dollar = dollar = start
        elif text == "}":
            groups.append(_Group())
        elif text == "{":
            groups.pop()
            if not groups:
                groups.append(_Group())
        elif text == r"\)":
            group.paren = start
        elif text == r"\]":
            group.bracket = start
        elif text == r"\(":
            if group.paren is not None:
                close[start] = group.paren
                group.paren = None
        elif text == r"\[":
            if group.bracket is not None:
                close[start] = group.bracket
                group.bracket = None
        elif text[0] == "\n":
            groups = [_Group()]
            dollar = None
        elif token.group(1) == "end":
            ends.setdefault(token.group(2), []).append(token.end())
        elif token.group(1) == "begin" and ends.get(token.group(2)):
            close[start] = ends[token.group(2)].pop()
    return _Closers(close, next_dollar)


def _dollar_formula(source: str, start: int, closers: _Closers) -> Formula | None:
    close = closers.close
    end = close.get(start)
    if end == start + 1:
        end = close.get(end)
        if end is None or close.get(end) != end + 1:
            return None
        tex = source[start + 2 : end]
        if len(tex) > LONGEST_FORMULA:
            return Formula(start, end + 2, tex, display=True, broken=True)
        return Formula(start, end + 2, tex, display=True) if is_plausible_display(tex) else None
    if end is not None:
        tex = source[start + 1 : end]
        if is_plausible(tex, after=source[end + 1 : end + 2]):
            return Formula(start, end + 1, tex, display=False)
        return None
    end = closers.next_dollar.get(start)
    if end is None or end - start > LONGEST_FORMULA:
        return None
    tex = source[start + 1 : end]
    if tex != tex.strip() or not is_plausible(tex):
        return None
    return Formula(start, end + 1, tex, display=False, broken=True)


def _bracket_formula(source: str, token: re.Match[str], end: int) -> Formula | None:
    start = token.start()
    environment = token.group(2)
    if environment is not None:
        if environment not in MATH_ENVIRONMENTS:
            return None
        return Formula(start, end, source[start:end], display=environment != "math")
    tex = source[start + 2 : end]
    if not is_plausible_display(tex):
        return None
    return Formula(start, end + 2, tex, display=token.group() == r"\[")
