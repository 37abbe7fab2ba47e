"""Stored versions and lists → the derived days of papers: read, work out (`announced_days`), write what differs.

Called whenever a paper or a list about it was written, in the same transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from coolpapers.papers.announced_days import (
    AnnouncedDays,
    CategoryDay,
    Evidence,
    ToldPaper,
    announced_days,
)
from coolpapers.papers.bulk import Row, insert_rows, update_rows
from coolpapers.papers.models import AnnouncedList, AnnouncedSource, Announcement, Listing, Paper, Version
from coolpapers.papers.records import AnnounceKind
from coolpapers.schedule import listing_day

BATCH: Final = 500
LISTING_COLUMNS: Final = ["paper_id", "category", "primary", "announced"]
_EARLIER: Final = timedelta(days=14)  # holds the listing days that `announced_days` looks through
_LATER: Final = timedelta(days=28)


def derive(papers: Sequence[ToldPaper]) -> tuple[dict[str, AnnouncedDays], Collection[str]]:
    """The days of each paper by its id, from all lists that were read; and the ids that a list names."""
    if not AnnouncedList.objects.exists():
        return {paper.arxiv_id: announced_days(paper) for paper in papers}, ()
    evidence = _evidence([paper.arxiv_id for paper in papers])
    whole = _denying(papers, evidence)
    days = {
        paper.arxiv_id: announced_days(paper, evidence.get(paper.arxiv_id, ()), whole) for paper in papers
    }
    return days, evidence.keys()


def rederive(ids: Iterable[str]) -> None:
    """Brings the days of the held papers among `ids` up to what is stored; those that the index knows otherwise are queued."""
    keys = sorted(set(ids))
    for at in range(0, len(keys), BATCH):
        chunk = keys[at : at + BATCH]
        papers = list(_told(chunk))
        days, _ = derive(papers)
        _write_papers(chunk, days)
        _write_versions(chunk, days)
        _write_listings(papers, days)


def listing_rows(paper: ToldPaper, days: AnnouncedDays) -> Iterator[Row]:
    """In the order of `LISTING_COLUMNS`."""
    for category, day in days.listings.items():
        yield [paper.arxiv_id, category, category == paper.categories[0], day]


def _evidence(ids: Sequence[str]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    rows = Announcement.objects.filter(arxiv_id__in=ids).values_list(
        "arxiv_id", "category", "day", "kind", "version", "source"
    )
    for key, category, day, kind, version, source in rows:
        found[key].append(Evidence(category, day, AnnounceKind(kind), version, AnnouncedSource(source)))
    return found


def _denying(papers: Sequence[ToldPaper], evidence: dict[str, list[Evidence]]) -> Collection[CategoryDay]:
    """The lists read whole that can bear upon the papers: those of their days, and those around a day that one of them denies."""
    days = {
        paper.arxiv_id: {listing_day(submitted) for _, submitted in paper.versions}
        | {line.day for line in evidence.get(paper.arxiv_id, ())}
        for paper in papers
    }
    categories = {category for paper in papers for category in paper.categories}
    lists = AnnouncedList.objects.filter(whole=True, category__in=categories)
    whole: set[CategoryDay] = set(
        lists.filter(day__in=set().union(*days.values())).values_list("category", "day")
    )
    denied: set[date] = set()
    for paper in papers if whole else ():
        named = {(line.category, line.day) for line in evidence.get(paper.arxiv_id, ())}
        denied |= {
            day
            for category in paper.categories
            for day in days[paper.arxiv_id]
            if (category, day) in whole and (category, day) not in named
        }
    if denied:
        around = (min(denied) - _EARLIER, max(denied) + _LATER)
        whole |= set(lists.filter(day__range=around).values_list("category", "day"))
    return whole


def _told(ids: Sequence[str]) -> Iterator[ToldPaper]:
    versions: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
    rows = Version.objects.filter(paper__in=ids).order_by("paper_id", "number")
    for key, number, submitted in rows.values_list("paper_id", "number", "submitted"):
        versions[key].append((number, submitted))
    papers = Paper.objects.filter(pk__in=ids).values_list("arxiv_id", "categories", "datestamp")
    for key, categories, datestamp in papers:
        yield ToldPaper(key, categories.split(), datestamp, versions[key])


def _write_papers(ids: Sequence[str], days: dict[str, AnnouncedDays]) -> None:
    now = datetime.now(UTC)
    rows: list[Row] = []
    held = Paper.objects.filter(pk__in=ids).order_by("pk")
    for key, announced, source, revision in held.values_list(
        "arxiv_id", "announced", "announced_source", "revision"
    ):
        day = days[key]
        if (day.announced, day.source) != (announced, source):
            # The index knows the day alone.
            rows.append([day.announced, day.source.value, now, revision + (day.announced != announced), key])
    update_rows(Paper, ["announced", "announced_source", "changed", "revision"], ["arxiv_id"], rows)


def _write_versions(ids: Sequence[str], days: dict[str, AnnouncedDays]) -> None:
    held = Version.objects.filter(paper__in=ids).order_by("paper_id", "number")
    rows: list[Row] = [
        [days[key].versions[number], key, number]
        for key, number, announced in held.values_list("paper_id", "number", "announced")
        if days[key].versions[number] != announced
    ]
    update_rows(Version, ["announced"], ["paper_id", "number"], rows)


def _write_listings(papers: Sequence[ToldPaper], days: dict[str, AnnouncedDays]) -> None:
    ids = [paper.arxiv_id for paper in papers]
    held: dict[tuple[str, str], tuple[int, bool, date]] = {
        (key, category): (number, primary, day)
        for number, key, category, primary, day in Listing.objects.filter(paper__in=ids).values_list(
            "pk", "paper_id", "category", "primary", "announced"
        )
    }
    fresh: list[Row] = []
    moved: list[Row] = []
    for paper in papers:
        for row in listing_rows(paper, days[paper.arxiv_id]):
            key, category, primary, day = row
            before = held.pop((key, category), None)
            if before is None:
                fresh.append(row)
            elif before[1:] != (primary, day):
                moved.append([primary, day, before[0]])
    Listing.objects.filter(pk__in=[number for number, _, _ in held.values()]).delete()
    update_rows(Listing, ["primary", "announced"], ["id"], moved)
    insert_rows(Listing, LISTING_COLUMNS, fresh)
