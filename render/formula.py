"""The one element a formula becomes.

The wrapper carries both `class="notranslate"` and `translate="no"`: in a simulation of page translators only
the two together kept every formula whole before, during and after typesetting (2026-11). Source of truth for
the shapes: the page contract (MathJax looks only at `.math`).
"""

from __future__ import annotations

from html import escape

from render.clean_tex import clean_tex
from render.math import Formula


def formula_html(formula: Formula, *, block: bool = False) -> str:
    """The element of `formula`, empty when nothing is left of it; `block` allows a div when displayed."""
    tex = None if formula.broken else clean_tex(formula.tex, display=formula.display)
    if tex is None:
        return (
            f'<span class="tex notranslate" translate="no">{escape(formula.tex.strip(), quote=False)}</span>'
        )
    if not tex:
        return ""
    shown = escape(tex, quote=False)
    if not formula.display:
        return f'<span class="math notranslate" translate="no">\\({shown}\\)</span>'
    tag = "div" if block else "span"
    return f'<{tag} class="math math-display notranslate" translate="no">\\[{shown}\\]</{tag}>'
