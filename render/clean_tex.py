"""A formula's TeX as the author wrote it → TeX that MathJax can be given, or a refusal.

Third step: what would leak into other papers on the page, load code, cover the page or crash the tab is
refused; what only has a meaning in the paper (labels, citations, comments) is taken out. Source of truth:
behaviour of MathJax 4.1.3 in Chromium 156, measured 2026-11: 100 nested fractions, 200 roots or 500 \\left
crash the tab.
"""

from __future__ import annotations

import re
from typing import Final

from render.plausible import LONGEST_FORMULA

# The deepest brace nesting in 936,009 formulas of arXiv abstracts is 8 (2026-11).
DEEPEST_NESTING: Final = 24

_REFUSED = re.compile(
    r"\\(?:[gex]?def|let|futurelet|(?:re)?newcommand|providecommand|newenvironment|renewenvironment|newtheorem|"
    r"DeclareMathOperator|DeclarePairedDelimiter\w*|DeclareMathSymbol|DeclareRobustCommand|NewDocumentCommand|"
    r"require|mmlToken|unicode|catcode|csname|endcsname|expandafter|global|long|input|include|includegraphics|"
    r"write|openout|read|special|loop|repeat|href|url|style|class|cssId|data|bbox|Tooltip|tooltip|mathtip|texttip|"
    r"toggle|mathtoggle|html\w*|eval|begingroup|endgroup|lower\w*case|uppercase|every\w+|jobname|outer)(?![A-Za-z])"
)
_UNWRAPPED = re.compile(r"\\(?:href|style|class|cssId|data|htmlClass|htmlId|htmlStyle|htmlData)\s*\{[^{}]*\}")
_CODE_POINT = re.compile(r"\\unicode\s*\{\s*(?:[xX]([0-9A-Fa-f]{2,5})|([0-9]{2,6}))\s*\}")
_DROPPED = re.compile(
    r"\\(?:label|ref|eqref|autoref|cref|Cref|pageref|index|footnote|[cC]ite[A-Za-z]*)\*?"
    r"(?![A-Za-z])\s*(?:\[[^\[\]]{0,200}\]\s*){0,2}(?:\{[^{}]*\})?"
    r"|(?<!\\)\\/|\\(?:begin|end)\s*\{subequations\}"
    r"|\\(?:nonumber|notag|noindent|protect|xspace|displaybreak|allowdisplaybreaks)(?![A-Za-z])"
)
# dcases and rcases of mathtools, which MathJax would load on demand.
_CASES = re.compile(r"(\\(?:begin|end)\s*\{)[dr](cases\*?\})")
_TAG = re.compile(r"\\tag\*?\s*(\{(?:[^{}]|\{[^{}]*\})*\})")
_COMMENT = re.compile(r"\\.|(?<=\d)%(?=[ \t]+[A-Za-z(])|%(?P<blank>\s+)|[%#]", re.DOTALL)
_HUGE = re.compile(
    r"\\(?:m?kern|m?skip|[hmv]skip|raise|lower|moveleft|moveright)(?![A-Za-z])\s*=?\s*[-+]?\s*\d{3,}"
    r"|\\(?:[hmv]space|rule|Rule|Space|raisebox|parbox|makebox|framebox)(?![A-Za-z])\*?"
    r"(?:\s*[\[{][^{}\[\]]{0,40}[\]}]){0,2}?\s*[\[{][^{}\[\]\d]{0,20}\d{3,}"
    r"|\\\\\s*\*?\s*\[\s*[-+]?\d{3,}|\*\s*\{\s*\d{3,}"
)
_PIECE = re.compile(r"\\([A-Za-z]+)(\s*\{)?|\\(.)|([{}])", re.DOTALL)
_ARGUMENT_MACROS: Final = (
    "sqrt frac dfrac tfrac cfrac binom dbinom tbinom root hat widehat bar overline underline tilde "
    "widetilde vec dot ddot acute grave check breve mathring overbrace underbrace overrightarrow "
    "overleftarrow stackrel overset underset mathbf mathrm mathcal mathbb mathfrak mathscr mathsf mathit "
    "mathtt boldsymbol bm pmb boxed phantom hphantom vphantom smash cancel bcancel xcancel operatorname "
    "text mbox hbox textbf textit textrm llap rlap mathop mathrel mathbin mathord mathopen mathclose "
    "mathpunct mathinner not color textcolor"
)
_TAKES_ARGUMENT: Final = frozenset(_ARGUMENT_MACROS.split())


