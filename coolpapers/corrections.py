"""The whole query with its misspelt words put right: what may be meant, and how many papers each reading finds.

Spellings of single words (`search.spelling`) → Correction. Which of several readings is meant is told by the rest of the query.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Literal

from coolpapers.engine import search_backend
from coolpapers.reader_query import read_query
from search import SearchQuery
from search.types import Spelling

MAX_READINGS: Final = 4  # each is a search; together at most 4 ms on Tantivy, 20 on Elasticsearch
_RIVAL: Final = 10  # a reading with a tenth of the papers of another may be meant as well
# A word that some papers have is a rare word or an error of theirs; the latter is long, and the right one is so much commoner.
_LONG: Final = 7  # letters
_MUCH_COMMONER: Final = 1_000


@dataclass(frozen=True, slots=True)
class Correction:
    """A reading of the query in which every word asked for is one that papers have."""

    query: str
    papers: int  # that it finds, within the same filters
    certain: bool  # the words that it replaces are no words


def respelled(text: str, word: str, offer: str) -> str:
    """The query with the word replaced wherever it stands by itself, whatever its case."""
    return re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", lambda _: offer, text, flags=re.IGNORECASE)


def corrections(
    text: str,
    query: SearchQuery,
    spellings: Sequence[Spelling],
    names: Mapping[str, str],
    *,
    match: Literal["all", "any"],
    total: int,
) -> tuple[Correction, ...]:
    """The plausible readings of `text`, those that find most first; each finds more than the `total` of the text as typed.

    `names` are words to be replaced in any case. Where no reading finds anything, the likeliest is told with no papers.
    """
    certain = not names and all(map(_is_no_word, spellings))
    readings = [
        Correction(each, _papers(each, query, match), certain)
        for each in islice(_readings(text, spellings, names), MAX_READINGS)
        if each != text
    ]
    most = max((one.papers for one in readings), default=0)
    if not most and not total:
        return tuple(readings[:1])
    plausible = [one for one in readings if one.papers > total and one.papers * _RIVAL >= most]
    return tuple(sorted(plausible, key=lambda one: -one.papers))


def _readings(text: str, spellings: Sequence[Spelling], names: Mapping[str, str]) -> Iterator[str]:
    """The query with all words put right, and with one of them put right otherwise."""
    for word, offer in names.items():
        text = respelled(text, word, offer)
    likeliest = {one.word: one.offer for one in spellings}
    yield _with(text, likeliest)
    for one in spellings:
        for other in one.others:
            yield _with(text, {**likeliest, one.word: other})


def _with(text: str, offers: Mapping[str, str]) -> str:
    for word, offer in offers.items():
        text = respelled(text, word, offer)
    return text


def _is_no_word(one: Spelling) -> bool:
    if not one.known:
        return True
    return len(one.word) >= _LONG and one.papers >= _MUCH_COMMONER * one.known


def _papers(text: str, query: SearchQuery, match: Literal["all", "any"]) -> int:
    asked = replace(query, clause=read_query(text, match=match), offset=0, after=None, limit=1, facets=())
    return search_backend().search(asked).total
