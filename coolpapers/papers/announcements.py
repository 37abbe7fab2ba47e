"""arXiv's own daily lists into the store: kept line by line, then the days of the papers they name.

The lists may come before the papers they name, or after. What a list said once is never undone; it is completed by another
reading (a feed that has grown, a listing page that tells what the feed left out).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from coolpapers.papers.arrivals import count_arrivals
from coolpapers.papers.bulk import Row, insert_rows, update_rows
from coolpapers.papers.completeness import note_complete
from coolpapers.papers.derivation import rederive
from coolpapers.papers.models import (
    AnnouncedList,
    AnnouncedSource,
    Announcement,
    Listing,
    Paper,
    Removed,
    Version,
)
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind
from coolpapers.papers.turns import take_turn

_SOURCES: Final = {"feed": AnnouncedSource.FEED, "listing": AnnouncedSource.LISTING}
_COLUMNS: Final = ["arxiv_id", "category", "day", "kind", "version", "source", "held"]

_Line = tuple[int | None, AnnouncedSource]  # version, source
_Key = tuple[str, AnnounceKind]


@dataclass(frozen=True, slots=True)
class ListsReport:
    """Lists and lines that were told; `unheld` are the papers among them that the store does not have."""

    lists: int = 0
    entries: int = 0
    unheld: tuple[str, ...] = ()


def record_lists(lists: Iterable[AnnouncedListRecord]) -> ListsReport:
    """Keeps the lists and corrects the days of the papers they bear upon; a list told again changes nothing."""
    told = list(lists)
    concerned: set[str] = set()
    unheld: dict[str, None] = {}
    with transaction.atomic():
        if told:
            take_turn()
        for one in told:
            concerned |= _record(one)
        rederive(concerned)
        note_complete({(one.category, one.day) for one in told})
        for one in told:
            rows = Announcement.objects.filter(category=one.category, day=one.day, held=False)
            unheld |= dict.fromkeys(rows.order_by("arxiv_id").values_list("arxiv_id", flat=True))
    return ListsReport(len(told), sum(len(one.entries) for one in told), tuple(unheld))


def _record(told: AnnouncedListRecord) -> set[str]:
    """Keeps one list; the held papers whose days it may change."""
    rows = Announcement.objects.filter(category=told.category, day=told.day)
    known: dict[_Key, _Line] = {
        (key, AnnounceKind(kind)): (version, AnnouncedSource(source))
        for key, kind, version, source in rows.values_list("arxiv_id", "kind", "version", "source")
    }
    lines = _lines(told, known)
    fresh = [key for key in lines if key not in known]
    changed = [key for key in lines if key in known and lines[key] != known[key]]
    papers, removed = (_known(model, {key for key, _ in fresh}) for model in (Paper, Removed))
    count_arrivals([told.day for key, kind in fresh if kind is AnnounceKind.NEW and key in papers])
    insert_rows(
        Announcement,
        _COLUMNS,
        (
            [key, told.category, told.day, kind.value, *_values(lines[key, kind]), key in papers | removed]
            for key, kind in fresh
        ),
    )
    update_rows(
        Announcement,
        ["version", "source"],
        ["category", "day", "arxiv_id", "kind"],
        ([*_values(lines[key, kind]), told.category, told.day, key, kind.value] for key, kind in changed),
    )
    named = {key for key, _ in (*known, *lines)}
    became_whole = _note(told, len(named))
    concerned = {key for key, _ in (*fresh, *changed)}
    if became_whole or (fresh and told.whole):
        concerned |= _estimated(told) - named
    return concerned


def _lines(told: AnnouncedListRecord, known: dict[_Key, _Line]) -> dict[_Key, _Line]:
    """The told lines, each with what was known of it: a feed is the better source, a version once told stays."""
    source = _SOURCES[told.source]
    lines: dict[_Key, _Line] = {}
    for entry in told.entries:
        key = (entry.arxiv_id, entry.kind)
        before = lines.get(key) or known.get(key) or (None, source)
        versions = [version for version in (before[0], entry.version) if version is not None]
        best = (
            AnnouncedSource.FEED if AnnouncedSource.FEED in (before[1], source) else AnnouncedSource.LISTING
        )
        lines[key] = (max(versions, default=None), best)
    return lines


def _values(line: _Line) -> Row:
    return [line[0], line[1].value]


def _known(model: type[Paper | Removed], ids: set[str]) -> set[str]:
    """Those of the ids that the table has."""
    return set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))


def _note(told: AnnouncedListRecord, entries: int) -> bool:
    """Keeps that the list was read; True when it is whole now and was not before."""
    now, source = datetime.now(UTC), _SOURCES[told.source]
    known = AnnouncedList.objects.filter(category=told.category, day=told.day).first()
    row = known or AnnouncedList(category=told.category, day=told.day, source=source, whole=False)
    became_whole = told.whole and not row.whole
    row.entries, row.read, row.whole = entries, now, told.whole or row.whole
    if source is AnnouncedSource.FEED:
        row.source = source
    row.save()
    return became_whole


def _estimated(told: AnnouncedListRecord) -> set[str]:
    """The papers that the store has on the list, as announced that day or as replaced."""
    listed = Listing.objects.filter(category=told.category, announced=told.day)
    place = Listing.objects.filter(paper=OuterRef("paper"), category=told.category)
    replaced = Version.objects.filter(Exists(place), announced=told.day, number__gt=1)
    return {*listed.values_list("paper_id", flat=True), *replaced.values_list("paper_id", flat=True)}
