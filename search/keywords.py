"""A paper's keywords: the words and short phrases a person would choose for it, in the form people write.

Surface of one paper + document frequencies of the index → Keyword. A phrase is believed when other papers have it in their
titles or say it twice, or when this paper itself does so often.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import Final

from search import fields as f
from search.backends.lookups import FieldToken, Frequencies
from search.foreign_words import says_nothing
from search.phrases import phrase
from search.surface import Gram, Surface
from search.terms import dampened
from search.types import Keyword

_WORD_SHARE: Final = 0.8  # of a single word's rarity; a phrase says more
_COMMON: Final = 2.5  # what is taken off: a word of more than every 23rd paper is no keyword
_SELDOM: Final = 50  # papers with both words of a phrase, of which by chance one has it in its title or twice
_UNSEEN_SHARE: Final = 0.7  # of a phrase that only this paper has
_BELIEVED: Final = 3  # papers that make a phrase a term of the field
_OFTEN: Final = 3  # uses that make it one of this paper's, those in the title twice
_FIRM: Final = 3.0  # cohesion from which words are one term: twenty times as often together as by chance
_MOSTLY: Final = 1.5  # a word used up to so many times as often as a phrase around it says nothing more


@dataclass(frozen=True, slots=True)
class ChosenKeyword:
    """A keyword with the stems it consists of."""

    gram: Gram
    shown: Keyword


def _token(gram: Gram) -> FieldToken:
    return (f.ALL, gram[0]) if len(gram) == 1 else (f.PHRASES, phrase(gram))


def tokens_of(surface: Surface) -> Iterator[FieldToken]:
    """What must be known of the index to choose a paper's keywords."""
    for gram in surface.counts:
        yield _token(gram)
        if len(gram) > 1:
            yield from (_token((stem,)) for stem in gram)
        for before, behind in surface.around[gram]:
            if before:
                yield _token((before, gram[0]))
            if behind:
                yield _token((gram[-1], behind))


@dataclass(frozen=True, slots=True)
class _Judge:
    """Weighs a paper's words and phrases by what the index knows of them."""

    surface: Surface
    known: Frequencies

    def papers(self, gram: Gram) -> int:
        return self.known.of(*_token(gram))

    def cohesion(self, gram: Gram) -> float:
        """How much oftener the parts of a phrase stand together than by chance, as a logarithm; of its weakest seam."""
        together = self.papers(gram)
        if not together:
            return 0.0
        seams = (self.papers(gram[:at]) * self.papers(gram[at:]) for at in range(1, len(gram)))
        return min(log(_SELDOM * together * self.known.documents / max(seam, 1)) for seam in seams)

    def is_cut(self, gram: Gram) -> bool:
        """Whether wherever it stands one of its ends belongs more to the word beside it."""
        own = self.papers(gram)
        return all(
            (before and self.papers((before, gram[0])) > own)
            or (behind and self.papers((gram[-1], behind)) > own)
            for before, behind in self.surface.around[gram]
        )

    def weight(self, gram: Gram, count: int) -> float:
        """0 for what is no keyword."""
        having, total = self.papers(gram), self.known.documents
        if len(gram) == 1:
            if having < 2 or (gram not in self.surface.titled and count < 2) or len(gram[0]) < 2:
                return 0.0
            return dampened(count) * max(_WORD_SHARE * log(1 + total / having) - _COMMON, 0.0)
        if self.is_cut(gram) or self.surface.describes(gram):
            return 0.0
        if having < _BELIEVED:
            return _UNSEEN_SHARE * dampened(count) * log(1 + total / 10) if count >= _OFTEN else 0.0
        bond = min(max(self.cohesion(gram) / _FIRM, 0.0), 1.0)
        return bond * dampened(count) * log(1 + total / (3 * having))


def relative(weight: float, top: float) -> float:
    """A keyword's weight against the strongest, above 0 and at most 1."""
    return round(max(weight / top, 0.001), 4)


def chosen_keywords(surface: Surface, known: Frequencies, *, limit: int) -> list[ChosenKeyword]:
    """The best, heaviest first, the first at weight 1; nothing that another chosen one already says."""
    judge = _Judge(surface, known)
    weights = {gram: judge.weight(gram, count) for gram, count in surface.counts.items()}
    scored = {gram: weight for gram, weight in weights.items() if weight > 0}
    for gram in list(scored):
        for inner in _inner(gram):
            # Said by the longer one whenever it is said.
            if inner in scored and surface.counts[inner] <= _MOSTLY * surface.counts[gram]:
                del scored[inner]
    chosen: list[Gram] = []
    for gram in sorted(scored, key=lambda gram: (-scored[gram], gram)):
        if len(chosen) == limit:
            break
        if all(_differ(gram, other) for other in chosen) and not says_nothing(surface.words(gram)):
            chosen.append(gram)
    return [
        ChosenKeyword(gram, Keyword(surface.form(gram), relative(scored[gram], scored[chosen[0]])))
        for gram in chosen
    ]


def _inner(gram: Gram) -> Iterator[Gram]:
    for length in range(1, len(gram)):
        for at in range(len(gram) - length + 1):
            yield gram[at : at + length]


def _differ(gram: Gram, other: Gram) -> bool:
    """Whether two keywords are not mostly the same words."""
    shared = len(set(gram) & set(other))
    return shared == 0 or (shared == 1 and len(gram) > 1 and len(other) > 1)
