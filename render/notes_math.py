"""Formulas inside Markdown: the inline rule, the block rule and ```math fences.

Part of the notes renderer: rules for markdown-it-py on top of the scanner all fields share (render.math). The
block rule runs before every other block, so that lines of a formula never become lists, quotes or headings.
Source of truth: GitHub's and GitLab's math in Markdown, minus the cases their users report as broken.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from render.cjk import NoteInline
from render.formula import formula_html
from render.math import MATH_ENVIRONMENTS, Formula
from render.plausible import LONGEST_FORMULA, is_plausible_display
from render.tables import restore_pipes

_OPENING = re.compile(r"\$\$|\\\[|\\begin\{([A-Za-z]{1,20}\*?)\}")
_INTERRUPTS: Final[RuleOptionsType] = {"alt": ["paragraph", "reference", "blockquote", "list"]}

Environment = MutableMapping[str, Any]


def install_math(md: MarkdownIt) -> None:
    """Teach `md` formulas."""
    md.inline.ruler.before("escape", "formula", _inline_rule)
    md.block.ruler.before("fence", "formula_block", _block_rule, _INTERRUPTS)

    md.add_render_rule("fence", _render_fence)
    md.add_render_rule("formula", _render_inline)
    md.add_render_rule("formula_block", _render_block)


def _inline_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\" or not isinstance(state, NoteInline):
        return False
    formula = state.formulas.get(state.pos)
    if formula is None or formula.end > state.posMax:
        return False
    if not silent:
        state.push("formula", "", 0).meta = {"formula": formula}
    state.pos = formula.end
    return True


def _block_rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    position = state.bMarks[start_line] + state.tShift[start_line]
    opening = _OPENING.match(state.src, position, state.eMarks[start_line])
    if opening is None:
        return False
    environment = opening.group(1)
    if environment is not None and environment not in MATH_ENVIRONMENTS:
        return False
    last = _closing_line(state, start_line, end_line, opening)
    if last is None:
        return False
    text = state.getLines(start_line, last + 1, state.sCount[start_line], False).strip()
    tex = text if environment is not None else text[2:-2]
    if not is_plausible_display(tex) or len(tex) > LONGEST_FORMULA:
        return False
    if not silent:
        token = state.push("formula_block", "", 0)
        token.content = tex
        token.map = [start_line, last + 1]
        state.line = last + 1
    return True


def _closing_line(state: StateBlock, start_line: int, end_line: int, opening: re.Match[str]) -> int | None:
    """The line that ends with the closing delimiter; None when the delimiters do not stand as a block."""
    delimiter = opening.group()
    closer = {"$$": "$$", "\\[": "\\]"}.get(delimiter) or delimiter.replace("begin", "end", 1)
    begin = opening.end()
    budget = LONGEST_FORMULA
    for line in range(start_line, end_line):
        if line > start_line:
            begin = state.bMarks[line] + state.tShift[line]
            if begin < state.eMarks[line] and state.sCount[line] < state.blkIndent:
                return None
        text = state.src[begin : min(state.eMarks[line], begin + budget + 2)]
        found = text.find(closer)
        if found >= 0:
            whole = text[found + len(closer) :].strip() == "" and delimiter not in text[:found]
            return line if whole else None
        budget -= len(text)
        if budget < 0 or delimiter in text:
            return None
    return None


def _render_inline(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: Environment
) -> str:
    formula: Formula = tokens[index].meta["formula"]
    tex = restore_pipes(formula.tex, in_formula=True)
    if len(tex) > 2 and tex[0] == tex[-1] == "`":
        tex = tex[1:-1]
    return formula_html(Formula(0, 0, tex, display=formula.display, broken=formula.broken))


def _render_block(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: Environment
) -> str:
    return _block_html(tokens[index].content)


def _render_fence(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Environment
) -> str:
    if tokens[index].info.strip().lower() == "math":
        return _block_html(tokens[index].content)
    return RendererHTML.fence(renderer, tokens, index, options, env)


def _block_html(tex: str) -> str:
    return formula_html(Formula(0, 0, tex, display=True), block=True) + "\n"
