"""What to type instead when a search finds little: the engine's diagnosis said in the reader's own query.

Pages make links of it, REST addresses; both take the texts from here, so that they offer the same.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, Literal

from coolpapers import taxonomy
from coolpapers.category_lists import CategoryList, InvalidCategoryList, UnknownCategory
from coolpapers.corrections import Correction, corrections, respelled
from coolpapers.engine import search_backend
from coolpapers.reader_query import read_query
from search import Clause, SearchQuery, parse_query, print_query
from search.clauses import And, Category, Not, Or, leaves
from search.types import QueryPart

Match = Literal["all", "any"]
Dropped = Literal["words", "categories", "exclusions", "dates"]

FEW: Final = 3  # papers at most that make a reader wonder whether a word is misspelt


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word that hardly any paper has, one that many have, and the query with it."""

    word: str
    offer: str
    papers: int | None  # that have the offered word; None for the name of a category
    query: str


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a search demands, or several, and the search without: `query` and the filters that are not `dropped`."""

    parts: tuple[tuple[Dropped, str], ...]  # what goes, in the query language
    alone: int  # papers that meet this demand
    without: int  # papers that meet all the others
    query: str

    @property
    def dropped(self) -> frozenset[Dropped]:
        return frozenset(kind for kind, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to type instead; all empty when there is nothing to say."""

    spellings: tuple[Respelling, ...] = ()
    corrections: tuple[Correction, ...] = ()  # readings of the whole query, those that find most first
    demands: tuple[
        Demand, ...
    ] = ()  # in the order of the search: words, filters among them, filters beside them
    together: Demand | None = None  # those that no paper meets, where dropping one of them is not enough

    @property
    def meant(self) -> Correction | None:
        """The one reading of a query that found nothing that leaves no doubt; None where there are several, or none."""
        only = self.corrections[0] if len(self.corrections) == 1 else None
        return only if only and only.papers and only.certain else None


def advice(text: str, query: SearchQuery, *, match: Match, total: int) -> Advice:
    """Advice on `query`, which was read from `text` and `match` and found nothing, or hardly anything: `total`."""
    asked = _with_exclusion(query)
    found = search_backend().diagnose(asked)
    spellings = [
        Respelling(one.word, one.offer, one.papers, respelled(text, one.word, one.offer))
        for one in found.spellings
    ]
    names = _category_names(query.clause)
    spellings += [
        Respelling(name, offer, None, respelled(text, name, offer)) for name, offer in names.items()
    ]
    words = _Operands.of(text, match)
    demands = tuple(_demand(words, query, asked, part) for part in found.parts)
    return Advice(
        tuple(one for one in spellings if one.query != text),
        corrections(text, query, found.spellings, names, match=match, total=total),
        demands,
        _together(words, query, demands),
    )


@dataclass(frozen=True, slots=True)
class _Operands:
    """What a query demands one by one: as typed, and as it is meant (the same with canonical categories)."""

    text: str
    typed: tuple[Clause, ...]
    meant: tuple[Clause, ...]

    @classmethod
    def of(cls, text: str, match: Match) -> "_Operands":
        return cls(text, _operands(parse_query(text, match=match)), _operands(read_query(text, match=match)))

    def lacking(self, left: tuple[Clause, ...]) -> int | None:
        """The place of the one operand that `left` does not have; None when that is not the difference."""
        places = range(len(self.meant))
        return next((at for at in places if self.meant[:at] + self.meant[at + 1 :] == left), None)

    def without(self, places: Collection[int]) -> tuple[str, tuple[Clause, ...]]:
        """The query without these operands, as typed and as meant."""
        kept = [at for at in range(len(self.meant)) if at not in places]
        return _printed(tuple(self.typed[at] for at in kept)), tuple(self.meant[at] for at in kept)


def _with_exclusion(query: SearchQuery) -> SearchQuery:
    """The same search with the excluded categories as one demand: an archive is many names, dropped together or not at all."""
    if not query.exclude_categories:
        return query
    names = tuple(Category(name) for name in sorted(query.exclude_categories))
    excluded = Not(names[0] if len(names) == 1 else Or(names))
    operands = (*_operands(query.clause), excluded)
    clause = And(operands) if len(operands) > 1 else excluded
    return replace(query, clause=clause, exclude_categories=frozenset())


def _demand(words: _Operands, query: SearchQuery, asked: SearchQuery, part: QueryPart) -> Demand:
    shown, dropped, left = part.text, _dropped(query, asked, part), words.text
    if dropped == "words":
        kept = _operands(part.rest.clause)
        kept = kept[:-1] if query.exclude_categories else kept
        place = words.lacking(kept)
        # A query that ranks demands its words together: one of them has no place among the operands.
        left = _printed(kept) if place is None else words.without([place])[0]
        shown = shown if place is None else print_query(words.typed[place])
    return Demand(((dropped, shown),), part.alone, part.without, left)


def _dropped(query: SearchQuery, asked: SearchQuery, part: QueryPart) -> Dropped:
    if part.rest.categories != query.categories:
        return "categories"
    if part.rest.dates != query.dates:
        return "dates"
    if query.exclude_categories and _operands(part.rest.clause) == _operands(asked.clause)[:-1]:
        return "exclusions"
    return "words"


def _together(words: _Operands, query: SearchQuery, demands: tuple[Demand, ...]) -> Demand | None:
    """The demands that no paper meets as one, when the search finds something without them all and not without one."""
    hopeless = [one for one in demands if not one.alone]
    if len(hopeless) < 2 or len(hopeless) == len(demands) or any(one.without for one in demands):
        return None
    printed = [print_query(clause) for clause in words.typed]
    parts = tuple(part for one in hopeless for part in one.parts)
    left, clauses = words.without([at for at, text in enumerate(printed) if ("words", text) in parts])
    dropped = {kind for kind, _ in parts}
    rest = replace(
        query,
        clause=And(clauses) if len(clauses) > 1 else next(iter(clauses), None),
        categories=frozenset() if "categories" in dropped else query.categories,
        exclude_categories=frozenset() if "exclusions" in dropped else query.exclude_categories,
        dates=() if "dates" in dropped else query.dates,
        offset=0,
        limit=1,
        facets=(),
    )
    total = search_backend().search(rest).total
    return Demand(parts, 0, total, left) if total else None


def _operands(clause: Clause | None) -> tuple[Clause, ...]:
    return () if clause is None else clause.clauses if isinstance(clause, And) else (clause,)


def _printed(operands: tuple[Clause, ...]) -> str:
    """The operands side by side, as people write what all must hold."""
    if len(operands) == 1:
        return print_query(operands[0])
    return " ".join(f"({print_query(one)})" if isinstance(one, Or) else print_query(one) for one in operands)


def _category_names(clause: Clause | None) -> dict[str, str]:
    """Names in the query that no category has → the nearest that one has."""
    names = {leaf.name for leaf in leaves(clause) if isinstance(leaf, Category)} if clause else set()
    offers = {name: _nearest(name) for name in sorted(names) if taxonomy.spelling(name) is None}
    return {name: offer for name, offer in offers.items() if offer}


def _nearest(name: str) -> str:
    try:
        CategoryList.parse(name)
    except UnknownCategory as fault:
        return fault.suggestions[0] if fault.suggestions else ""
    except InvalidCategoryList:
        pass  # a form that no name has
    return ""
