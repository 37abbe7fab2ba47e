"""Where a query's words stand in a shown text: spans into the source as the author wrote it.

Accents, case and endings do not matter, just as in the search; a formula is marked whole or not at all.
"""

from collections.abc import Iterable

from search.analysis import stem, stems, words
from search.clauses import Clause, Phrase, Prefix, Some, Word, leaves
from search.pieces import pieces
from search.stopwords import STOP_WORDS

Span = tuple[int, int]
_MAX_TEXT = 20_000  # characters; the longest abstract has about 5,000


class _Wanted:
    """What to look for: stems, exact words, beginnings, and sequences of either kind."""

    def __init__(self, clause: Clause, places: Iterable[str | None]) -> None:
        allowed = set(places)
        self.stems: set[str] = set()
        self.exact: set[str] = set()
        self.beginnings: list[str] = []
        self.sequences: list[tuple[bool, list[str]]] = []  # (stemmed, tokens)
        for leaf in leaves(clause, wanted_only=True):
            if isinstance(leaf, (Word, Phrase, Prefix)) and leaf.field in allowed:
                self._add(leaf, ranked=isinstance(clause, Some))

    def _add(self, leaf: Word | Phrase | Prefix, *, ranked: bool) -> None:
        found = words(leaf.text)
        if isinstance(leaf, Prefix):
            self.beginnings.append("".join(found))
        elif ranked:
            self.stems.update(stem(word) for word in found if word not in STOP_WORDS)
        elif len(found) > 1:
            stemmed = isinstance(leaf, Word)
            self.sequences.append((stemmed, stems(found) if stemmed else found))
        elif found and isinstance(leaf, Word):
            self.stems.add(stem(found[0]))
        elif found:
            self.exact.add(found[0])

    def __bool__(self) -> bool:
        return bool(self.stems or self.exact or self.beginnings or self.sequences)

    def has(self, word: str, stemmed: str) -> bool:
        return (
            stemmed in self.stems
            or word in self.exact
            or any(word.startswith(start) for start in self.beginnings)
        )


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted spans without overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def highlight(clause: Clause | None, text: str, *, field: str | None = None) -> tuple[Span, ...]:
    """Half-open spans of `text` that the query's words match, in order, never overlapping.

    `field` says what the text is ("title", "abstract", "comment", "journal"), so that `title:x` is not marked in the
    abstract; without it the text is taken for both title and abstract.
    """
    if clause is None or not text:
        return ()
    wanted = _Wanted(clause, {None, field} if field else {None, "title", "abstract"})
    if not wanted:
        return ()
    tokens: list[str] = []
    places: list[Span] = []
    for piece in pieces(text[:_MAX_TEXT]):
        tokens += piece.words
        places += [(piece.start, piece.end)] * len(piece.words)
    stemmed = stems(tokens)
    spans = [
        place for place, word, root in zip(places, tokens, stemmed, strict=True) if wanted.has(word, root)
    ]
    for by_stem, sequence in wanted.sequences:
        spans += _runs_of(sequence, stemmed if by_stem else tokens, places)
    return _merged(spans)


def _runs_of(sequence: list[str], tokens: list[str], places: list[Span]) -> list[Span]:
    """From the first to the last piece of each place where the sequence stands."""
    length = len(sequence)
    return [
        (places[at][0], places[at + length - 1][1])
        for at, token in enumerate(tokens)
        if token == sequence[0] and tokens[at : at + length] == sequence
    ]
