"""Emphasis beside Chinese, Japanese and Korean text, and the formulas of one inline run.

Part of the notes renderer. CommonMark's flanking rule leaves `**方法：**本文` literal because no blank stands
beside the marks; here a CJK neighbour counts like a blank. Source of truth: CommonMark 0.31 §6.2 with the CJK
amendment that its community publishes (CJK punctuation is no punctuation for the rule, a CJK neighbour is
enough for other punctuation).
"""

from __future__ import annotations

import re
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from render.math import Formula, find_formulas
from render.plausible import CODE_FILLER

_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff]"
)
_CODE_SPAN = re.compile(r"\\[\\$()\[\]]|(?<!`)(?P<ticks>`{1,40})(?!`)")


class NoteInline(StateInline):
    """Inline state with CJK-friendly emphasis and with the places of its formulas."""

    @cached_property
    def formulas(self) -> dict[int, Formula]:
        """The formulas of this run by their first character; code spans come before formulas."""
        return {formula.start: formula for formula in find_formulas(_hide_code_spans(self.src))}

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Whether the run of emphasis marks at `start` can open and close."""
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        cjk_before, cjk_after = _is_cjk(before), _is_cjk(after)
        punctuation_before, punctuation_after = _is_punctuation(before), _is_punctuation(after)
        blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
        left = not blank_after and (
            not punctuation_after or cjk_after or blank_before or punctuation_before or cjk_before
        )
        right = not blank_before and (
            not punctuation_before or cjk_before or blank_after or punctuation_after or cjk_after
        )
        can_open = left and (canSplitWord or not right or punctuation_before)
        can_close = right and (canSplitWord or not left or punctuation_after)
        return Scanned(can_open, can_close, end - start)


class NoteInlineParser(ParserInline):
    """The inline parser with `NoteInline` as its state."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Tokenise one inline run."""
        state = NoteInline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _is_cjk(character: str) -> bool:
    return _CJK.match(character) is not None


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _hide_code_spans(source: str) -> str:
    """`source` with fillers for every code span, so that no dollar in it counts; "$`…`$" is a formula."""
    if "`" not in source:
        return source
    runs: dict[int, list[int]] = {}
    marks = [match for match in _CODE_SPAN.finditer(source) if match.group("ticks")]
    for match in reversed(marks):
        runs.setdefault(len(match.group()), []).append(match.start())
    pieces: list[str] = []
    position = 0
    for match in marks:
        start, length = match.start(), len(match.group())
        later = runs[length]
        while later and later[-1] <= start:
            later.pop()
        if start < position or not later:
            continue
        end = later[-1] + length
        in_dollars = length == 1 and source[start - 1 : start] == "$" == source[end : end + 1]
        pieces += (source[position:start], source[start:end] if in_dollars else CODE_FILLER * (end - start))
        position = end
    pieces.append(source[position:])
    return "".join(pieces)
