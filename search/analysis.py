"""What a token is, said once for the index, the query and the highlighter of every engine.

source text → fold (accents) → TeX to words → lower case → words; stems are the words through Snowball English.
Engines are given tokens joined by blanks and split on blanks only. Whatever changes a token here changes
`search.fields.SCHEMA_VERSION`.
"""

import re
from functools import lru_cache
from typing import Final

import Stemmer  # type: ignore[import-not-found]  # ships no types

from search.folding import fold
from search.memo import Memo
from search.tex import has_tex, plain_words

MAX_WORD = 64  # characters; a longer run is read as several words, so no term is ever unbounded

# Letters and digits of any script; the underscore parts words.
_ASCII_WORD = re.compile(rf"[a-z0-9]{{1,{MAX_WORD}}}")
_WORD = re.compile(rf"[^\W_]{{1,{MAX_WORD}}}")
# Where a phrase ends.
BREAKS = frozenset(".,;:!?()[]$=/")
_ASCII_MARKED = re.compile(rf"[a-z0-9]{{1,{MAX_WORD}}}|[.,;:!?()\[\]$=/]")
_MARKED = re.compile(rf"[^\W_]{{1,{MAX_WORD}}}|[.,;:!?()\[\]$=/]")
# Each begins with its sign, so that the engine skips from one to the next (28 → 2 µs an abstract that has any, 2026-11-23).
_POSSESSIVE = re.compile(r"'s(?<=[a-z0-9]'s)(?![a-z0-9])")
_APOSTROPHE = re.compile(r"'(?<=[a-z0-9]')(?=[a-z])")

# A paper's stems cost 15 µs instead of 45 (2026-11-22). 5 MB; with 100,000 different words no faster (2026-11-23).
_stems: Final[Memo[str, str]] = Memo(Stemmer.Stemmer("english", 0).stemWord, limit=30_000)


# The words of a text and its compounds are asked for one after the other: 37 of 264 µs a paper (2026-11-23).
@lru_cache(maxsize=8)
def _plain(text: str) -> str:
    """The text folded, its TeX read, in lower case."""
    text = fold(text)
    if has_tex(text):
        text = plain_words(text)
    text = text.lower()
    if "'" in text:
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    return text


def words(text: str) -> list[str]:
    """The text's words in order, folded and in lower case, unstemmed."""
    text = _plain(text)
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def marked_words(text: str) -> list[str]:
    """The text's words as `words` has them, with the signs of BREAKS between them."""
    return _marked(_plain(text))


def _marked(plain: str) -> list[str]:
    return (_ASCII_MARKED if plain.isascii() else _MARKED).findall(plain)


# A number with a point that stands by itself: no part of a version of three numbers or of a date, nothing glued to a letter.
_HAS_DECIMAL = re.compile(r"\.(?<=[0-9]\.)[0-9]")
_DECIMAL = re.compile(r"(?<![^\W_])(?<![0-9]\.)[0-9]{1,20}\.[0-9]{1,20}(?![^\W_]|\.[0-9])")
_PARTS = re.compile(r"\W*([^\W_]{1,20})\$?-\$?([^\W_]{1,20})\W*")


def _compounds(plain: str) -> list[str]:
    decimals = _DECIMAL.findall(plain) if _HAS_DECIMAL.search(plain) else []
    if "-" not in plain:
        return decimals
    runs = (run for run in plain.split() if "-" in run and len(run) <= MAX_WORD)
    pairs = [found.groups() for run in runs if (found := _PARTS.fullmatch(run))]
    joined = [one + other for one, other in pairs if not (one.isdecimal() and other.isdecimal())]
    return joined + decimals


def compounds(text: str) -> list[str]:
    """The text's hyphened words of two parts as one word each: `pre-training` is also `pretraining`, `U-Net` `unet`; and its
    numbers with a point: `0.1` is also one word, and not only 0 before 1.
    """
    return _compounds(_plain(text)) if "-" in text or "." in text else []


def marked_words_and_compounds(text: str) -> tuple[list[str], list[str]]:
    """Both `marked_words` and `compounds` of the text, read once."""
    plain = _plain(text)
    return _marked(plain), _compounds(plain)


def compound(run: str) -> str | None:
    """A single hyphened word, or a number with a point, as one word; None for anything else."""
    found = compounds(run)
    return found[0] if len(found) == 1 and len(words(run)) == 2 else None


def is_decimal(joined: str) -> bool:
    """Whether a compound is a number with a point: it is that number alone, where a hyphened word is its parts as well."""
    return "." in joined


def stem(word: str) -> str:
    """The stem of one word made by `words`."""
    return _stems[word]


def stems(tokens: list[str]) -> list[str]:
    """The stems of words made by `words`, one each, in order."""
    return list(map(_stems.__getitem__, tokens))
