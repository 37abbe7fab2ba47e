"""The words and phrases of a paper with the forms they are written in; what keywords are chosen from.

Only words that can be keywords are told: no stop words, of the text's own language neither, no formulas, nothing across
punctuation.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from search.analysis import stems
from search.foreign_words import function_words
from search.phrases import LONGEST, is_telling
from search.pieces import Piece, pieces
from search.terms import TITLE_COUNT, split_source
from search.tex import accented, has_tex

Gram = tuple[str, ...]  # one to three stems

_JOINS: Final = re.compile(r"(?:\s{1,4}|-{1,2}|–)\Z")
# What hyphened adjectives begin with: long-range, non-trivial, real-world.
_LEADING: Final = frozenset(
    stems(["non", "real", "large", "long", "high", "low", "fine", "small", "short", "end", "multi"])
)
_SENTENCE_END: Final = re.compile(r"[.!?:]\s")


@dataclass(frozen=True, slots=True)
class _Spot:
    """One word where it stands."""

    stem: str
    word: str  # as analysed
    form: str
    before: str | None  # what joins it to the word before; None: nothing does
    first: bool  # of a sentence
    cut: bool = False  # a hyphen follows, and behind it no word that can be part of a keyword


@dataclass(slots=True)
class Surface:
    """How often each word and phrase is used, those of the title twice, and how it is written."""

    counts: Counter[Gram] = field(default_factory=Counter)
    titled: set[Gram] = field(default_factory=set)
    around: dict[Gram, set[tuple[str, str]]] = field(default_factory=dict)  # stems before and behind, or ""
    _written: dict[Gram, Counter[tuple[str, ...]]] = field(default_factory=dict)  # forms and joints in turn
    _forms: dict[str, Counter[str]] = field(default_factory=dict)  # stem → forms whose case says something

    def add(self, spots: list[_Spot], hollow: Collection[str], *, title: bool) -> None:
        """Counts a text in; `hollow` words are no part of a keyword."""
        capital = sum(spot.form[:1].isupper() for spot in spots)
        telling_case = not title or capital * 2 < len(spots)
        for run in _runs(spots, hollow):
            for spot in run:
                if (
                    spot.form[1:] != spot.form[1:].lower()
                    or not spot.form[:1].isupper()
                    or (telling_case and not spot.first)
                ):
                    self._forms.setdefault(spot.stem, Counter())[spot.form] += 1
            self._count(run, TITLE_COUNT if title else 1, titled=title)

    def _count(self, run: list[_Spot], times: int, *, titled: bool) -> None:
        for length in range(1, LONGEST + 1):
            for at in range(len(run) - length + 1):
                end = at + length
                # Half of a hyphened word is no word.
                if run[at].before == "-" or (end < len(run) and run[end].before == "-") or run[end - 1].cut:
                    continue
                gram = tuple(spot.stem for spot in run[at:end])
                self.counts[gram] += times
                if titled:
                    self.titled.add(gram)
                neighbours = (run[at - 1].stem if at else "", run[end].stem if end < len(run) else "")
                self.around.setdefault(gram, set()).add(neighbours)
                written: list[str] = [run[at].form]
                for spot in run[at + 1 : end]:
                    written += [spot.before or " ", spot.form]
                self._written.setdefault(gram, Counter())[tuple(written)] += 1

    def describes(self, gram: Gram) -> bool:
        """Whether a hyphened word is an adjective here: always in front of another word, or of a kind that is always one."""
        if len(gram) != 2 or any("-" not in written for written in self._written[gram]):
            return False
        return gram[0] in _LEADING or all(behind for _, behind in self.around[gram])

    def form(self, gram: Gram) -> str:
        """The gram as people would write it: the commonest form, in lower case but for names and acronyms."""
        return "".join(self._shown(gram))

    def words(self, gram: Gram) -> Sequence[str]:
        """The words of the gram's form."""
        return self._shown(gram)[::2]

    def _shown(self, gram: Gram) -> list[str]:
        """The words of the gram's form, and what joins them, in turn."""
        written = self._written[gram]
        best = max(written, key=lambda each: (written[each], each[1::2] == ("-",) * (len(gram) - 1), each))
        shown = list(best)
        for at, stem in zip(range(0, len(shown), 2), gram, strict=True):
            shown[at] = self._cased(shown[at], stem)
        return shown

    def _cased(self, form: str, stem: str) -> str:
        forms = self._forms.get(stem)
        if not forms:
            return form.lower()
        if form[1:] != form[1:].lower():
            lower = forms.get(form.lower(), 0)
            return form.lower() if lower >= forms.get(form, 0) else form
        lower = sum(count for each, count in forms.items() if each.islower())
        return form.lower() if lower or not form[:1].isupper() else form


def _spots(text: str) -> Iterator[_Spot]:
    end, sentence = 0, True
    for piece in pieces(text):
        between = text[end : piece.start]
        first = sentence or bool(_SENTENCE_END.search(between))
        join = " " if between.isspace() else "-" if _JOINS.match(between) else None
        found = stems(list(piece.words))
        forms = _forms(text, piece)
        for at, (stem, word, form) in enumerate(zip(found, piece.words, forms, strict=True)):
            if not piece.formula:
                yield _Spot(stem, word, form, " " if at else join, first and not at)
        if piece.formula:
            yield _Spot("", "", "", None, first=False)
        end, sentence = piece.end, False


def _forms(text: str, piece: Piece) -> list[str]:
    shown = text[piece.start : piece.end]
    if len(piece.words) == 1:
        if has_tex(shown):
            shown = accented(shown)
        shown = shown.removesuffix("'s").removesuffix("’s")
        if shown.replace("'", "").isalnum():
            return [shown]
    return list(piece.words)


def _runs(spots: list[_Spot], hollow: Collection[str]) -> Iterator[list[_Spot]]:
    """Stretches of words that can be keywords, nothing but blanks and hyphens between; `hollow` words are none."""
    run: list[_Spot] = []
    for spot in spots:
        telling = is_telling(spot.stem) and "'" not in spot.form
        if telling and spot.word in hollow:
            telling = len(spot.form) > 1 and spot.form.isupper()  # LES and DES are names in any language
        if run and (spot.before is None or not telling):
            if spot.before == "-":
                run[-1] = replace(run[-1], cut=True)
            yield run
            run = []
        if telling:
            run.append(spot)
    if run:
        yield run


def surface(source: str) -> Surface:
    """The words and phrases of a paper's kept text."""
    title, abstract = split_source(source)
    made = Surface()
    titled, told = list(_spots(title)), list(_spots(abstract))
    language = _function_words(told)
    # An abstract in English often has a title that is not; one in another language has one in it.
    made.add(titled, language or _function_words(titled), title=True)
    made.add(told, language, title=False)
    return made


def _function_words(spots: list[_Spot]) -> Collection[str]:
    return function_words([spot.word for spot in spots if spot.word])
