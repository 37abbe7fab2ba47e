"""What a query looks for in one shown text, in tokens; for marks and for reasons.

Clause tree → Wanted. The index has stems of title and abstract and exact words of everything else, and so has this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import compound, is_decimal, stem, stems, words
from search.clauses import And, Clause, Name, Or, Phrase, Prefix, Some, Word, leaves
from search.names import NamePattern, name_patterns
from search.stopwords import STOP_WORDS

Run = tuple[str, ...]
_STEMMED = (None, "title", "abstract")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stems, exact words, beginnings, sequences of either kind, names."""

    stems: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    sequences: tuple[tuple[bool, Run], ...] = ()  # whether of stems, tokens
    names: tuple[NamePattern, ...] = ()

    @classmethod
    def of(cls, clause: Clause, field: str | None) -> "Wanted":
        """What the clause wants of a text that is `field`; of None what it wants of title or abstract."""
        return _of(clause, field)

    def __bool__(self) -> bool:
        return bool(self.stems or self.exact or self.beginnings or self.sequences or self.names)

    @property
    def by_stem(self) -> bool:
        """Whether the text's stems are needed."""
        return bool(self.stems) or any(stemmed for stemmed, _ in self.sequences)

    def stands_in(self, tokens: Sequence[str], stemmed: Sequence[str]) -> bool:
        """Whether any of it, names aside, is among a text's words, given with their stems."""
        return (
            not self.stems.isdisjoint(stemmed)
            or not self.exact.isdisjoint(tokens)
            or any(_has_run(stemmed if by_stem else tokens, run) for by_stem, run in self.sequences)
            or (bool(self.beginnings) and any(token.startswith(self.beginnings) for token in tokens))
        )

    def names_author(self, tokens: frozenset[str]) -> bool:
        """Whether an author with these tokens (`search.names`) is asked for by name."""
        return any(pattern.meets(tokens) for pattern in self.names)


def _ranked(clause: Clause) -> Iterator[Word | Phrase]:
    """The words that rank and are not demanded."""
    match clause:
        case Some(chosen):
            yield from chosen
        case And(children) | Or(children):
            for child in children:
                yield from _ranked(child)


def _has_run(tokens: Sequence[str], run: Run) -> bool:
    return run[0] in tokens and f" {' '.join(run)} " in f" {' '.join(tokens)} "


@lru_cache(maxsize=256)
def _of(clause: Clause, field: str | None) -> Wanted:
    allowed = {None, "title", "abstract"} if field is None else {None, field}
    stemmed = field in _STEMMED
    ranked = set(map(id, _ranked(clause)))
    roots: set[str] = set()
    exact: set[str] = set()
    beginnings: list[str] = []
    sequences: list[tuple[bool, Run]] = []
    names: list[NamePattern] = []
    for leaf in leaves(clause, wanted_only=True):
        if isinstance(leaf, Name):
            names += name_patterns(leaf.text) if field == "author" else ()
        if not isinstance(leaf, (Word, Phrase, Prefix)) or leaf.field not in allowed:
            continue
        found = words(leaf.text)
        if isinstance(leaf, Prefix):
            beginnings.append("".join(found))
        elif id(leaf) in ranked:
            if (whole := compound(leaf.text)) and is_decimal(whole):
                roots.update([stem(whole)] if stemmed else ())
                continue
            telling = [word for word in found if word not in STOP_WORDS]
            (roots if stemmed else exact).update(stems(telling) if stemmed else telling)
        elif len(found) > 1:
            joined = compound(leaf.text)
            by_stem = stemmed and (isinstance(leaf, Word) or (joined is not None and is_decimal(joined)))
            if by_stem and joined:
                roots.add(stem(joined))
                if is_decimal(joined):
                    continue
            sequences.append((by_stem, tuple(stems(found) if by_stem else found)))
        elif found and stemmed and isinstance(leaf, Word):
            roots.add(stem(found[0]))
        elif found:
            exact.add(found[0])
    return Wanted(
        frozenset(roots), frozenset(exact), tuple(beginnings), tuple(dict.fromkeys(sequences)), tuple(names)
    )
