"""The reader's string cut into parts with their positions; a step of `search.syntax`.

TeX is kept whole: `\\"` inside a word is an accent, not a quotation mark; the brackets of `SU(2)` or `O(n log n)` belong to
the word they touch. One pass, no backtracking beyond one bracket.
"""

from dataclasses import dataclass
from typing import Literal

from search.errors import QuerySyntaxError

Kind = Literal["word", "phrase", "field", "open", "close", "minus", "and", "or", "not"]

_QUOTES = {'"', "“", "”", "„", "«", "»"}
_OPERATORS: dict[str, Kind] = {"AND": "and", "OR": "or", "NOT": "not", "ANDNOT": "not"}
_MAX_BRACKET = 40  # characters a bracket glued to a word may hold
_MAX_FIELD = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the query; `position` is its 0-based offset in the reader's string."""

    kind: Kind
    text: str
    position: int
    spaced: bool = False  # field: blanks follow the colon


def _phrase_end(text: str, start: int) -> int:
    """Offset of the closing quotation mark, or -1."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] in _QUOTES:
            return at
        at += 1
    return -1


def _bracket_end(text: str, start: int) -> int:
    """Offset behind the bracket that opens at `start` and belongs to the word before it, or -1."""
    depth = 0
    for at in range(start, min(len(text), start + _MAX_BRACKET)):
        if text[at] in _QUOTES:
            return -1
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if depth == 0:
                return at + 1
    return -1


def word_end(text: str, start: int) -> int:
    """Offset behind the word that begins at `start`."""
    at = start
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if char.isspace() or char == ")" or char in _QUOTES:
            break
        if char == "(":
            end = _bracket_end(text, at) if at > start else -1
            if end < 0:
                break
            at = end
            continue
        at += 1
    return min(at, len(text))


def _field_end(text: str, start: int) -> int:
    """Offset of the colon when a field name begins at `start` (letters, then a colon that is no `://`), or -1."""
    at = start
    while (
        at < len(text)
        and at - start < _MAX_FIELD
        and ((text[at].isascii() and text[at].isalpha()) or text[at] == "_")
    ):
        at += 1
    if at == start or text[at : at + 1] != ":" or text.startswith("://", at):
        return -1
    return at


def split(text: str) -> list[Part]:
    """The parts in order. QuerySyntaxError for a quotation mark that is never closed."""
    parts: list[Part] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in _QUOTES:
            end = _phrase_end(text, at + 1)
            if end < 0:
                raise QuerySyntaxError(
                    'This quotation mark is never closed; put another " behind the phrase', at
                )
            parts.append(Part("phrase", text[at + 1 : end], at))
            at = end + 1
        elif char in "()":
            parts.append(Part("open" if char == "(" else "close", char, at))
            at += 1
        elif char == "-" and (at == 0 or text[at - 1].isspace() or text[at - 1] == "("):
            end = at
            while text[end : end + 1] == "-":
                end += 1
            if end < len(text) and not text[end].isspace() and text[end] != ")":
                parts.append(Part("minus", "-", at))
            at = end
        elif (colon := _field_end(text, at)) >= 0:
            behind = text[colon + 1 : colon + 2]
            parts.append(Part("field", text[at:colon], at, spaced=not behind or behind.isspace()))
            at = colon + 1
        else:
            end = word_end(text, at)
            end = max(end, at + 1)
            word = text[at:end]
            parts.append(Part(_OPERATORS.get(word, "word"), word, at))
            at = end
    return parts
