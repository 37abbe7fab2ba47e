"""Is the text between two dollar signs a formula, or is it money and prose?

Second half of finding formulas (render.math finds the pairs). Source of truth: counts over arXiv abstracts;
of 45,470 dollar pairs in a tenth of the corpus 49 are refused here, nearly all of them lone dollars
(2026-11).
"""

from __future__ import annotations

import re
from typing import Final

# The longest of 936,009 formulas in arXiv titles and abstracts has 984 characters (2026-11).
LONGEST_FORMULA: Final = 4000
# Stands for a character of a code span while formulas are looked for in notes.
CODE_FILLER: Final = "\ue000"

_TEXT_GROUP = re.compile(
    r"\\(?:text[a-z]*|mbox|hbox|mathrm|mathit|mathsf|mathbf|mathtt|operatorname\*?|label|cite[a-z]*|ref|tag)"
    r"\s*\{[^{}]*\}|\{\s*\\(?:rm|it|bf|sf|tt|sl|sc|cal|em)(?![A-Za-z])[^{}]*\}|\\[A-Za-z]++"
)
_PROSE = re.compile(r"(?<![A-Za-z\\])(?:[A-Za-z]{2,}+[,;:.]*+\s++(?:[aA]\s++)?){3}[A-Za-z]{2,}+")
_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}+")
_AMOUNT = re.compile(
    r"\d[\d,.]*+(?:\s*+(?:[kKMB]|(?P<scale>bn|thousand|million|billion|trillion))(?![A-Za-z]))?(?P<rest>[^\d].*)?\Z",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\[$%&#_]")
_AMOUNT_REST = re.compile(r"[,.;:)\s]*\Z")
_CHINESE_REST = re.compile(r"\s*[\u3040-\u30ff\u3400-\u9fff\uff0c\u3002\u3001]")
_CHINESE_STOP = re.compile(r"[\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f]")
# A bracket closed before it is opened.
_REVERSED = re.compile(r"\A[^()]*\)")
_LINKING_WORD = re.compile(
    r"(?:and|or|to|in|is|are|of|the|for|with|per|by|from|while|where|when|which|then|than|that|have|has|but|as|respectively|via|we)(?![A-Za-z])"
)


def is_plausible(tex: str, *, after: str = "") -> bool:
    """Whether `tex`, found between single dollars, reads as a formula; `after`: the next character."""
    if not tex or tex.isspace() or len(tex) > LONGEST_FORMULA or CODE_FILLER in tex:
        return False
    bare = tex if tex.isalnum() else _TEXT_GROUP.sub(r"\\", tex)
    if _PROSE.search(bare) is not None:
        return False
    blank_end = tex[-1].isspace()
    if "0" <= tex[0] <= "9" and _is_money(bare, blank_end=blank_end, after=after):
        return False
    if tex[0] in ",.;:)" and blank_end:
        return _WORD.search(bare) is None
    if (blank_end or tex[0].isspace() or _REVERSED.search(tex)) and "\\" not in bare:
        return not any(_LINKING_WORD.match(word.lower()) for word in _WORD.findall(bare))
    return True


def is_plausible_display(tex: str) -> bool:
    """Whether `tex`, found between double dollars or brackets, can be a displayed formula."""
    return bool(tex) and not tex.isspace() and CODE_FILLER not in tex and not has_prose(tex)


def has_prose(tex: str) -> bool:
    """Whether four words stand in a row outside text macros."""
    return _PROSE.search(_TEXT_GROUP.sub(r"\\", tex)) is not None


def _is_money(tex: str, *, blank_end: bool, after: str) -> bool:
    amount = _AMOUNT.match(tex)
    if amount is None:
        return False
    if amount.group("scale"):
        return True
    rest = _ESCAPED.sub("", amount.group("rest") or "")
    if _CHINESE_REST.match(rest) and "\\" not in rest:
        # 总价$50左右，不超过$60
        return after.isdigit() or _CHINESE_STOP.search(rest) is not None
    words = _WORD.findall(rest)
    if len(words) >= 2 and "\\" not in rest:
        return True
    if not blank_end:
        return False
    if _AMOUNT_REST.match(rest):
        return bool(rest.strip()) or after.isdigit()
    return bool(words) and "\\" not in rest