def clean_tex(tex: str, *, display: bool) -> str | None:
    """`tex` ready for MathJax; empty when nothing is left to show; None when it must be shown as source."""
    if len(tex) > LONGEST_FORMULA:
        return None
    tex = _without_machinery(tex, display=display)
    if _refusal(tex, display=display):
        return None
    tex = " ".join(tex.split())
    trailing = len(tex) - len(tex.rstrip("\\"))
    return tex + " " if trailing % 2 else tex


def refusal(tex: str, *, display: bool) -> str:
    """Why `clean_tex` shows `tex` as source, in words for people; empty when it does not."""
    if len(tex) > LONGEST_FORMULA:
        return f"longer than {LONGEST_FORMULA:,} characters"
    return _refusal(_without_machinery(tex, display=display), display=display)


def _without_machinery(tex: str, *, display: bool) -> str:
    if "\\" not in tex and "%" not in tex and "#" not in tex:
        return tex
    tex = _UNWRAPPED.sub("", _CODE_POINT.sub(_character, tex))
    tex = _CASES.sub(r"\1\2", _DROPPED.sub("", tex))
    if not display:
        # MathJax numbers displayed formulas only.
        tex = _TAG.sub(r"\\quad\\text\1", tex)
    return _COMMENT.sub(_escape_comment, tex)


def _refusal(tex: str, *, display: bool) -> str:
    refused = _REFUSED.search(tex) if "\\" in tex else None
    if refused is not None:
        return f"{refused.group()} reaches beyond the formula"
    if _HUGE.search(tex):
        return "a length of three digits or more"
    if not _is_balanced(tex, closer="]" if display else ")"):
        return f"braces, \\left or environments do not balance or nest deeper than {DEEPEST_NESTING}"
    return ""


def _character(match: re.Match[str]) -> str:
    """The character a `\\unicode` macro names, as some records write a dash; else the macro."""
    number = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    character = chr(number) if number <= 0x10FFFF else ""
    if not character.isprintable() or character in "\\{}$%#&~^_<>":
        return "\\%" if character == "%" else match.group()
    return character


def _escape_comment(match: re.Match[str]) -> str:
    if match.group("blank") is not None:
        return " "
    text = match.group()
    return text if text[0] == "\\" else "\\" + text


def _is_balanced(tex: str, *, closer: str) -> bool:
    """Whether groups, \\left and environments balance, stay shallow, and the end delimiter is not inside."""
    if "\\" not in tex and "{" not in tex and "}" not in tex:
        return True
    depth = fences = environments = unbraced = 0
    for match in _PIECE.finditer(tex):
        word, braced, symbol, brace = match.groups()
        if brace is not None:
            depth += 1 if brace == "{" else -1
        elif word is not None:
            depth += braced is not None
            if word == "left":
                fences += 1
            elif word == "right":
                fences -= 1
            elif word == "begin":
                environments += 1
            elif word == "end":
                environments -= 1
            elif braced is None and word in _TAKES_ARGUMENT:
                unbraced += 1
        elif symbol == closer and depth == 0:
            return False
        if depth < 0 or depth + max(fences, 0) + max(environments, 0) > DEEPEST_NESTING:
            return False
    return depth == 0 and environments == 0 and unbraced <= DEEPEST_NESTING
