"""An author's TeX → TeX that is safe as the value of a BibTeX field: every title and name of `citations`.

BibTeX counts braces, escaped ones too, and hands the value on to LaTeX: a stray brace would swallow the
entries after it, a bare % the rest of the line, and a title may hold commands nobody should run. arXiv never
compiles titles, so all of this occurs. Source of truth: LaTeX's special characters; formulas keep their own.
"""

import re
from collections import Counter
from typing import Final

_PIECE: Final = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_DISPLAY: Final = re.compile(r"\$\$([^$]+)\$\$")
_CLOSING: Final = {"$": "$", r"\(": r"\)", r"\[": r"\]"}

_IN_TEXT: Final = {
    **{char: f"\\{char}" for char in "$%&#_"},
    "^": r"\^{}",
    "\\": r"\textbackslash{}",  # at the very end, or it would be part of a command
    r"\{": r"\textbraceleft{}",
    r"\}": r"\textbraceright{}",
    **{f"\\{bracket}": bracket for bracket in "()[]"},  # a formula that is never opened or never closed
}
_IN_FORMULA: Final = {"%": r"\%", "#": r"\#", r"\{": r"\lbrace ", r"\}": r"\rbrace ", "\\": r"\backslash "}

# They read or write files, run programs or change what later text means; the name alone is left of them.
_FORBIDDEN: Final = re.compile(
    r"""\\(?:
        catcode|csname|endcsname|expandafter|scantokens|special|immediate|global|let|[egx]?def|(?:re)?newcommand
        |input|InputIfFileExists|include|includegraphics|endinput|usepackage|verbatiminput|lstinputlisting
        |openin|openout|closein|closeout|read|write|directlua|latelua
    )\Z""",
    re.VERBOSE,
)


def bibtex_text(tex: str) -> str:
    """The TeX with balanced braces, closed formulas and no bare special character outside them.

    Accents and macros stay as they are, letters beyond ASCII stay UTF-8. Linear in the length of `tex`.
    """
    pieces = _PIECE.findall(_DISPLAY.sub(r"$\1$", tex))
    paired = _paired_braces(pieces)
    ahead = Counter(pieces)
    closing: str | None = None
    written: list[str] = []
    for position, piece in enumerate(pieces):
        ahead[piece] -= 1
        if piece == closing:
            closing = None
            written.append(piece)
        elif closing is None and ahead[_CLOSING.get(piece, "")] > 0:
            closing = _CLOSING[piece]
            written.append(piece)
        elif piece in {"{", "}"}:
            written.append(piece if position in paired else "{}")
        elif _FORBIDDEN.match(piece):
            written.append(piece[1:])
        else:
            written.append((_IN_FORMULA if closing else _IN_TEXT).get(piece, piece))
    return "".join(written)


def _paired_braces(pieces: list[str]) -> set[int]:
    """The positions of the grouping braces that have a partner."""
    paired: set[int] = set()
    unclosed: list[int] = []
    for position, piece in enumerate(pieces):
        if piece == "{":
            unclosed.append(position)
        elif piece == "}" and unclosed:
            paired |= {unclosed.pop(), position}
    return paired
