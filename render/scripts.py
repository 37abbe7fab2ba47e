"""Is a `^` or `_` outside formulas a script of one sign (e^+e^-, H_2O, omega_1), or part of a name (file_1)?

Step of the title and abstract renderer; scripts in braces need no guess and are read by render.text. Source of truth:
16,654 words that hold a script outside formulas, in 174,728 records (2026-11).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from render.text_macros import INDEXED_NAMES

_SCRIPT = re.compile(
    r"(?P<sign>[-+*]?[0-9]+|\*[-+](?![A-Za-z0-9])|[-+]{1,2}(?![-+*0-9A-Za-z])|[-+](?=-?[A-Za-z])|\*(?![*0-9])"
    r"|[A-Za-z](?![A-Za-z0-9_]))|\\(?P<word>[A-Za-z]+)(?![A-Za-z{])"
)
_BASE_OF_SUBSCRIPT = re.compile(
    rf"(?:(?<![A-Za-z0-9_])(?:[A-Za-z]{{1,2}}|{'|'.join(sorted(INDEXED_NAMES))})'?|\\[A-Za-z]{{1,12}}|[)\]}}|])\Z"
)
# A compound (MgSiO_3) or a space (AdS_5); all capitals are more often a name with a number (GPT_4).
_BASE_OF_NUMBER = re.compile(r"(?<![A-Za-z0-9_])(?=[A-Z]*[a-z])(?:[A-Z][a-z]?){2,7}\Z")
_LONGEST_BASE: Final = 13
# A superscript that stands before its letter: ^3He, ^1S_0, ^3\Sigma.
_LEADING_NUMBER = re.compile(r"[0-9]{1,3}(?=[A-Z\\])")


@dataclass(frozen=True, slots=True)
class Script:
    """What is raised or lowered, up to `end`: signs as they stand, or the control word of a symbol."""

    text: str
    word: str
    end: int


def read_script(source: str, start: int, limit: int, *, after: int) -> Script | None:
    """The script of the sign at `start`; None when sign and text stay as they are.

    `after`: where the last script of the text ended, which can carry another (W^1_p).
    """
    match = _SCRIPT.match(source, start + 1, limit)
    if match is None or not (after == start or _has_base(source, start, limit, after)):
        return None
    return Script(match.group("sign") or "", match.group("word") or "", match.end())


def _has_base(source: str, start: int, limit: int, after: int) -> bool:
    if source[start] == "^":
        alone = not source[max(0, start - 1) : start].strip()
        return not alone or _LEADING_NUMBER.match(source, start + 1, limit) is not None
    # `after` lies ahead within a group that is itself a script.
    before = source[max(0, after if after < start else 0, start - _LONGEST_BASE) : start]
    first = source[start + 1]
    if _BASE_OF_SUBSCRIPT.search(before) is not None:
        return True
    if first == "\\":
        return before[-1:].isalpha()
    return first.isdigit() and _BASE_OF_NUMBER.search(before) is not None
