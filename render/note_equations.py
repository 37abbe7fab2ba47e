"""Numbered equations in notes: `\\eqref` in Markdown, and the numbers of all formulas of one note.

Part of the notes renderer: an inline rule finds references before Markdown reads their underscores; a core rule,
when all blocks are parsed, numbers the formulas in reading order and puts numbers for references. Source of truth:
render.equations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from render.equations import Equations, has_equations, number_equations

_REFERENCE = re.compile(r"\\(?:eqref|ref|autoref|[cC]ref)\*?\{[^{}\n]{1,200}\}")
# What LaTeX prints for a reference to nothing.
_UNKNOWN = r"\text{??}"


def install_equations(md: MarkdownIt) -> None:
    """Teach `md` numbers of equations and references to them."""
    md.inline.ruler.before("escape", "reference", _reference_rule)
    md.core.ruler.after("inline", "number_equations", _number)
    md.add_render_rule("reference", _render_reference)


def _reference_rule(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "\\" else None
    if match is None:
        return False
    if not silent:
        state.push("reference", "", 0).content = match.group()
    state.pos = match.end()
    return True


def _number(state: StateCore) -> None:
    if not has_equations(state.src):
        return
    tokens = list(_tokens(state.tokens))
    displayed = [_tex(token) for token in tokens if _is_displayed(token)]
    equations = number_equations(displayed, state.src, labels_suffice=True)
    numbered = iter(equations.tex)
    for token in tokens:
        if token.type == "reference":
            shown = equations.reference(token.content)
            if shown is not None:
                token.type, token.content = "text", shown
        else:
            _set_tex(token, equations, next(numbered) if _is_displayed(token) else _tex(token))


def _tokens(tokens: Sequence[Token]) -> Iterator[Token]:
    """Formulas and references in reading order."""
    for token in tokens:
        if token.type == "inline":
            yield from _tokens(token.children or ())
        elif token.type in ("formula", "formula_block", "reference") or _is_math_fence(token):
            yield token


def _is_math_fence(token: Token) -> bool:
    return token.type == "fence" and token.info.strip().lower() == "math"


def _is_displayed(token: Token) -> bool:
    return token.type in ("formula_block", "fence") or (
        token.type == "formula" and bool(token.meta["formula"].display)
    )


def _tex(token: Token) -> str:
    return str(token.meta["formula"].tex) if token.type == "formula" else token.content


def _set_tex(token: Token, equations: Equations, tex: str) -> None:
    resolved = equations.resolve(tex, unknown=_UNKNOWN)
    if token.type == "formula":
        token.meta = {"formula": replace(token.meta["formula"], tex=resolved)}
    else:
        token.content = resolved


def _render_reference(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    """A reference to nothing in this note, as it is written."""
    return f'<span class="tex notranslate" translate="no">{escape(tokens[index].content, quote=False)}</span>'
