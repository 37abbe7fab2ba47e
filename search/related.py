"""A paper's telling terms to a Plan: what every engine is asked for related papers."""

from collections.abc import Iterable

from search import fields as f
from search.cursor import WINDOW
from search.errors import PageOutOfRange
from search.keywords import WeightedTerm
from search.plan import Bool, OneOf, Plan, Term
from search.planning import plan_query
from search.types import SearchQuery


def related_limit(limit: int) -> int:
    """How many papers to give; nothing below 1. PageOutOfRange beyond the window of pages."""
    if limit > WINDOW:
        raise PageOutOfRange(f"Related papers reach {WINDOW:,}; ask for fewer")
    return max(limit, 0)


def plan_related(terms: Iterable[WeightedTerm], paper_id: str, within: SearchQuery | None) -> Plan:
    """Papers that share terms, never the paper itself, and of those only what `within` finds.

    A flat OR with the frequency in the paper as the weight; the engine brings the rarity.
    """
    alike = tuple(Term(f.ALL, term.stem, term.frequency) for term in terms)
    itself = (OneOf(f.ID, (paper_id,)),)
    if within is None:
        return Bool(should=alike, must_not=itself)
    return Bool(must=(Bool(should=alike),), must_not=itself, unscored=(plan_query(within),))
