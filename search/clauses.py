"""The reader's question as a tree, before any analysis: what `search.syntax` makes and every engine is given.

Leaves keep the reader's own spelling, so a tree can be printed again (`search.printing`) and highlighted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

TextField = Literal["title", "abstract", "comment", "journal"]
DateField = Literal["announced", "submitted", "updated"]


@dataclass(frozen=True, slots=True)
class Word:
    """A plain word, matched by its stem; one that analysis cuts in parts (`p-value`) is their phrase."""

    text: str
    field: TextField | None = None  # None: any field


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, unstemmed."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Unstemmed words that begin so; the star is not part of `text`. `author` looks at names."""

    text: str
    field: TextField | Literal["author"] | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One author: `Hinton`, `G. Hinton`, `Hinton, Geoffrey`, `hinton_g`."""

    text: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category or archive by name (`cs.LG`, `cs`), whatever its case."""

    name: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """One paper by its id; `prefix` means all ids that begin so."""

    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Doi:
    """A paper by its DOI, whatever its case."""

    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from `start` to `end`, both included, UTC; at least one side is given."""

    field: DateField
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Not:
    """Papers the inner clause does not find."""

    clause: "Clause"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more clauses."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more clauses."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Ranks papers by how many of these words they have and how telling each is; at least one.

    A phrase is its words, and papers that have it as it stands come first.
    """

    words: tuple[Word | Phrase, ...]


Clause = Word | Phrase | Prefix | Name | Category | Identifier | Doi | Dates | Not | And | Or | Some


def leaves(clause: Clause, *, wanted_only: bool = False) -> Iterator[Clause]:
    """The tree's leaves in order; with `wanted_only`, those under a Not are left out."""
    match clause:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child, wanted_only=wanted_only)
        case Some(words):
            yield from words
        case Not(inner):
            if not wanted_only:
                yield from leaves(inner)
        case _:
            yield clause


def map_categories(clause: Clause, meant: Callable[[str], Clause]) -> Clause:
    """The tree with what each category's name means in its place, so that an alias or archive finds what it stands for."""
    match clause:
        case Category(name):
            return meant(name)
        case Not(inner):
            return Not(map_categories(inner, meant))
        case And(children):
            return And(tuple(map_categories(child, meant) for child in children))
        case Or(children):
            return Or(tuple(map_categories(child, meant) for child in children))
        case _:
            return clause
