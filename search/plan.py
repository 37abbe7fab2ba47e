"""A query in terms of fields and tokens: the little tree every engine translates node by node.

SearchQuery → (search.planning) → Plan → engine. Leaves that only filter are constant in score on every engine.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Term(NamedTuple):
    """Papers with the token in the field, ranked by BM25 times `boost`. A tuple, since related papers take a hundred."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Papers with two or more tokens in a row, ranked by BM25 of the sequence times `boost`."""

    field: str
    tokens: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Beginning:
    """Papers with a token that begins so; scores 1."""

    field: str
    prefix: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Papers whose whole-value field holds one of the values; scores 1."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """Papers whose day field lies in the inclusive range of day numbers; scores 1."""

    field: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Every paper; scores 1."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No paper."""


@dataclass(frozen=True, slots=True)
class Bool:
    """All of `must` and `unscored`, none of `must_not`; `should` adds to the score, and when nothing is
    demanded at least one of it must match. The score is the sum of `must` and `should`."""

    must: tuple["Plan", ...] = ()
    should: tuple["Plan", ...] = ()
    must_not: tuple["Plan", ...] = ()
    unscored: tuple["Plan", ...] = ()


Plan = Term | Sequence | Beginning | OneOf | Days | Everything | Nothing | Bool


def is_ranked(plan: Plan) -> bool:
    """Whether any part of the score comes from words; filters and beginnings alone rank nothing."""
    match plan:
        case Term() | Sequence():
            return True
        case Bool(must, should):
            return any(is_ranked(part) for part in (*must, *should))
        case _:
            return False
