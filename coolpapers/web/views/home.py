"""`/`: arXiv's groups, archives and categories with the newest day's counts, and the search box."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coolpapers import taxonomy
from coolpapers.papers.selectors import categories_on, newest_day
from coolpapers.web.addresses import list_path
from coolpapers.web.reading import reading


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category and its papers of the day, cross-lists included."""

    id: str
    name: str
    address: str
    papers: int


@dataclass(frozen=True, slots=True)
class ArchiveBlock:
    """An archive; one without categories of its own is its single row. A paper in two categories counts once."""

    id: str
    name: str
    address: str
    rows: list[CategoryRow]
    single: bool
    papers: int


@dataclass(frozen=True, slots=True)
class GroupBlock:
    id: str
    name: str
    address: str
    archives: list[ArchiveBlock]
    papers: int


@reading
def home(request: HttpRequest) -> HttpResponse:
    day = newest_day()
    listed = categories_on(day) if day else []
    counts = Counter(name for paper in listed for name in _names(paper))
    context = {
        "day": day,
        "papers": len(listed),
        "groups": [_group(group, counts) for group in taxonomy.GROUPS.values()],
    }
    return render(request, "home.html", context)


@lru_cache(4096)
def _names(categories: frozenset[str]) -> frozenset[str]:
    """The categories, archives and groups that list a paper in these categories."""
    return frozenset(name for name, holds in _holdings().items() if not holds.isdisjoint(categories))


@cache
def _holdings() -> dict[str, frozenset[str]]:
    names = (*taxonomy.CATEGORIES, *taxonomy.ARCHIVES, *taxonomy.GROUPS)
    return {name: taxonomy.expand(name) for name in names}


def _group(group: taxonomy.Group, counts: Counter[str]) -> GroupBlock:
    archives = [_archive(taxonomy.ARCHIVES[name], counts) for name in group.archives]
    return GroupBlock(group.id, group.name, list_path(group.id), archives, counts[group.id])


def _archive(archive: taxonomy.Archive, counts: Counter[str]) -> ArchiveBlock:
    rows = [_row(name, counts) for name in archive.categories]
    single = archive.categories == (archive.id,)
    return ArchiveBlock(archive.id, archive.name, list_path(archive.id), rows, single, counts[archive.id])


def _row(name: str, counts: Counter[str]) -> CategoryRow:
    return CategoryRow(name, taxonomy.CATEGORIES[name].name, list_path(name), counts[name])
