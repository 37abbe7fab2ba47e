"""A paper's telling words and phrases: term frequency in the paper against how many papers have the term.

Text of one paper + statistics of the index → weighted terms for `similar`, keywords for people. Forty terms with their
frequencies kept and the title counted twice find related papers best (nDCG@10 .558 and .881 on two judged sets, ten
terms once each .469 and .840; 2026-11-22).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Protocol

from search.analysis import stems, words
from search.pieces import pieces
from search.stopwords import STOP_WORDS
from search.types import Keyword

SIMILAR_TERMS = 40
TITLE_COUNT = 2  # how often a word of the title counts

_MAX_TEXT = 20_000  # characters; the longest abstract has about 5,000
_PHRASE_BONUS = 1.5  # a phrase says more than the sum of its words' mean
# What abstracts say of themselves; telling by frequency alone in small indexes, never for people.
_HOLLOW = frozenset(stems(words(
    "paper show propose present study result method approach use using new based also we our however et al via using "
    "one two three first second novel well can may problem work many different given known et cetera consider"
)))  # fmt: skip

_STOP_STEMS = frozenset(stems(sorted(STOP_WORDS)))

_DAMPING = 0.8


def dampened(count: int) -> float:
    """How much a term used so often in a paper counts.

    On two judged sets of related papers (50 and 1,000 queries, 2026-11-22): power 1 .564 and .884, .85 .567 and .888,
    .8 .561 and .889, .75 .556 and .890.
    """
    return float(count**_DAMPING)


class TermStatistics(Protocol):
    """What the index knows of its terms."""

    @property
    def documents(self) -> int:
        """Papers in the index."""
        ...

    def document_frequency(self, stem: str) -> int:
        """Papers whose title or abstract has the stem."""
        ...


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A stem that stands for a paper: how often the paper has it, and how telling that is."""

    stem: str
    count: int
    weight: float  # dampened frequency times rarity

    @property
    def frequency(self) -> float:
        """What the term's count is worth in a query: the tenth use says less than the first."""
        return dampened(self.count)


def split_source(source: str) -> tuple[str, str]:
    """Title and abstract of what the index keeps of a paper."""
    title, _, abstract = source[:_MAX_TEXT].partition("\n")
    return title, abstract


class KeywordExtractor:
    """Draws terms from a paper's title and abstract by the statistics of one index."""

    def __init__(self, statistics: TermStatistics) -> None:
        self._statistics = statistics

    def _rarity(self, stem: str) -> float:
        """Inverse document frequency, as BM25 has it; 0 for what no other paper has, which leads nowhere."""
        total = self._statistics.documents
        having = self._statistics.document_frequency(stem)
        if having < 2:
            return 0.0
        return log(1 + max(total - having + 0.5, 0.5) / (having + 0.5))

    def terms(self, title: str, abstract: str, *, limit: int = SIMILAR_TERMS) -> tuple[WeightedTerm, ...]:
        """The most telling stems of a text, heaviest first."""
        counts = Counter(stems(words(title)) * TITLE_COUNT)
        counts.update(stems(words(abstract)))
        return self.weigh(counts, limit=limit)

    def weigh(self, counts: Mapping[str, int], *, limit: int = SIMILAR_TERMS) -> tuple[WeightedTerm, ...]:
        """The most telling of stems already counted, those of the title twice; heaviest first."""
        weighted = [
            WeightedTerm(term, count, dampened(count) * rarity)
            for term, count in counts.items()
            if term not in _STOP_STEMS and (rarity := self._rarity(term)) > 0
        ]
        weighted.sort(key=lambda term: (-term.weight, term.stem))
        return tuple(weighted[:limit])

    def keywords(self, title: str, abstract: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """Words and two-word phrases in the form the paper uses most, heaviest first, the first at weight 1."""
        weights = {
            term.stem: term.weight
            for term in self.terms(title, abstract, limit=3 * SIMILAR_TERMS)
            if len(term.stem) > 1 and not term.stem.isdigit() and term.stem not in _HOLLOW
        }
        forms, phrases = _surface(title, abstract, weights)
        scored: dict[tuple[str, ...], float] = {
            (stem,): weight for stem, weight in weights.items() if stem in forms
        }
        for pair, count in phrases.items():
            if count < 2:
                continue
            first, second = (weights[stem] for stem in pair)
            scored[pair] = _PHRASE_BONUS * (first + second) / 2
        return _chosen(scored, forms, limit)


def _surface(
    title: str, abstract: str, weights: dict[str, float]
) -> tuple[dict[str, Counter[str]], Counter[tuple[str, str]]]:
    """The written forms of each stem, and how often two telling stems stand side by side (title twice)."""
    forms: dict[str, Counter[str]] = {}
    phrases: Counter[tuple[str, str]] = Counter()
    for text, times in ((title, TITLE_COUNT), (abstract, 1)):
        before: tuple[str, int] | None = None
        for piece in pieces(text):
            found = stems(list(piece.words))
            shown = text[piece.start : piece.end]
            # A piece of TeX is shown as its words; a capital alone at the start is the sentence's, not the word's.
            clean = shown if len(found) == 1 and shown.replace("'", "").isalnum() else None
            for word, stemmed in zip(piece.words, found, strict=True):
                if stemmed not in weights:
                    before = None
                    continue
                form = clean if clean and not clean.istitle() else (clean or word)
                forms.setdefault(stemmed, Counter())[form] += times
                if before and piece.start - before[1] <= 1 and before[0] != stemmed:
                    phrases[before[0], stemmed] += times
                before = (stemmed, piece.end)
    return forms, phrases


def _form(stemmed: str, forms: dict[str, Counter[str]]) -> str:
    """The commonest written form; lower case where that occurs at all, since a title capitalises everything."""
    counted = forms[stemmed]
    best = max(counted, key=lambda form: (counted[form], form))
    lower = best.lower()
    return lower if best.istitle() and (lower in counted or (len(best) > 1 and best[1:].islower())) else best


def _chosen(
    scored: dict[tuple[str, ...], float], forms: dict[str, Counter[str]], limit: int
) -> tuple[Keyword, ...]:
    """The best, without words that a chosen phrase already says."""
    chosen: list[tuple[tuple[str, ...], float]] = []
    said: set[str] = set()
    for term, weight in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) == limit:
            break
        if said.isdisjoint(term):
            chosen.append((term, weight))
            said.update(term)
    if not chosen:
        return ()
    top = chosen[0][1] or 1.0
    return tuple(
        Keyword(" ".join(_form(stem, forms) for stem in term), round(max(weight / top, 0.001), 4))
        for term, weight in chosen
    )
