"""Pages into the store: cursors, increments, lists, removals, rejects, one harvest at a time, the wish to stop, a store that is away."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, OperationalError

from coolpapers.papers.models import AnnouncedList, Paper
from coolpapers.papers.records import AnnouncedListRecord, AnnounceKind, AnnouncementRecord, RemovedRecord
from worker import ingestion, stopping
from worker.leases import LeaseTaken, lease
from worker.models import HarvestRun, Rejected
from worker.pipeline import ingest
from worker.reading_ahead import ahead
from worker.replaying import replay
from worker.sources.base import Cursor, Page, RawRecord, RejectedRecord, SourceDamaged, SourceUnavailable

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 17)


def raw(number: int, **changes: object) -> RawRecord:
    """A record as a snapshot tells it."""
    fields = {
        "id": f"2611.9{number:04d}", "title": f"Teapot {number}", "abstract": "Of tea.", "categories": "cs.LG", "authors_parsed": [["Kettle", "Ada", ""]],
        "versions": [{"version": "v1", "created": "Mon, 16 Nov 2026 15:00:00 GMT"}], "update_date": "2026-11-17",
    } | changes  # fmt: skip
    return RawRecord("snapshot", str(fields["id"]), f"made up:{number}", fields)


def page(*numbers: int, token: str | None = None, since: date | None = None, **more: object) -> Page:
    return Page(tuple(raw(n) for n in numbers), (), Cursor(since, token), 0, None, **more)  # type: ignore[arg-type]


@dataclass
class Played:
    """A source of made-up pages; the numbers of its tokens are the pages behind them. Notes where it was begun."""

    all_pages: list[Page]
    name: str = "snapshot"
    target: str = "made up"
    fault: Exception | None = None
    begun: list[Cursor | None] = field(default_factory=list)

    def pages(self, cursor: Cursor | None) -> Iterator[Page]:
        self.begun.append(cursor)
        behind = int(cursor.token) if cursor and cursor.token else 0
        yield from self.all_pages[behind:]
        if self.fault:
            raise self.fault


def three() -> list[Page]:
    return [page(n, token=str(n)) for n in (1, 2, 3)]


def test_a_source_that_is_away_is_gone_on_with_where_it_was():
    source = Played(three()[:2], fault=SourceUnavailable("not now"))
    run = ingest(source)
    assert (run.state, run.error, run.created, run.pages) == ("failed", "not now", 2, 2)
    source.all_pages, source.fault = three(), None
    run = ingest(source)
    assert (run.state, run.created, run.unchanged) == ("done", 1, 0)
    assert source.begun == [None, Cursor(token="2")]


def test_a_damaged_file_is_read_anew_and_a_damaged_answer_is_not():
    for name, next_begin in (("snapshot", None), ("oai", Cursor(token="3"))):
        source = Played(three(), name=name, target=name, fault=SourceDamaged("half a page"))
        ingest(source)
        ingest(source)
        assert source.begun == [None, next_begin]


def test_a_finished_run_leaves_where_the_next_increment_begins():
    source = Played([page(1, token="1"), page(2, since=DAY)], name="oai")
    assert ingest(source, increment=True).state == "done"
    ingest(source, increment=True)
    assert source.begun == [None, Cursor(since=DAY)]
    ingest(source)
    assert source.begun[-1] is None
    ingest(source, resume=False, increment=True)
    assert source.begun[-1] is None
    other = Played([page(3)], name="oai", target="never read")
    ingest(other, start=Cursor(since=DAY))
    assert other.begun == [Cursor(since=DAY)]


def test_what_a_killed_process_left_is_told_as_such():
    source = Played(three(), name="oai")
    HarvestRun.objects.create(source="oai", target="made up", token="2")
    ingest(source)
    killed, _ = HarvestRun.objects.order_by("pk")
    assert (killed.state, killed.error) == ("interrupted", "its process ended without a word")
    assert source.begun == [Cursor(token="2")]


def test_lists_and_removals_come_with_their_page():
    told = AnnouncedListRecord("cs.LG", DAY, "feed", (AnnouncementRecord("2611.90001", AnnounceKind.NEW, 1),))
    pages = [
        page(1, 2, token="1", lists=(told,)),
        page(token="2", removed=(RemovedRecord("2611.90002", DAY + timedelta(1)),)),
    ]
    run = ingest(Played(pages, name="oai"))
    assert (run.created, run.announced, run.removed, run.pages) == (2, 1, 1, 2)
    assert AnnouncedList.objects.get().entries == 1
    assert list(Paper.objects.values_list("pk", flat=True)) == ["2611.90001"]


def test_one_harvest_of_a_source_at_a_time():
    inner: list[str] = []

    class Nested(Played):
        def pages(self, cursor):
            with pytest.raises(LeaseTaken):
                ingest(Played(three(), name=self.name, target=inner_target))
            inner.append("refused")
            yield from super().pages(cursor)

    inner_target = "another set"
    assert ingest(Nested(three(), name="announcements")).state == "done"
    inner_target = "made up"
    assert ingest(Nested(three(), name="snapshot")).state == "done"
    assert inner == ["refused", "refused"]
    with lease("harvest announcements", seconds=0.2):
        assert ingest(Played(three(), name="announcements"), wait_s=5).state == "done"


def test_the_wish_to_stop_ends_the_run_after_its_page():
    class Signalled(Played):
        def pages(self, cursor):
            first, *others = super().pages(cursor)
            stopping.stop()  # once: the pages are read ahead, by a thread that may outlive the run
            yield first
            yield from others

    source = Signalled(three(), name="oai")
    try:
        run = ingest(source)
    finally:
        stopping.go_on()
    assert (run.state, run.created, run.error) == ("interrupted", 1, "stopped")
    assert ingest(Played(three(), name="oai")).created == 2


def test_a_budget_ends_the_run_and_the_next_goes_on():
    source = Played(three(), name="oai")
    created = []
    for _ in range(4):
        run = ingest(source, budget_s=0)
        created.append(run.created)
        if run.state == "done":
            break
    assert created[:3] == [1, 1, 1]
    assert Paper.objects.count() == 3


def test_a_record_told_again_takes_the_place_of_its_rejection():
    bad = Page(
        (raw(1, versions=[]), raw(2)),
        (RejectedRecord("2611.90003", "x:3", "no", "<x>"),),
        Cursor(token="1"),
        0,
        None,
    )
    first = Played([bad], name="oai")
    assert ingest(first).rejected == 2
    assert ingest(Played([bad], name="oai", target="again")).rejected == 2
    assert Rejected.objects.count() == 2
    ingest(Played([page(1)], name="announcements"))
    assert Rejected.objects.count() == 2, "another source's word does not count"
    ingest(Played([page(1, 3)], name="oai", target="well now"))
    assert Rejected.objects.count() == 0


def test_a_rejected_record_is_kept_whole_and_may_be_replayed(monkeypatch):
    big = raw(1, authors_parsed=[["Kettle", f"Ada {n}", ""] for n in range(3_000)], versions=[])
    mended = json.loads(json.dumps(big.fields)) | {"versions": raw(1).fields["versions"]}
    half = RejectedRecord("2611.90009", "x:9", "not JSON", '{"id": "2611.9')
    ingest(Played([Page((big, raw(2, categories="")), (half,), Cursor(token="1"), 0, None)]))
    kept = Rejected.objects.get(identifier="2611.90001")
    assert json.loads(kept.raw) == big.fields
    told = replay()
    assert (told.passed, told.rejected, told.beyond, told.nameless) == (0, 2, ("2611.90009",), 0)
    kept.raw = json.dumps(mended)  # as when the fault was ours and is mended
    kept.save()
    told = replay()
    assert (told.passed, told.rejected) == (1, 1)
    assert Paper.objects.get().author_list[2_999][0] == "Ada 2999 Kettle"
    assert set(Rejected.objects.values_list("identifier", flat=True)) == {"2611.90002", "2611.90009"}


def test_nul_and_other_dirt_in_a_rejected_record_is_kept_as_text():
    dirt = RejectedRecord(
        "a\0b", "x\0:1", "why\0", "\0\ud800raw".encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    )
    run = ingest(Played([Page((), (dirt,), Cursor(token="1"), 0, None)], name="oai"))
    assert (run.state, run.rejected) == ("done", 1)
    assert Rejected.objects.get().identifier == "a\\x00b"


@pytest.mark.django_db(transaction=True)
def test_a_page_waits_for_a_store_that_is_away(monkeypatch):
    tries: list[int] = []
    upsert = ingestion.upsert

    def away_twice(records):
        tries.append(1)
        if len(tries) <= 2:
            raise OperationalError("the server closed the connection")
        return upsert(records)

    monkeypatch.setattr(ingestion, "upsert", away_twice)
    monkeypatch.setattr(ingestion, "pause", lambda seconds: None)
    run = ingest(Played(three(), name="oai"))
    assert (run.state, run.created, run.pages, len(tries)) == ("done", 3, 3, 5)
    assert Paper.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_not_made_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(ingestion, "pause", lambda seconds: pytest.fail("it waits"))
    monkeypatch.setattr(
        ingestion, "upsert", lambda records: list(Paper.objects.raw("SELECT arxiv_id FROM papers_of_nobody"))
    )
    with pytest.raises(DatabaseError, match="papers_of_nobody"):
        ingest(Played(three(), name="oai"))
    assert HarvestRun.objects.get().state == "failed"


@pytest.mark.django_db(transaction=True)
def test_a_store_that_stays_away_ends_the_run_with_its_reason(monkeypatch):
    def away(records):
        raise OperationalError("no room on the disk")

    monkeypatch.setattr(ingestion, "upsert", away)
    monkeypatch.setattr(ingestion, "pause", lambda seconds: None)
    monkeypatch.setattr(ingestion, "STORE_AWAY_S", 0.0)
    with pytest.raises(OperationalError, match="no room"):
        ingest(Played(three(), name="oai"))
    run = HarvestRun.objects.get()
    assert (run.state, run.pages, run.cursor) == ("failed", 0, None)
    assert "no room" in run.error
    assert run.finished is not None
    assert run.finished <= datetime.now(UTC)


def test_reading_ahead_changes_nothing_but_the_time():
    asked: list[int] = []

    def pages():
        for number in range(5):
            asked.append(number)
            yield page(number, token=str(number))
        raise SourceUnavailable("the end of the road")

    taken = []
    with pytest.raises(SourceUnavailable, match="end of the road"):
        for one in ahead(pages()):
            taken.append(one.next.token)
    assert taken == ["0", "1", "2", "3", "4"]
    asked.clear()
    for one in ahead(pages()):
        if one.next.token == "1":
            break
    assert max(asked) <= 3, "a page in hand and one more, not the whole source"
