"""The reader's words → the clause tree that pages, feeds and REST search by: the query language with arXiv's categories.

A paper is held under the canonical names of its categories, so `category:stat.TH` has to ask for math.ST, and `category:cs`
for the categories that are shown elsewhere too, just as the filter of that name does.
"""

from typing import Literal

from coolpapers import taxonomy
from search import Clause, map_categories, parse_query
from search.clauses import Category, Or


def read_query(text: str, *, match: Literal["all", "any"] = "all") -> Clause | None:
    """The tree of a reader's query, None when it is blank. Raises QuerySyntaxError."""
    clause = parse_query(text, match=match)
    return None if clause is None else map_categories(clause, _category)


def _category(name: str) -> Clause:
    """The category under its shown name; an archive together with what belongs to it under another archive's name."""
    known = taxonomy.spelling(name)
    if known is None:
        return Category(name)
    shown = taxonomy.canonical(known) or known
    elsewhere = sorted(
        other for other in taxonomy.expand(known) if other != shown and not other.startswith(f"{shown}.")
    )
    return Or((Category(shown), *map(Category, elsewhere))) if elsewhere else Category(shown)
