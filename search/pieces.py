"""Source text cut into pieces that each keep their place: the words of a piece come from nowhere else.

For what must point back into the text as the author wrote it (highlighting, keywords). A piece is a run without blanks; a
formula, with whatever it touches, is one piece.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from search.analysis import MAX_WORD, words
from search.memo import Memo
from search.tex import has_tex

_MAX_FORMULA = 2_000  # characters; a longer "formula" is two stray dollar signs

# A formula from its opening to its closing sign, or one run without blanks. No alternative can run past another's start.
_FORMULA = (
    rf"\$\$[^$]{{1,{_MAX_FORMULA}}}\$\$|\$(?:\\.|[^$\\]){{1,{_MAX_FORMULA}}}\$"
    rf"|\\\((?:(?!\\\)).){{1,{_MAX_FORMULA}}}\\\)|\\\[(?:(?!\\\]).){{1,{_MAX_FORMULA}}}\\\]"
)
_ATOM = re.compile(_FORMULA, re.DOTALL)
_OPENING = re.compile(r"(?<!\\)\$|\\\(|\\\[")
_BLANK = re.compile(r"\s")
_SPECIAL = re.compile(r"[\\^_$#]|\((?=[0-9nN])|\*|\+\+")  # what `has_tex` looks for
_BETWEEN_HYPHENS = re.compile(r"[^-]+")
_INNER = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Piece(NamedTuple):
    """Words and the part of the source they come from. A tuple, since a page of results makes thousands."""

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


def _tex_runs(text: str) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Runs without blanks outside formulas that hold any TeX, with the formulas inside each."""
    formulas = _atoms(text)
    blank = _BLANK.sub(" ", text)
    at = next_formula = 0
    while (special := _SPECIAL.search(text, at)) is not None:
        start = max(blank.rfind(" ", at, special.start()) + 1, at)
        inside: list[tuple[int, int]] = []
        end = blank.find(" ", special.start())
        while next_formula < len(formulas) and (end < 0 or formulas[next_formula][0] < end):
            inside.append(formulas[next_formula])
            end = blank.find(" ", formulas[next_formula][1])
            next_formula += 1
        at = len(text) if end < 0 else end
        yield start, at, inside


def _words_within(run: str) -> tuple[str, ...]:
    return tuple(words(run))


# Marking an abstract costs a third of what it did (2026-11-22).
_words_of: Final[Memo[str, tuple[str, ...]]] = Memo(_words_within, limit=30_000)  # runs, 6 MB


def _plain_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """The single words of a run without TeX."""
    for found in _INNER.finditer(text, start, end):
        run = found[0]
        if inner := _words_of[run] if len(run) <= MAX_WORD else _words_within(run):
            yield Piece(found.start(), found.end(), inner)


def pieces(text: str) -> Iterator[Piece]:
    """The text's pieces in order; those without a word are left out."""
    at = 0
    if has_tex(text):
        for start, end, formulas in _tex_runs(text):
            yield from _plain_pieces(text, at, start)
            yield from _tex_pieces(text, start, end, formulas)
            at = end
    yield from _plain_pieces(text, at, len(text))


def placed_words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The text's words in order, and for each the place of its piece."""
    if not has_tex(text):
        return _plain_words(text, 0, len(text))
    tokens: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for start, end, formulas in _tex_runs(text):
        inner, where = _plain_words(text, at, start)
        tokens += inner
        places += where
        for left, right, found, _ in _tex_pieces(text, start, end, formulas):
            tokens += found
            places += [(left, right)] * len(found)
        at = end
    inner, where = _plain_words(text, at, len(text))
    return tokens + inner, places + where


def _plain_words(text: str, start: int, end: int) -> tuple[list[str], list[tuple[int, int]]]:
    """The words of a stretch without TeX with their places; nearly every run is one word, so all are taken at once."""
    places = [found.span() for found in _INNER.finditer(text, start, end)]
    inner = [_words_of[text[left:right]] for left, right in places]
    if set(map(len, inner)) - {1}:
        places = [place for place, found in zip(places, inner, strict=True) for _ in found]
    return [word for found in inner for word in found], places


def _tex_pieces(text: str, start: int, end: int, formulas: list[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces of one run that holds TeX."""
    source = text[start:end]
    whole = _words_of[source]
    if not whole:
        return
    parts = list(_around(text, start, end, formulas) if formulas else _hyphenated(text, start, end))
    # Only where a formula does not melt with its neighbours (MgB$_2$ is one word).
    if tuple(word for part in parts for word in part.words) == whole:
        yield from parts
    else:
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
