"""What the scanner finds in a text and why a formula is refused: for people who look into a rendering.

Beside the data path: reads a text as the renderers do and reports instead of writing. Source of truth: the scanners
themselves; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from render.clean_tex import clean_tex, refusal
from render.math import find_formulas
from render.source import clean_text


@dataclass(frozen=True, slots=True)
class Finding:
    """A formula at `start` to `end` of the cleaned text.

    `tex` is what MathJax is given, empty when nothing is left to show; `refused` says why it gets nothing and the source
    is shown, else it is empty.
    """

    start: int
    end: int
    source: str
    display: bool
    tex: str
    refused: str


def inspect(text: str) -> tuple[Finding, ...]:
    """The formulas of `text` in order, as titles and abstracts find them; in notes code spans come first."""
    source = clean_text(text)
    findings = []
    for formula in find_formulas(source):
        tex = None if formula.broken else clean_tex(formula.tex, display=formula.display)
        reason = "its dollars stand in different brace groups" if formula.broken else ""
        if tex is None and not reason:
            reason = refusal(formula.tex, display=formula.display)
        findings.append(
            Finding(
                formula.start,
                formula.end,
                source[formula.start : formula.end],
                formula.display,
                tex or "",
                reason,
            )
        )
    return tuple(findings)
