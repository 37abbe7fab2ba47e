"""Spellings for words that hardly any paper has, drawn from the index itself.

Candidates are made from the word by edits and looked up as document frequencies, all in one request, so every engine offers
the same; the nearest wins, of equally near ones the commonest, and those that come close to it are told beside it. Words of
under four letters, numbers and stop words are left alone; nothing is offered that is not clearly commoner than what was
typed.
"""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Final

from search.analysis import stem
from search.backends.lookups import FieldToken, Frequencies, Lookups
from search.stopwords import STOP_WORDS
from search.types import Spelling

MIN_LETTERS: Final = 4
MAX_LETTERS: Final = 20  # a word of twenty letters has 5,000 candidates
MAX_WORDS: Final = 8

_CLEARLY: Final = 10  # how many times as many papers must have the offered word
# A word is rare in one of so many papers, an offer common from one of so many on.
_RARE: Final = 50_000
_COMMON: Final = 20_000
_RIVAL: Final = 10  # an equally near word with a tenth of the papers may be meant as well
_MAX_OTHERS: Final = 2
_VOWELS: Final = "aeiouy"


def may_be_misspelt(word: str) -> bool:
    """Whether a spelling could be offered for a word made by `search.analysis.words`."""
    return (
        MIN_LETTERS <= len(word) <= MAX_LETTERS
        and word.isascii()
        and word.isalpha()
        and word not in STOP_WORDS
    )


def _likely_edits(word: str) -> Iterator[str]:
    """The edits people make most: a letter too many, two swapped, another vowel, a letter not doubled."""
    for at, letter in enumerate(word):
        left, right = word[:at], word[at + 1 :]
        yield left + right
        yield left + letter + letter + right
        if right:
            yield left + right[0] + letter + right[1:]
        if letter in _VOWELS:
            for vowel in _VOWELS:
                yield left + vowel + right


def _edits(word: str) -> Iterator[str]:
    """Every word one edit away: a letter too many, too few, wrong, or two swapped."""
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        for letter in ascii_lowercase:
            yield left + letter + right
            if right:
                yield left + letter + right[1:]


def candidates(word: str) -> dict[str, int]:
    """Words near this one → edits between, 1 or 2; of those two edits away only the likely ones."""
    near = dict.fromkeys(_edits(word), 1)
    if len(word) > MIN_LETTERS:
        for once in set(_likely_edits(word)):
            for twice in _likely_edits(once):
                near.setdefault(twice, 2)
    near.pop(word, None)
    return {each: steps for each, steps in near.items() if may_be_misspelt(each)}


def spellings(wanted: Iterable[tuple[str, str, tuple[str, ...]]], lookups: Lookups) -> tuple[Spelling, ...]:
    """Offers for words given as typed, as analysed, and with the fields they were to be found in; one request."""
    asked = [(shown, word, fields) for shown, word, fields in wanted if may_be_misspelt(word)][:MAX_WORDS]
    if not asked:
        return ()
    near = {word: candidates(word) for _, word, _ in asked}
    tokens: set[FieldToken] = set()
    for _, word, fields in asked:
        tokens.update((field, each) for field in fields for each in (word, *near[word]))
    known = lookups.frequencies(tokens)
    offers = (_offer(shown, word, fields, near[word], known) for shown, word, fields in asked)
    return tuple(offer for offer in offers if offer is not None)


def _offer(
    shown: str, word: str, fields: tuple[str, ...], near: dict[str, int], known: Frequencies
) -> Spelling | None:
    def papers(token: str) -> int:
        return max(known.of(field, token) for field in fields)

    own = papers(word)
    if own > 2 + known.documents // _RARE:
        return None
    least = max(2, _CLEARLY * own, known.documents // _COMMON)
    found = [(steps, -count, each) for each, steps in near.items() if (count := papers(each)) >= least]
    if not found:
        return None
    found.sort()
    nearest, negative, offer = found[0]
    # Forms of one word find the same papers.
    others = {stem(offer): offer}
    for steps, count, each in found:
        if steps == nearest and _RIVAL * count <= negative:
            others.setdefault(stem(each), each)
    return Spelling(shown, offer, -negative, own, tuple(others.values())[1 : 1 + _MAX_OTHERS])
