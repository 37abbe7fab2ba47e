"""Text as received → text that is safe to scan: no controls, no direction overrides, no lone surrogates.

First step of every renderer. Private-use characters go too: the later steps use some of them as markers, so a
text from outside can never forge one. Source of truth: the Unicode categories Cc, Cf (direction, tags), Co,
Cs and the non-characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

Span = tuple[int, int]

_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff"
    "\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_KEPT_AS_BLANK = {"\r": " ", "\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": "\n", "\u2029": "\n"}


def _replacement(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _KEPT_AS_BLANK.get(character, "")


def clean_text(text: str) -> str:
    """`text` without characters that no reader should meet; a lone surrogate becomes U+FFFD."""
    if _HOSTILE.search(text) is None:
        return text
    return _HOSTILE.sub(lambda match: _replacement(match.group()), text)


def clean_source(text: str, spans: Iterable[Span]) -> tuple[str, list[Span]]:
    """The cleaned text and the spans that lie inside `text`, sorted, merged and moved along with it."""
    length = len(text)
    inside = sorted((start, end) for start, end in spans if 0 <= start < end <= length)
    if text.isprintable() or _HOSTILE.search(text) is None:
        return text, _merge(inside)
    dropped = [match.start() for match in _HOSTILE.finditer(text) if not _replacement(match.group())]
    moved = [(s - bisect_left(dropped, s), e - bisect_left(dropped, e)) for s, e in inside]
    return clean_text(text), _merge([(start, end) for start, end in moved if start < end])


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
