"""What questions about an index ask of its engine: four bounded calls that every engine answers alike.

`search.related` and `search.diagnosis` are written on these alone; each engine implements them once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.plan import Plan
from search.types import SearchHit

FieldToken = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many papers the index holds, and how many of them have each token."""

    documents: int
    papers: Mapping[FieldToken, int]  # tokens that no paper has are left out

    def of(self, field: str, token: str) -> int:
        """Papers whose field has the token."""
        return self.papers.get((field, token), 0)


class Lookups(Protocol):
    """One engine at one moment."""

    def frequencies(self, wanted: Iterable[FieldToken]) -> Frequencies:
        """How many papers have each token; of fields that hold text."""
        ...

    def counts(self, plans: Sequence[Plan]) -> list[int]:
        """How many papers each plan matches."""
        ...

    def sources(self, paper_ids: Collection[str]) -> Mapping[str, str]:
        """The kept text of those papers that the index holds."""
        ...

    def best(self, plan: Plan, size: int, *, with_sources: bool) -> Sequence[tuple[SearchHit, str]]:
        """The best papers by score, then id, each with its kept text, or with an empty one."""
        ...
