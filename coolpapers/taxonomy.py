"""arXiv's subjects: groups hold archives, archives hold categories, and some categories have two names.

Papers are stored and searched under one name of each category, the canonical one; every name a reader or a
record may use is brought to it here. Source of truth: the rows of `taxonomy_data`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from coolpapers.taxonomy_data import (
    ACTIVE_CATEGORIES,
    ALIASES,
    DIVIDED,
    GROUP_NAMES,
    PHYSICS_ARCHIVE_NAMES,
    SUBSUMED,
)


@dataclass(frozen=True, slots=True)
class Category:
    """One name a paper can be listed under: active, an alias, or left over from an earlier taxonomy."""

    id: str
    name: str
    archive: str
    active: bool
    canonical: str  # the name shown instead of this one; its own id for most

    @property
    def shown(self) -> bool:
        """True for a category of today's taxonomy under the one name it is shown by (149 of them)."""
        return self.active and self.canonical == self.id


@dataclass(frozen=True, slots=True)
class Archive:
    """A field with its own listing; `categories` are the shown ones native to it, in arxiv.org's order."""

    id: str
    name: str
    group: str
    active: bool
    categories: tuple[str, ...]
    aliases: tuple[str, ...]  # its names for categories shown in another archive: ("cs.NA", "cs.SY") of cs


@dataclass(frozen=True, slots=True)
class Group:
    """A top-level heading; `archives` are the active ones, in arxiv.org's order."""

    id: str
    name: str
    archives: tuple[str, ...]


def _read_categories() -> dict[str, Category]:
    categories = []
    for row in ACTIVE_CATEGORIES.splitlines():
        key, name = row.split("\t")
        categories.append(Category(key, name, key.partition(".")[0], True, ALIASES.get(key, key)))
    names = dict(PHYSICS_ARCHIVE_NAMES) | dict(GROUP_NAMES)
    categories += [Category(key, names[key], key, False, key) for key in DIVIDED]
    categories += [Category(key, name, key, False, shown) for key, (name, shown) in SUBSUMED.items()]
    return {category.id: category for category in categories}


def _read_archives(categories: Mapping[str, Category]) -> dict[str, Archive]:
    rows = [(key, name, "grp_physics", True) for key, name in PHYSICS_ARCHIVE_NAMES]
    rows += [(key, name, key, True) for key, name in GROUP_NAMES if key != "grp_physics"]
    groups = {key: group for key, _, group, _ in rows}
    rows += [(key, name, groups[categories[shown].archive], False) for key, (name, shown) in SUBSUMED.items()]
    archives = {}
    for key, name, group, active in rows:
        native = tuple(c.id for c in categories.values() if c.shown and c.archive == key)
        aliases = tuple(alias for alias in sorted(ALIASES) if categories[alias].archive == key)
        archives[key] = Archive(key, name, group, active, native, aliases)
    return archives


def _read_groups(archives: Mapping[str, Archive]) -> dict[str, Group]:
    return {
        key: Group(key, name, tuple(a.id for a in archives.values() if a.active and a.group == key))
        for key, name in GROUP_NAMES
    }


CATEGORIES: Final[Mapping[str, Category]] = MappingProxyType(_read_categories())
"""Every category name: 155 active (six are aliases), three bare names of divided archives, 18 subsumed."""

ARCHIVES: Final[Mapping[str, Archive]] = MappingProxyType(_read_archives(CATEGORIES))
"""The 20 active archives in display order, then the 18 subsumed ones, which hold no category any more."""

GROUPS: Final[Mapping[str, Group]] = MappingProxyType(_read_groups(ARCHIVES))
"""The eight groups in display order; all but `grp_physics` have the id of their one archive."""


def _read_members() -> dict[str, frozenset[str]]:
    members = {category.id: frozenset({category.canonical}) for category in CATEGORIES.values()}
    for archive in ARCHIVES.values():
        if archive.active:
            held = (c.canonical for c in CATEGORIES.values() if c.archive == archive.id)
            members[archive.id] = frozenset(held)
    for group in GROUPS.values():
        members[group.id] = frozenset().union(*(members[archive] for archive in group.archives))
    return members


_MEMBERS: Final[Mapping[str, frozenset[str]]] = _read_members()
_SPELLINGS: Final[Mapping[str, str]] = {name.lower(): name for name in _MEMBERS}
_ORDER: Final[Mapping[str, int]] = {name: position for position, name in enumerate(CATEGORIES)}


def canonical(name: str) -> str | None:
    """The category a paper listed under `name` belongs to, by the name shown; None when there is no such one.

    The spelling must be exact: records are full of codes of other schemes, some no further off than that.
    """
    category = CATEGORIES.get(name)
    return category.canonical if category else None


def names_of(category: str) -> tuple[str, ...]:
    """Every name a canonical category is found by, itself first (cs.CL: cs.CL, cmp-lg); none when unknown."""
    names = (c.id for c in CATEGORIES.values() if c.canonical == category)
    return tuple(sorted(names, key=lambda name: name != category))


def spelling(name: str) -> str | None:
    """The id of the category, archive or group meant, whatever the letter case; None when there is none."""
    return _SPELLINGS.get(name.lower())


def expand(name: str) -> frozenset[str]:
    """The canonical categories of a category, archive or group, whatever the letter case of its name.

    An archive holds what its aliases stand for: `cs` holds eess.SY, so a paper listed as cs.SY is in cs.
    A bare name that was once a category, `astro-ph`, is the archive and holds the old category too.
    Raises KeyError for an unknown name: an empty set would mean "no bound" to a search.
    """
    known = spelling(name)
    if known is None:
        raise KeyError(name)
    return _MEMBERS[known]


def group_of(category: str) -> Group:
    """The group a category name (active, alias or old) is native to. Raises KeyError for an unknown name."""
    return GROUPS[ARCHIVES[CATEGORIES[category].archive].group]


def in_display_order(categories: frozenset[str]) -> tuple[str, ...]:
    """Known category names in the order arxiv.org shows them, old ones last; unknown names are left out."""
    return tuple(sorted((c for c in categories if c in _ORDER), key=_ORDER.__getitem__))
