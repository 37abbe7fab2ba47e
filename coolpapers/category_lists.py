"""The LIST of a page address: unions and differences of categories, archives and groups → sets to search by.

`cs.CV,cs.CL-cs.LG` and `cs.CV+cs.CL-cs.LG` are the papers of either category that are not also in cs.LG.
Pages, feeds and REST parse it here and nowhere else. Source of truth: the names of `taxonomy`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Self

from coolpapers import taxonomy

MAX_TERMS: Final = 50
MAX_LENGTH: Final = 500  # characters

_SEPARATOR: Final = re.compile(r"\s*([,+-])\s*|\s+")
_NAMES: Final = {name.lower(): name for name in (*taxonomy.CATEGORIES, *taxonomy.ARCHIVES, *taxonomy.GROUPS)}
_LONGEST: Final = max(len(name) for name in _NAMES)


class InvalidCategoryList(ValueError):
    """A list that cannot be read: `position` is the index of the offending character."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class UnknownCategory(InvalidCategoryList):
    """A name arXiv does not have; `suggestions` are up to three real ones spelled most like it."""

    def __init__(self, name: str, position: int) -> None:
        close = get_close_matches(name.lower()[: 2 * _LONGEST], _NAMES, n=3, cutoff=0.6)
        self.name = name
        self.suggestions = tuple(_NAMES[match] for match in close)
        shown = name if len(name) <= 40 else name[:39] + "…"
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if close else ""
        place = f" at position {position}" if position else ""
        super().__init__(f"There is no category {shown!r}{place}{hint}", position)


@dataclass(frozen=True, slots=True)
class CategoryList:
    """Papers in any category of `include` and in none of `exclude`; both hold canonical categories only."""

    terms: tuple[str, ...]  # what is united, in the order given: canonical categories, archives, groups
    excluded: tuple[str, ...]
    include: frozenset[str]
    exclude: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The list written in `text`: names joined by `,` or `+` (or a blank), those after `-` excluded.

        A hyphen belongs to the longest known name it can be part of. Letter case does not matter, aliases
        become the name shown, a name given twice counts once. Raises InvalidCategoryList or UnknownCategory.
        """
        if len(text) > MAX_LENGTH:
            raise InvalidCategoryList(f"A list of categories has at most {MAX_LENGTH} characters", MAX_LENGTH)
        terms: list[str] = []
        excluded: list[str] = []
        target, position, end = terms, len(text) - len(text.lstrip()), len(text.rstrip())
        for _ in range(MAX_TERMS):
            length = _known_length(text, position, end)
            if not length:
                if name := _unknown_name(text, position, end):
                    raise UnknownCategory(name, position)
                raise InvalidCategoryList(f"A category is missing at position {position}", position)
            target.append(_shown(text[position : position + length]))
            position += length
            if position == end:
                united, without = tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(excluded))
                return cls(united, without, _members(united), _members(without))
            separator = _SEPARATOR.match(text, position, end)
            assert separator is not None  # a known name ends at a separator or at the end
            target = excluded if separator[1] == "-" else terms
            position = separator.end()
        raise InvalidCategoryList(f"A list of categories has at most {MAX_TERMS} names", position)

    @property
    def text(self) -> str:
        """The list as it stands in a page address; `parse` of it gives this list again."""
        return ",".join(self.terms) + "".join(f"-{name}" for name in self.excluded)

    @property
    def title(self) -> str:
        """For people: the name of a single category, archive or group; else "cs.CV, cs.CL without cs.LG"."""
        if len(self.terms) == 1 and not self.excluded:
            return _name(self.terms[0])
        united = ", ".join(_label(term) for term in self.terms)
        without = ", ".join(_label(term) for term in self.excluded)
        return f"{united} without {without}" if without else united

    @property
    def feeds(self) -> tuple[str, ...]:
        """The categories whose daily feeds on arXiv together hold this list's papers, in display order."""
        held = frozenset(name for name in self.include - self.exclude if taxonomy.CATEGORIES[name].active)
        return taxonomy.in_display_order(held)


def _members(names: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(taxonomy.expand(name) for name in names))


def _shown(name: str) -> str:
    """The id of a known name in its own spelling, an alias or subsumed archive replaced by what it means."""
    known = _NAMES[name.lower()]
    return taxonomy.canonical(known) or known


def _name(term: str) -> str:
    for table in (taxonomy.GROUPS, taxonomy.ARCHIVES, taxonomy.CATEGORIES):
        if term in table:
            return table[term].name
    raise KeyError(term)


def _label(term: str) -> str:
    return _name(term) if term.startswith("grp_") else term


def _known_length(text: str, start: int, end: int) -> int:
    """The length of the longest known name from `start` up to a separator or `end`; 0 when there is none."""
    for length in range(min(_LONGEST, end - start), 0, -1):
        stop = start + length
        if (stop == end or _SEPARATOR.match(text, stop, end)) and text[start:stop].lower() in _NAMES:
            return length
    return 0


def _unknown_name(text: str, start: int, end: int) -> str:
    """What stands where a name should: up to a separator, or to a hyphen with a known name behind it."""
    stop = start
    while stop < end and (text[stop] == "-" or not _SEPARATOR.match(text, stop, end)):
        if text[stop] == "-" and stop > start and _known_length(text, stop + 1, end):
            break
        stop += 1
    return text[start:stop]
