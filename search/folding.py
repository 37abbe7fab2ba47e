"""Characters to the plain letters a token is made of: accents off, ligatures apart, Greek by name.

First step of analysis. Source of the letter table: Unicode compatibility decomposition, plus the letters that have none.
"""

import re
import unicodedata

_GREEK = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi
    chi psi omega
"""
GREEK = tuple(_GREEK.split())

_MARKS = re.compile("[\u0300-\u036f]+")

_LETTERS: dict[str, str] = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE",
    "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ȷ": "j", "ŋ": "ng", "Ŋ": "NG",
    "ħ": "h", "Ħ": "H", "∞": "infty", "’": "'", "‘": "'", "ʼ": "'", "′": "'", "″": "'", "´": "'", "∂": " ", "∇": " ",
    "ϵ": " epsilon ", "ϑ": " theta ", "ϕ": " phi ", "ϖ": " pi ", "ϱ": " rho ", "ς": " sigma ", "ϰ": " kappa ",
}  # fmt: skip
# Soft hyphens, zero-width characters and direction marks stand inside pasted words and mean nothing.
_LETTERS.update(dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""))
_LETTERS.update({chr(0x3B1 + at): f" {name} " for at, name in enumerate(GREEK)})
_LETTERS.update({chr(0x391 + at): f" {name} " for at, name in enumerate(GREEK) if at != 17})  # no capital ς
_TABLE = str.maketrans(_LETTERS)


def fold(text: str) -> str:
    """The text with accents dropped and letters plain; case is kept, ASCII comes back as it is."""
    if text.isascii():
        return text
    # Before decomposing too: NFKD turns ´ into a space and a mark, ϕ into φ, which is as good.
    decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE))
    return _MARKS.sub("", decomposed).translate(_TABLE)
