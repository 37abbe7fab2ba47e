"""The algebra of the store: the same tellings, lists and removals in any order and repetition end in the same rows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coolpapers.papers.announcements import record_lists
from coolpapers.papers.models import AnnouncedList, Announcement, Listing, Paper, Removed, Version
from coolpapers.papers.records import (
    AnnouncedListRecord,
    AnnounceKind,
    AnnouncementRecord,
    Detail,
    PaperRecord,
    RemovedRecord,
    VersionRecord,
)
from coolpapers.papers.store import remove, upsert
from tests.worlds import MONDAY, record

pytestmark = pytest.mark.django_db

IDS = ("2611.90001", "2611.90002")
CATEGORIES = ("cs.LG", "stat.ML", "cs.CV")
DAY = date(2026, 11, 17)

Event = PaperRecord | AnnouncedListRecord | RemovedRecord

# Arrange-once fixtures are meant: each example rolls back what it wrote.
in_store = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def days(most: int) -> st.SearchStrategy[date]:
    return st.integers(0, most).map(lambda offset: DAY + timedelta(days=offset))


@st.composite
def tellings(
    draw: st.DrawFn, arxiv_id: str, details: tuple[Detail, ...] = tuple(Detail)
) -> list[PaperRecord]:
    """What sources tell of one paper over time: each source's later telling knows no fewer versions than its earlier one."""
    steps = draw(st.lists(st.integers(0, 6), min_size=4, max_size=4))
    times = [MONDAY + timedelta(days=sum(steps[: n + 1]), hours=n) for n in range(4)]
    told: list[PaperRecord] = []
    for detail in details:
        stamps = sorted(draw(st.lists(days(20), max_size=3, unique=True)))
        numbers = sorted(draw(st.lists(st.integers(1, 4), min_size=len(stamps), max_size=len(stamps))))
        for stamp, newest in zip(stamps, numbers, strict=True):
            known = {
                Detail.WHOLE: range(1, newest + 1),
                Detail.CURRENT: sorted({1, newest}),
                Detail.FEED: [newest],
            }[detail]
            late = timedelta(days=draw(st.integers(0, 3))) if detail is Detail.FEED else timedelta()
            sized = detail is Detail.WHOLE and draw(st.booleans())
            versions = tuple(VersionRecord(n, times[n - 1] + late, 10 * n if sized else None) for n in known)
            categories = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, unique=True))
            told.append(
                record(
                    arxiv_id,
                    title=f"{detail.name} of {stamp}",
                    versions=versions,
                    categories=tuple(categories),
                    datestamp=stamp,
                    detail=detail,
                )
            )
    return told


@st.composite
def lists(draw: st.DrawFn) -> AnnouncedListRecord:
    lines = draw(
        st.lists(
            st.builds(
                AnnouncementRecord,
                st.sampled_from(IDS),
                st.sampled_from(AnnounceKind),
                st.none() | st.integers(1, 4),
            ),
            max_size=3,
        )
    )
    return AnnouncedListRecord(
        draw(st.sampled_from(CATEGORIES)),
        draw(days(12)),
        draw(st.sampled_from(["feed", "listing"])),
        tuple(lines),
        draw(st.booleans()),
    )


def tell(events: list[Event]) -> None:
    for event in events:
        if isinstance(event, PaperRecord):
            upsert([event])
        elif isinstance(event, RemovedRecord):
            remove([event])
        else:
            record_lists([event])


def rows() -> list[object]:
    passing = {"changed", "revision", "indexed_revision", "read", "completed", "id", "unindexed"}
    orders = {
        Paper: ["pk"],
        Version: ["paper_id", "number"],
        Listing: ["paper_id", "category"],
        Announcement: ["category", "day", "arxiv_id", "kind"],
        AnnouncedList: ["category", "day"],
        Removed: ["pk"],
    }
    found: list[object] = []
    for model, order in orders.items():
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in passing]
        found += [
            (model.__name__, *row) for row in model._default_manager.order_by(*order).values_list(*columns)
        ]
    return found


def outcome(write: Callable[[], None]) -> list[object]:
    with transaction.atomic():
        write()
        found = rows()
        transaction.set_rollback(True)
    return found


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """The same events twice: in order, and shuffled with some repeated."""
    events: list[Event] = [event for key in IDS for event in draw(tellings(key))]
    events += draw(st.lists(lists(), max_size=6))
    return events, draw(shuffled(events))


def shuffled(events: list[Event]) -> st.SearchStrategy[list[Event]]:
    again = st.lists(st.sampled_from(events), max_size=4) if events else st.just([])
    return again.flatmap(lambda more: st.permutations([*events, *more]))


@in_store
@given(stories())
def test_any_order_and_repetition_of_tellings_and_lists_ends_in_the_same_rows(story):
    events, other = story
    assert outcome(lambda: tell(events)) == outcome(lambda: tell(other))


@in_store
@given(stories(), st.integers(1, 5))
def test_batches_make_no_difference(story, batch):
    told = [event for event in story[1] if isinstance(event, PaperRecord)]
    assert outcome(lambda: tell(told)) == outcome(lambda: upsert(told, batch=batch))


@st.composite
def removals(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    told = draw(tellings(IDS[0], (Detail.WHOLE,)))
    plain = [replace(one, versions=tuple(replace(v, size_kb=None) for v in one.versions)) for one in told]
    events: list[Event] = [
        *plain,
        *(RemovedRecord(IDS[0], day) for day in draw(st.lists(days(20), max_size=2))),
    ]
    return events, draw(shuffled(events))


@in_store
@given(removals())
def test_removals_and_tellings_in_any_order(story):
    def papers(events: list[Event]) -> list[object]:
        return outcome(lambda: tell(events))

    # A tombstone under a paper that came back is gone or was never made, by the order; the paper is what counts.
    events, other = story
    here, there = papers(events), papers(other)
    assert [row for row in here if row[0] != "Removed"] == [row for row in there if row[0] != "Removed"]
    if not any(row[0] == "Paper" for row in here):
        assert here == there
