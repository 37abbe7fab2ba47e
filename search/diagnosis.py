"""A query taken apart: what each of its demands finds alone, what the others find without it, and spellings.

SearchQuery → (search.backends.lookups) → Diagnosis. One request for the counts, one more when a word is nearly unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from search import fields as f
from search.analysis import words
from search.backends.lookups import Lookups
from search.clauses import (
    And,
    Category,
    Clause,
    Dates,
    Doi,
    Identifier,
    Name,
    Not,
    Or,
    Phrase,
    Some,
    Word,
    leaves,
)
from search.plan import Plan
from search.planning import plan_query
from search.printing import print_query
from search.spelling import MAX_WORDS, may_be_misspelt, spellings
from search.types import Diagnosis, QueryPart, SearchQuery, Spelling

MAX_PARTS: Final = 12

_RUN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FEW: Final = 10_000  # a demand that fewer than one in so many papers meet may be misspelt

# Where a word of each field is found as it is written.
_PLACES: dict[str | None, tuple[str, ...]] = {
    None: (f.TITLE_WORDS, f.ABSTRACT_WORDS, f.REST),
    "title": (f.TITLE_WORDS,),
    "abstract": (f.ABSTRACT_WORDS,),
    "comment": (f.COMMENTS,),
    "journal": (f.JOURNAL,),
    "author": (f.AUTHORS,),
}

_Part = tuple[
    str, Literal["word", "filter"], Clause, SearchQuery
]  # as printed, kind, itself, the query without it


def _joined(kind: type[And] | type[Some], children: list[Clause]) -> Clause | None:
    if kind is Some:
        chosen = tuple(child for child in children if isinstance(child, (Word, Phrase)))
        return Some(chosen) if chosen else None
    if len(children) < 2:
        return children[0] if children else None
    return And(tuple(children))


def _is_filter(clause: Clause) -> bool:
    if isinstance(clause, Not):
        return _is_filter(clause.clause)
    if isinstance(clause, (And, Or)):
        return all(map(_is_filter, clause.clauses))
    return isinstance(clause, (Category, Dates, Identifier, Doi))


def _demands(clause: Clause) -> Iterator[tuple[Clause, Clause | None]]:
    """Each demand of a query, and the query without it."""
    kind: type[And] | type[Some]
    match clause:
        case And(children):
            kind, inner = And, list(children)
        case Some(chosen):
            kind, inner = Some, list(chosen)
        case _:
            yield clause, None
            return
    for at, child in enumerate(inner):
        if isinstance(child, Some):
            for demand, rest in _demands(child):
                yield demand, _joined(And, [*inner[:at], *([rest] if rest else []), *inner[at + 1 :]])
        else:
            yield child, _joined(kind, inner[:at] + inner[at + 1 :])


def _parts(query: SearchQuery) -> Iterator[_Part]:
    """The query's demands: its words, its filters in the tree, the filters beside the tree."""
    whole = replace(query, offset=0, after=None)
    if query.clause is not None:
        found = list(_demands(query.clause))
        for clause, rest in sorted(found, key=lambda pair: _is_filter(pair[0])):
            shown = print_query(clause)
            yield shown, "filter" if _is_filter(clause) else "word", clause, replace(whole, clause=rest)
    if query.categories:
        wanted: list[Clause] = [Category(name) for name in sorted(query.categories)]
        any_of = wanted[0] if len(wanted) == 1 else Or(tuple(wanted))
        yield print_query(any_of), "filter", any_of, replace(whole, categories=frozenset())
    for name in sorted(query.exclude_categories):
        without = replace(whole, exclude_categories=query.exclude_categories - {name})
        yield print_query(Not(Category(name))), "filter", Not(Category(name)), without
    for at, span in enumerate(query.dates):
        if span.start is None and span.end is None:
            continue
        days = Dates(span.field, span.start, span.end)
        others = query.dates[:at] + query.dates[at + 1 :]
        yield print_query(days), "filter", days, replace(whole, dates=others)


def _typed_words(clause: Clause) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each word that a clause wants: as typed, as analysed, and the fields where it is looked for."""
    for leaf in leaves(clause, wanted_only=True):
        if isinstance(leaf, Name):
            places = _PLACES["author"]
        elif isinstance(leaf, (Word, Phrase)):
            places = _PLACES[leaf.field]
        else:
            continue
        runs = {word: run for run in _RUN.findall(leaf.text) for word in words(run)}
        whole = leaf.text if isinstance(leaf, Word) and len(words(leaf.text)) == 1 else None
        for word in words(leaf.text):
            yield whole or runs.get(word, word), word, places


def diagnose(query: SearchQuery, lookups: Lookups) -> Diagnosis:
    """See SearchBackend."""
    parts = list(_parts(query))[:MAX_PARTS]
    if not parts:
        return Diagnosis()
    asked: list[Plan] = [plan_query(SearchQuery())]
    for _, _, clause, rest in parts:
        asked += [plan_query(SearchQuery(clause)), plan_query(rest)]
    documents, *counted = lookups.counts(asked)
    told = tuple(
        QueryPart(text, kind, alone, without, rest)
        for (text, kind, _, rest), alone, without in zip(parts, counted[::2], counted[1::2], strict=True)
    )
    rare = [
        clause
        for (_, _, clause, _), part in zip(parts, told, strict=True)
        if part.kind == "word" and part.alone <= 2 + documents // _FEW
    ]
    return Diagnosis(told, _offers(rare, lookups))


def _offers(rare: list[Clause], lookups: Lookups) -> tuple[Spelling, ...]:
    doubtful = {
        (word, places): (shown, word, places)
        for clause in rare
        for shown, word, places in _typed_words(clause)
        if may_be_misspelt(word)
    }
    return spellings(list(doubtful.values())[:MAX_WORDS], lookups)
