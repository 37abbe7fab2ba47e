"""Where a query's words stand in a shown text: spans into the source as the author wrote it.

Accents, case and endings do not matter, just as in the search; a formula is marked whole or not at all.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, Literal

from search.analysis import compounds, is_decimal, stem, stems
from search.clauses import Clause
from search.names import AUTHOR, author_tokens
from search.pieces import placed_words
from search.wanted import Wanted

Span = tuple[int, int]
ShownField = Literal["title", "abstract", "author", "comment", "journal"]

_MAX_TEXT: Final = 20_000  # characters; the longest abstract has about 5,000
_MAX_AUTHORS: Final = 60_000  # characters; one paper names 5,000 people


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Sorted spans without overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def highlight(clause: Clause | None, text: str, *, field: ShownField | None = None) -> tuple[Span, ...]:
    """Half-open spans of `text` that the query's words match, in order, never overlapping.

    `field` says what the text is, so that `title:x` is not marked in the abstract; without it the text is taken for both
    title and abstract. Authors are one name or several with commas between; a name asked for is marked whole.
    """
    if clause is None or not text:
        return ()
    return marked(Wanted.of(clause, field), text, field)


def marked(wanted: Wanted, text: str, field: ShownField | None) -> tuple[Span, ...]:
    """As `highlight`, for what is wanted of many texts."""
    if not wanted:
        return ()
    spans = list(_of_words(wanted, text[: _MAX_AUTHORS if field == "author" else _MAX_TEXT]))
    if field == "author" and wanted.names:
        spans += _of_names(wanted, text[:_MAX_AUTHORS])
    return _merged(spans)


def _of_names(wanted: Wanted, text: str) -> Iterator[Span]:
    for found in AUTHOR.finditer(text):
        name = found[0].rstrip()
        if wanted.names_author(frozenset(author_tokens(name).split())):
            yield found.start(), found.start() + len(name)


def _of_words(wanted: Wanted, text: str) -> Iterator[Span]:
    tokens, places = placed_words(text)
    stemmed = stems(tokens) if wanted.by_stem else tokens
    if wanted.stems:
        yield from _at(wanted.stems, stemmed, places)
        if "-" in text:
            yield from _compounds(wanted.stems, tokens, places, text)
        if decimals := frozenset(filter(is_decimal, wanted.stems)):
            yield from _decimals(decimals, tokens, places, text)
    if wanted.exact:
        yield from _at(wanted.exact, tokens, places)
    if wanted.beginnings:
        for place, word in zip(places, tokens, strict=True):
            if word.startswith(wanted.beginnings):
                yield place
    for by_stem, sequence in wanted.sequences:
        yield from _runs_of(sequence, stemmed if by_stem else tokens, places)


def _compounds(
    looked_for: frozenset[str], tokens: list[str], places: list[Span], text: str
) -> Iterator[Span]:
    """Hyphened words that are looked for as one."""
    for at, ((start, end), (follow, behind)) in enumerate(pairwise(places)):
        if follow == end + 1 and text[end] == "-" and stem(tokens[at] + tokens[at + 1]) in looked_for:
            yield start, behind


def _decimals(looked_for: frozenset[str], tokens: list[str], places: list[Span], text: str) -> Iterator[Span]:
    """Numbers with a point, alone or in a formula."""
    for at, ((start, _), (_, behind)) in enumerate(pairwise(places)):
        number = f"{tokens[at]}.{tokens[at + 1]}"
        if number in looked_for and number in compounds(text[max(start - 2, 0) : behind + 2]):
            yield start, behind


def _at(looked_for: frozenset[str], tokens: list[str], places: list[Span]) -> Iterable[Span]:
    if looked_for.isdisjoint(tokens):
        return ()
    return [place for place, token in zip(places, tokens, strict=True) if token in looked_for]


def _runs_of(sequence: tuple[str, ...], tokens: list[str], places: list[Span]) -> list[Span]:
    """From the first to the last piece of each place where the sequence stands."""
    length, first = len(sequence), sequence[0]
    if first not in tokens:
        return []
    return [
        (places[at][0], places[at + length - 1][1])
        for at, token in enumerate(tokens)
        if token == first and tuple(tokens[at : at + length]) == sequence
    ]
