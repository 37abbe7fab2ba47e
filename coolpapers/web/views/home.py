"""`/`: arXiv's groups, archives and categories with the newest day's counts, and the search box."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coolpapers import taxonomy
from coolpapers.papers.selectors import day_counts, newest_day, papers_on
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
    """An archive; one without categories of its own is its single row."""

    id: str
    name: str
    address: str
    rows: list[CategoryRow]
    single: bool


@dataclass(frozen=True, slots=True)
class GroupBlock:
    id: str
    name: str
    address: str
    archives: list[ArchiveBlock]


@reading
def home(request: HttpRequest) -> HttpResponse:
    day = newest_day()
    shown = frozenset(category.id for category in taxonomy.CATEGORIES.values() if category.shown)
    counts = day_counts(shown, day) if day else {}
    context = {
        "day": day,
        "papers": papers_on(day) if day else 0,
        "groups": [_group(group, counts) for group in taxonomy.GROUPS.values()],
    }
    return render(request, "home.html", context)


def _group(group: taxonomy.Group, counts: dict[str, int]) -> GroupBlock:
    archives = [_archive(taxonomy.ARCHIVES[name], counts) for name in group.archives]
    return GroupBlock(group.id, group.name, list_path(group.id), archives)


def _archive(archive: taxonomy.Archive, counts: dict[str, int]) -> ArchiveBlock:
    rows = [_row(name, counts) for name in archive.categories]
    return ArchiveBlock(
        archive.id, archive.name, list_path(archive.id), rows, single=archive.categories == (archive.id,)
    )


def _row(name: str, counts: dict[str, int]) -> CategoryRow:
    return CategoryRow(name, taxonomy.CATEGORIES[name].name, list_path(name), counts.get(name, 0))
