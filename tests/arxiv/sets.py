"""OAI sets: group, group:archive, group:archive:CLASS; aliases stand in both of their sets."""

from functools import cache

from coolpapers.taxonomy import ARCHIVES, CATEGORIES, GROUPS, group_of
from tests.arxiv.papers import HeldPaper


def specs_of(paper: HeldPaper) -> list[str]:
    """The paper's setSpecs in the order of its categories, an alias's after its own, each once."""
    return list(dict.fromkeys(spec for category in paper.categories for spec in _specs(category)))


def own_specs(paper: HeldPaper) -> list[str]:
    """One setSpec a category, under the name the paper carries, old ones too."""
    return list(dict.fromkeys(_spec(category) for category in paper.categories if category in CATEGORIES))


def in_set(paper: HeldPaper, set_name: str) -> bool:
    within = f"{set_name}:"
    return any(spec == set_name or spec.startswith(within) for c in paper.categories for spec in _specs(c))


@cache
def all_sets() -> tuple[tuple[str, str], ...]:
    """(spec, name) of groups, archives, categories; an archive that is its own category stands twice, as with arXiv."""
    groups = [(key.removeprefix("grp_"), group.name) for key, group in GROUPS.items()]
    archives = [(f"{a.group.removeprefix('grp_')}:{a.id}", a.name) for a in ARCHIVES.values() if a.active]
    return (*groups, *archives, *((_spec(c.id), c.name) for c in CATEGORIES.values() if c.active))


@cache
def known_specs() -> frozenset[str]:
    return frozenset(spec for spec, _ in all_sets())


@cache
def _specs(category: str) -> tuple[str, ...]:
    known = CATEGORIES.get(category)
    if known is None:
        return ()
    own = category if known.active or known.canonical == category else known.canonical
    same = [c.id for c in CATEGORIES.values() if c.active and c.canonical == known.canonical and c.id != own]
    return tuple(_spec(name) for name in (own, *same))


def _spec(category: str) -> str:
    archive, _, subject = category.partition(".")
    parts = (group_of(category).id.removeprefix("grp_"), archive, subject)
    return ":".join(part for part in parts if part)
