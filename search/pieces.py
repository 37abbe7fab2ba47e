"""Source text cut into pieces that each keep their place: the words of a piece come from nowhere else.

For what must point back into the text as the author wrote it (highlighting, keywords). A piece is a run without blanks; a
formula, with whatever it touches, is one piece.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import words
from search.tex import has_tex

_MAX_FORMULA = 2_000  # characters; a longer "formula" is two stray dollar signs

# A formula from its opening to its closing sign, or one run without blanks. No alternative can run past another's start.
_FORMULA = (
    rf"\$\$[^$]{{1,{_MAX_FORMULA}}}\$\$|\$(?:\\.|[^$\\]){{1,{_MAX_FORMULA}}}\$"
    rf"|\\\((?:(?!\\\)).){{1,{_MAX_FORMULA}}}\\\)|\\\[(?:(?!\\\]).){{1,{_MAX_FORMULA}}}\\\]"
)
_ATOM = re.compile(_FORMULA, re.DOTALL)
_OPENING = re.compile(r"(?<!\\)\$|\\\(|\\\[")
_BLANKS = re.compile(r"\s+")
_BETWEEN_HYPHENS = re.compile(r"[^-]+")
_INNER = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words and the part of the source they come from."""

    start: int
    end: int
    words: tuple[str, ...]
    formula: bool = False


def _atoms(text: str) -> list[tuple[int, int]]:
    """Where formulas lie; none in a text without formula signs."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return []
    found: list[tuple[int, int]] = []
    at = 0
    misses = 0
    while misses < 50:  # each miss scans at most one formula's length
        opening = _OPENING.search(text, at)
        if opening is None:
            break
        match = _ATOM.match(text, opening.start())
        if match is None:
            misses += 1
            at = opening.end()
            continue
        found.append(match.span())
        at = match.end()
    return found


def _runs(text: str) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Runs without blanks outside formulas, with the formulas inside each."""
    formulas = _atoms(text)
    at, next_formula, start, limit = 0, 0, 0, -1
    blank: re.Match[str] | None = None
    inside: list[tuple[int, int]] = []
    while at < len(text):
        if limit < at:
            blank = _BLANKS.search(text, at)
            limit = blank.start() if blank else len(text)
        if next_formula < len(formulas) and formulas[next_formula][0] < limit:
            inside.append(formulas[next_formula])
            at = max(at, formulas[next_formula][1])
            next_formula += 1
            continue
        if limit > start:
            yield start, limit, inside
        at = start = blank.end() if blank else len(text)
        limit = -1
        inside = []
    if start < len(text):
        yield start, len(text), inside


def _plain_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """The single words of a run without TeX."""
    for found in _INNER.finditer(text, start, end):
        if inner := words(found[0]):
            yield Piece(found.start(), found.end(), tuple(inner))


def pieces(text: str) -> Iterator[Piece]:
    """The text's pieces in order; those without a word are left out."""
    for start, end, formulas in _runs(text):
        source = text[start:end]
        if not has_tex(source):
            yield from _plain_pieces(text, start, end)
            continue
        whole = tuple(words(source))
        if not whole:
            continue
        if formulas:
            parts = list(_around(text, start, end, formulas))
            # Only where the formula does not melt with its neighbours (MgB$_2$ is one word).
            if tuple(word for part in parts for word in part.words) == whole:
                yield from parts
                continue
        elif (parts := list(_hyphenated(text, start, end))) and tuple(
            w for part in parts for w in part.words
        ) == whole:
            yield from parts
            continue
        yield Piece(start, end, whole, formula=bool(formulas))


def _hyphenated(text: str, start: int, end: int) -> Iterator[Piece]:
    """The parts of a run of TeX between hyphens, as in `Erd\\H{o}s-R\\'enyi`."""
    for found in _BETWEEN_HYPHENS.finditer(text, start, end):
        left = found.start() + len(found[0]) - len(found[0].lstrip("(,.;:"))
        right = found.end() - (len(found[0]) - len(found[0].rstrip("),.;:")))
        if left < right and (inner := words(text[left:right])):
            yield Piece(left, right, tuple(inner))


def _around(text: str, start: int, end: int, formulas: list[tuple[int, int]]) -> Iterator[Piece]:
    at = start
    for left, right in formulas:
        yield from _plain_pieces(text, at, left)
        if inner := words(text[left:right]):
            yield Piece(left, right, tuple(inner), formula=True)
        at = right
    yield from _plain_pieces(text, at, end)
