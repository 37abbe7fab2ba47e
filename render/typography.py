"""TeX's typing habits → the characters they stand for: quotes, dashes and ties.

Step of the title and abstract renderer. Source of truth: The TeXbook, chapter 2, bent by how abstracts really
use these characters: a backtick is never code, `--help` is an option, and `~` often means "about" (Ex~0.9
eV).
"""

from __future__ import annotations

import re

from render.text_macros import REFERENCE_WORDS

_LAST_WORD = re.compile(r"([A-Za-z]+)\.?\Z")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_BEFORE_OPTION = frozenset("([{\"'`")


def dash(source: str, start: int, end: int) -> str:
    """The dash that hyphens at `source[start:end]` stand for; themselves in an option or a rule."""
    before = source[start - 1 : start]
    after = source[end : end + 1]
    if end - start > 3 or (
        end - start == 2 and after.isalpha() and (not before.strip() or before in _BEFORE_OPTION)
    ):
        return source[start:end]
    return "—" if end - start == 3 else "–"


def is_tie(source: str, position: int) -> bool:
    """Whether the tilde at `position` joins two words with a blank, rather than meaning "about"."""
    before = source[position - 1 : position]
    after = source[position + 1 : position + 2]
    if not after.strip() or after == "~":
        return False
    if not before.strip():
        return source.startswith(("\\cite", "\\ref", "\\eqref"), position + 1)
    if before in "<>=~":
        return False
    if before.isalpha():
        return _joins_after_word(source, position, after)
    if before.isdigit():
        return not after.isdigit() and after not in "<>=-+."
    return not (after.isdigit() and before in ")]}$")


def _joins_after_word(source: str, position: int, after: str) -> bool:
    match = _LAST_WORD.search(source[max(0, position - 24) : position])
    word = match.group(1) if match else ""
    if after.isdigit():
        return word.lower() in REFERENCE_WORDS
    if after in "<>=-+.":
        return False
    following = _FIRST_WORD.match(source, position + 1, position + 25)
    return not (len(word) == 1 and word.isupper() and following is not None and len(following.group()) == 1)


class Quotes:
    """The quotation marks open so far in one text."""

    __slots__ = ("_double", "_single")

    def __init__(self) -> None:
        self._double = 0
        self._single = False

    def character(self, source: str, start: int, end: int) -> str:
        """The quotation mark that the sign at `source[start:end]` stands for."""
        sign = source[start:end]
        before = source[start - 1 : start]
        after = source[end : end + 1]
        if sign == "``":
            self._double += 1
            return "“"
        if sign == "''":
            return self._closing_double(sign, before, after)
        if sign == "`":
            return self._grave(before, after)
        if self._single and before.strip():
            self._single = False
            return "’"
        return sign

    def _closing_double(self, sign: str, before: str, after: str) -> str:
        if self._double and before.strip():
            self._double -= 1
            return "”"
        if not before.strip() and after.isalnum():
            self._double += 1
            return "“"
        return sign

    def _grave(self, before: str, after: str) -> str:
        if before.isalnum() and (after.isalpha() or self._single):
            if not after.isalpha():
                self._single = False
            return "’"
        if after.strip():
            self._single = True
            return "‘"
        return "`"
