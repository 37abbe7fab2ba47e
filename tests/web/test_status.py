"""/status: what a reader can rely on, in words; and the line over a day's list."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from coolpapers import status, taxonomy
from coolpapers.papers.announcements import record_lists
from coolpapers.papers.models import AnnouncedList, Wanted
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord
from coolpapers.papers.store import upsert
from coolpapers.schedule import EASTERN
from tests.web.conftest import BOTH, CROSS, LATER, LEARNING, REPLACED, TUESDAY, WEDNESDAY, Reader
from tests.web.html_page import Node
from tests.worlds import record
from worker.models import HarvestRun, LeaseRow, Rejected

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=EASTERN)  # the Wednesday listing is out, Thursday's is not


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wednesday noon at arXiv."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return NOON.astimezone(tz)

    monkeypatch.setattr(status, "datetime", Clock)


def list_of(
    category: str, day: date, *entries: tuple[str, AnnounceKind], whole: bool = True
) -> AnnouncedListRecord:
    lines = tuple(AnnouncementRecord(key, kind) for key, kind in entries)
    return AnnouncedListRecord(category, day, "feed", lines, whole)


def read_at(moment: datetime) -> None:
    """As though the lists had been read then, and those that are complete had been so from then on."""
    AnnouncedList.objects.update(read=moment)
    AnnouncedList.objects.exclude(completed=None).update(completed=moment)


def new(*keys: str) -> list[tuple[str, AnnounceKind]]:
    return [(key, AnnounceKind.NEW) for key in keys]


def block(page: Node, archive: str) -> Node:
    return next(
        one for one in page.all("details", "states") if archive in [code.text for code in one.all("code")]
    )


def verdict(page: Node) -> str:
    return page.one("p", "verdict").text


def facts(page: Node) -> dict[str, str]:
    return {row.one("dt").text: row.one("dd").text for row in page.one("dl", "record").all("div")}


@pytest.mark.django_db
def test_an_empty_store_says_so(engine: None) -> None:
    page = Reader().page("/status")
    assert "Nothing is held yet" in verdict(page)
    assert facts(page)["Worker"] == "never seen"


def test_before_any_list_was_read(reader: Reader) -> None:
    page = reader.page("/status")
    assert "None of arXiv's own lists was read yet" in verdict(page)
    assert "days estimated" in block(page, "cs").text
    assert facts(page)["arXiv's newest"] == "Wed 18 Nov 2026, by its schedule"


def test_complete(reader: Reader) -> None:
    record_lists([list_of("cs.CL", WEDNESDAY, *new(LATER))])
    read_at(datetime(2026, 11, 18, 5, 7, tzinfo=UTC))
    page = reader.page("/status")
    assert verdict(page) == "Up to date: arXiv's listing of Wed 18 Nov 2026 is here, complete."
    (line,) = [item for item in block(page, "cs").all("li") if item.one("code").text == "cs.CL"]
    assert line.one("span", "facts").text == (
        "Wed 18 Nov 2026 · 1 of 1 · complete 4 h 7 min after the announcement · read Wed 18 Nov 00:07 ET"
    )
    assert page.all("ul", "troubles") == []


def test_missing_papers_are_counted_and_unfolded(reader: Reader) -> None:
    record_lists([list_of("cs.CL", WEDNESDAY, *new(LATER, "2611.77777", "2611.77778"))])
    page = reader.page("/status")
    assert verdict(page) == "2 papers of arXiv's lists are not here yet."
    assert "1 category late or incomplete" in block(page, "cs").one("summary").text
    (line,) = page.one("ul", "troubles").all("li")
    assert line.text.startswith("cs.CL Computation and Language Wed 18 Nov 2026 · 1 of 3 · 2 missing · read")


def test_late_categories(reader: Reader) -> None:
    record_lists([list_of("cs.LG", TUESDAY, *new(*LEARNING))])
    page = reader.page("/status")
    assert "1 of 1 category read here is late" in verdict(page)
    assert "late" in block(page, "cs").one("summary").text
    assert "late by 16 h 0 min" in page.one("ul", "troubles").text


def test_what_waits_and_who_works(reader: Reader, settings: Any) -> None:
    Wanted.objects.create(arxiv_id="2611.77777", asked=NOON)
    LeaseRow.objects.create(name="index", since=NOON - timedelta(minutes=1), until=NOON)
    upsert([record("2611.66666")])
    told = facts(reader.page("/status"))
    assert told["Asked for"] == "1 paper that readers wait for"
    assert told["Worker"] == "at work; last sign of life 2026-11-18 16:59:00 UTC"
    assert told["Search"].startswith("40 papers in the index, 1 waiting")
    LeaseRow.objects.update(since=NOON - timedelta(hours=2), until=NOON - timedelta(hours=2))
    assert facts(reader.page("/status"))["Worker"].startswith("silent;")
    settings.OFFLINE = True
    assert facts(reader.page("/status"))["Worker"].startswith("offline by choice")


def test_rejected_records_by_reason_without_their_text(reader: Reader) -> None:
    run = HarvestRun.objects.create(
        source="oai", target="http://inside.example/oai", state="failed", error="no /secret/place"
    )
    for number in range(3):
        Rejected.objects.create(
            run=run,
            identifier=f"2611.0000{number}",
            reason=f"title '<b>{number}</b>' is empty",
            raw="<raw>secret</raw>",
        )
    Rejected.objects.create(run=run, identifier="", reason="no versions", raw="secret")
    page = reader.page("/status")
    lines = [item.text for item in page.one("ul", "rejected").all("li")]
    assert lines == ["title … is empty 3 records · the last 2611.00002", "no versions 1 record"]
    assert "failed" in page.text
    for hidden in ("secret", "inside.example", "<b>"):
        assert hidden not in page.text


@pytest.mark.parametrize(
    "read, words",
    [
        (datetime(2026, 11, 18, 1, 7, tzinfo=UTC), "complete, fetched 20:07 ET"),
        (datetime(2026, 11, 18, 15, 0, tzinfo=UTC), "complete, fetched 10:00 ET"),
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), "complete, fetched Fri 20 Nov 10:00 ET"),
    ],
)
def test_the_line_over_a_complete_list(reader: Reader, read: datetime, words: str) -> None:
    record_lists([list_of("cs.CL", WEDNESDAY, *new(LATER))])
    read_at(read)
    state = reader.page("/arxiv/cs.CL").one("p", "state")
    assert state.one("span", "reading").text == words
    assert state.text.startswith("Wed 18 Nov 2026 · 1 paper")


def test_reading_a_complete_list_again_does_not_make_it_later(reader: Reader) -> None:
    record_lists([list_of("cs.CL", WEDNESDAY, *new(LATER))])
    read_at(datetime(2026, 11, 18, 1, 7, tzinfo=UTC))
    record_lists([list_of("cs.CL", WEDNESDAY, *new(LATER))])
    assert reader.page("/arxiv/cs.CL").one("span", "reading").text == "complete, fetched 20:07 ET"


def test_the_line_over_a_list_with_gaps(reader: Reader) -> None:
    entries = [
        *new(*LEARNING),
        (CROSS, AnnounceKind.CROSS),
        (BOTH, AnnounceKind.CROSS),
        (REPLACED, AnnounceKind.REPLACE),
    ]
    assert reader.page("/arxiv/cs.LG").one("p", "state").all("span", "reading") == []
    record_lists([list_of("cs.LG", TUESDAY, *entries, ("2611.77777", AnnounceKind.CROSS))])
    read_at(datetime(2026, 11, 17, 1, 7, tzinfo=UTC))
    line = reader.page("/arxiv/cs.LG").one("span", "reading").text
    assert line == "1 paper of arXiv's list not here yet, fetched 20:07 ET"
    upsert([record("2611.77777", categories=("stat.ML", "cs.LG"))])
    read_at(datetime(2026, 11, 17, 1, 9, tzinfo=UTC))
    assert reader.page("/arxiv/cs.LG").one("span", "reading").text == "complete, fetched 20:09 ET"
    line = reader.page(f"/arxiv/cs?date={TUESDAY}").one("span", "reading").text
    lists = sum(taxonomy.CATEGORIES[name].shown for name in taxonomy.expand("cs"))
    assert line == f"1 of {lists} lists read, fetched 20:09 ET"


def test_a_cut_list_is_not_complete(reader: Reader) -> None:
    record_lists([list_of("cs.CL", WEDNESDAY, *new(LATER), whole=False)])
    assert reader.page("/arxiv/cs.CL").one("span", "reading").text.startswith("0 of 1 lists read")
