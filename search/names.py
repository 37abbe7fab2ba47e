"""Authors' names to tokens, and the ways people type a name to the same tokens.

A name is its words (`geoffrey`, `hinton`) and, for each given word, a pair with the last word: `&hinton&geoffrey`,
`&hinton&g`; a record signed with initials alone is marked (`!hinton!g`), so that the full name finds it
too. Authors are strings of a paper, not people: namesakes are found together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import MAX_WORD, words

PAIR = "&"
BARE = "!"
MAX_WORDS = 8  # of one name; collaborations with longer names are found by their first words

AUTHOR = re.compile(r"[^,;\s][^,;]*")  # one name in a line of authors

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_UNDERSCORED = re.compile(r"([^_,\s]+(?:_[^_,\s]+)*)_([^_,\s]+?)(?:_[0-9]+)?\Z")
_HYPHENATED = re.compile(r"([^\W\d_]{2,})-([^\W\d_]{2,})")


def _name_words(text: str) -> list[str]:
    found = [word for word in words(text.replace("_", " "))[:MAX_WORDS] if word]
    kept = [word for word in found if word not in _GENERATIONS]
    return kept or found


def _pairs(last: str, given: str, *, signed: bool) -> list[str]:
    """The pair tokens a record gets for one given word; `signed`: the record has initials only."""
    pair = f"{PAIR}{last}{PAIR}{given}"
    if len(given) > 1:
        return [pair, f"{PAIR}{last}{PAIR}{given[0]}"]
    return [pair, f"{BARE}{last}{BARE}{given}"] if signed else [pair]


@lru_cache(maxsize=4_096)
def author_tokens(name: str) -> str:
    """The tokens of one author, named "Forenames Keyname", joined by blanks."""
    found = _name_words(name)
    if len(found) < 2:
        return " ".join(found)
    *given, last = found
    if "-" in name:  # Xiao-Gang is also written Xiaogang
        joined = ["".join(words("".join(pair)))[:MAX_WORD] for pair in _HYPHENATED.findall(name)]
        given += [word for word in joined if word and word != last]
    tokens = list(dict.fromkeys([*found, *given]))
    # The E. of "Geoffrey E. Hinton" is no sign of an Emily: only a name without any given name in full is.
    signed = all(len(word) == 1 for word in given)
    for word in dict.fromkeys(given):
        tokens += _pairs(last, word, signed=signed)
    return " ".join(tokens)


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One reading of a typed name: every set must be met by one of its tokens."""

    needs: tuple[tuple[str, ...], ...]

    def meets(self, tokens: frozenset[str]) -> bool:
        """Whether an author with these tokens is meant."""
        return all(not tokens.isdisjoint(need) for need in self.needs)


def _wanted(last: str, given: Iterable[str]) -> NamePattern:
    needs: list[tuple[str, ...]] = [(last,)]
    for word in given:
        exact = f"{PAIR}{last}{PAIR}{word}"
        needs.append((exact,) if len(word) == 1 else (exact, f"{BARE}{last}{BARE}{word[0]}"))
    return NamePattern(tuple(needs[1:] or needs))


def name_patterns(text: str) -> tuple[NamePattern, ...]:
    """The readings of a name as people type it, any of which may match; empty when it holds no word.

    `Hinton, G.` and `hinton_g` say which word is last; without a sign the last word is, or else the first.
    """
    underscored = _UNDERSCORED.match(text.strip())
    key_part, comma, rest = (underscored[1], ",", underscored[2]) if underscored else text.partition(",")
    key = _name_words(key_part)
    given = _name_words(rest) if comma else []
    if not key:
        return (NamePattern(tuple((word,) for word in given)),) if given else ()
    if comma and given:
        return (_wanted(key[-1], [*key[:-1], *given]),)
    if len(key) == 1:
        return (NamePattern(((key[0],),)),)
    forwards = _wanted(key[-1], key[:-1])
    return (forwards, _wanted(key[0], key[1:]))
