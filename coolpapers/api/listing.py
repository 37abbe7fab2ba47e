"""A page of GET /papers from the store, and the place in the sequence where it ends.

A place is a key, not a count: papers that arrive before it do not move what follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import Section, entries_between, papers_in_order
from coolpapers.papers.sequence import announced_papers

_RANK: Final = {section: rank for rank, section in enumerate(Section)}


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some papers of a list; `place` is the key of the last one, None when no more follow."""

    papers: list[Paper]
    total: int
    place: tuple[str, ...] | None


def announced_page(
    include: frozenset[str],
    exclude: frozenset[str],
    start: date | None,
    end: date | None,
    sections: frozenset[Section],
    *,
    after: Sequence[str] | None,
    limit: int,
) -> ListPage:
    """New and cross-listed papers, newest day first, then by falling id; `after` is (day, id)."""
    key = (date.fromisoformat(after[0]), after[1]) if after else None
    page = announced_papers(include, exclude, start=start, end=end, sections=sections, after=key, limit=limit)
    return ListPage(
        page.papers, page.total, (page.place[0].isoformat(), page.place[1]) if page.place else None
    )


def entries_page(
    include: frozenset[str],
    exclude: frozenset[str],
    start: date,
    end: date,
    sections: frozenset[Section],
    *,
    after: Sequence[str] | None,
    limit: int,
) -> ListPage:
    """Lines of the lists of some days, replacements among them; `after` is (day, section, id).

    A paper listed on several days keeps the earliest line: one that is replaced anew between two pages would otherwise move from
    ahead of the reader to behind, and be missed.
    """
    lines: dict[
        str, tuple[int, int]
    ] = {}  # id → sort key without the id: newest day first, then the list's sections
    for day, entries in sorted(entries_between(include, exclude, start, end).items()):
        for entry in entries:
            if entry.section in sections:
                lines.setdefault(entry.arxiv_id, (-day.toordinal(), _RANK[entry.section]))
    keys = sorted((*place, name) for name, place in lines.items())
    if after:
        passed = (-date.fromisoformat(after[0]).toordinal(), _RANK[Section(after[1])], after[2])
        rest = [key for key in keys if key > passed]
    else:
        rest = keys
    shown = rest[:limit]
    place = None
    if len(rest) > limit:
        newest_first, rank, name = shown[-1]
        place = (date.fromordinal(-newest_first).isoformat(), list(Section)[rank].value, name)
    return ListPage(papers_in_order([key[2] for key in shown]), len(keys), place)
