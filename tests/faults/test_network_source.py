"""Every fault a source can show, over the real client and the test arXiv: the papers all the same, or the right error.

Bounded in time (backoffs are not slept here) and in memory.
"""

import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.arxiv import ArxivServer, HeldPaper, Rule, Settings, World, faults, running
from tests.arxiv.made import DAY, made_paper, made_papers
from tests.arxiv.world import mailing_of
from worker.http import PoliteClient
from worker.leases import Clock
from worker.sources.announcements import AnnouncementSource
from worker.sources.api import ApiSource
from worker.sources.base import Cursor, HarvestError, HarvestSource, SourceDamaged, SourceUnavailable
from worker.sources.listings import day_list, month_ids
from worker.sources.oai import OaiSource, identifiers

NOW = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
PAPERS = 60
IDS = [f"2611.{number:05d}" for number in range(1, PAPERS + 1)]
BOUND_S = 20.0
BOUND_BYTES = 40 << 20


@pytest.fixture
def papers() -> list[HeldPaper]:
    return [made_paper(number, day=DAY + timedelta(days=number % 3 - 2)) for number in range(1, PAPERS + 1)]


@pytest.fixture
def arxiv(papers: list[HeldPaper]) -> Iterator[ArxivServer]:
    world = World(papers, dict(mailing_of(made_papers(PAPERS), DAY)))
    with running(world, now=NOW, settings=Settings(records_per_page=25, identifiers_per_page=25)) as server:
        yield server


def client(**changes: object) -> PoliteClient:
    chosen = {"interval_s": 0, "contact": "", "connect_s": 2, "read_s": 2, "deadline_s": 5}
    chosen |= {"clock": Clock(sleep=lambda seconds: None), "uniform": lambda low, high: low}
    return PoliteClient(**(chosen | changes))  # type: ignore[arg-type]


def harvested(source: HarvestSource, cursor: Cursor | None = None) -> list[str]:
    """The ids of every record, in the order they came; a rejected one fails the test."""
    found = []
    for page in source.pages(cursor):
        assert page.rejected == ()
        found += [record.identifier for record in page.records]
    return found


PASSING = {
    "503 with seconds": faults.status(503, "1"),
    "503 with a date": faults.status(503, "Tue, 17 Nov 2026 12:00:05 GMT"),
    "429": faults.status(429),
    "500": faults.status(500),
    "silence": faults.delay(3),
    "hang-up": faults.disconnect,
    "half the headers": faults.half_headers,
    "half a body": faults.half_body,
    "an empty body": faults.empty,
    "broken gzip": faults.broken_gzip,
    "200 MB": faults.huge(200),
    "200 MB announced": faults.huge(200, announced=True),
    "a gzip bomb": faults.compressed_bomb(200),
    "an expired token": faults.expired_token,
}


# The first request has no token that could expire.
PLACES = [
    (name, number) for name in PASSING for number in (1, 3) if (name, number) != ("an expired token", 1)
]


@pytest.mark.parametrize("name, request_number", PLACES)
def test_oai_harvest_outlasts_what_passes(arxiv: ArxivServer, name: str, request_number: int) -> None:
    arxiv.script.rules.append(Rule(PASSING[name], path="ListRecords", at=frozenset({request_number})))
    began = time.monotonic()
    found = harvested(OaiSource(arxiv.oai_url, client(read_s=1)))
    assert sorted(set(found)) == IDS
    assert time.monotonic() - began < BOUND_S


@pytest.mark.parametrize("fault", [faults.duplicated, faults.out_of_order], ids=["doubled", "reversed"])
def test_oai_harvest_takes_records_as_they_come(arxiv: ArxivServer, fault: faults.Fault) -> None:
    arxiv.script.rules.append(Rule(fault, path="ListRecords"))
    assert sorted(set(harvested(OaiSource(arxiv.oai_url, client())))) == IDS


def test_oai_harvest_outlasts_midnight(arxiv: ArxivServer) -> None:
    arxiv.clock.set(datetime(2026, 11, 17, 23, 59, tzinfo=UTC))
    found = []
    for page in OaiSource(arxiv.oai_url, client()).pages(None):
        found += [record.identifier for record in page.records]
        arxiv.clock.advance(timedelta(minutes=2) if len(found) == 25 else timedelta())
    assert sorted(set(found)) == IDS


@pytest.mark.parametrize("seed", range(5))
def test_harvest_through_a_bad_day_ends_with_every_paper(arxiv: ArxivServer, seed: int) -> None:
    arxiv.script = faults.Script(
        [
            Rule(fault, path="resumptionToken" if fault is faults.expired_token else "", chance=0.06)
            for name, fault in PASSING.items()
            if name != "silence"
        ]
        + [Rule(faults.duplicated, chance=0.3), Rule(faults.out_of_order, chance=0.3)],
        seed,
    )
    asking = client(tries=12)
    assert set(harvested(OaiSource(arxiv.oai_url, asking))) == set(IDS)
    assert {key for key, _ in identifiers(arxiv.oai_url, asking)} == set(IDS)
    assert set(harvested(ApiSource(arxiv.api_url, asking, ids=IDS))) == set(IDS)


LASTING = {
    "503": faults.status(503, "1"),
    "429": faults.status(429),
    "500": faults.status(500),
    "403": faults.status(403),
    "hang-up": faults.disconnect,
    "half a body": faults.half_body,
    "an empty body": faults.empty,
    "half a document": faults.cut_body,
    "an entity bomb": faults.entity_bomb,
    "200 MB": faults.huge(200),
    "a gzip bomb": faults.compressed_bomb(200),
    "a drip": faults.drip(20, 0.2),
    "dripping headers": faults.dripping_headers(0.2),
    "a strange host": faults.redirect("https://example.org/oai"),
}


@pytest.mark.parametrize("fault", LASTING.values(), ids=LASTING.keys())
def test_what_does_not_pass_is_a_typed_error_in_bounded_time_and_memory(
    arxiv: ArxivServer, fault: faults.Fault
) -> None:
    arxiv.script.rules.append(Rule(fault))
    asking = client(tries=1, read_s=1, deadline_s=1)
    sources: list[HarvestSource] = [
        OaiSource(arxiv.oai_url, asking),
        AnnouncementSource(arxiv.feed_url, asking, ["cs.LG"]),
        ApiSource(arxiv.api_url, asking, ids=IDS[:3]),
    ]
    began = time.monotonic()
    tracemalloc.start()
    try:
        for source in sources:
            with pytest.raises((SourceUnavailable, SourceDamaged)):
                list(source.pages(None))
        for listed in (
            lambda: day_list(arxiv.listing_url, asking, "cs.LG"),
            lambda: list(identifiers(arxiv.oai_url, asking)),
        ):
            if fault in {faults.cut_body, faults.entity_bomb}:
                continue  # half an HTML page is still a page
            with pytest.raises(HarvestError):
                listed()
        assert tracemalloc.get_traced_memory()[1] < BOUND_BYTES
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < BOUND_S


@pytest.mark.parametrize("fault", [faults.bad_xml, faults.wrong_charset], ids=["bad XML", "wrong charset"])
def test_spoilt_text_costs_no_other_record(arxiv: ArxivServer, fault: faults.Fault) -> None:
    arxiv.script.rules.append(Rule(fault, path="ListRecords", at=frozenset({2})))
    found, rejected = [], []
    for page in OaiSource(arxiv.oai_url, client()).pages(None):
        found += [record.identifier for record in page.records]
        rejected += [r.raw for r in page.rejected]
    assert len(rejected) <= 1
    lost = set(IDS) - set(found)
    assert len(lost) <= 1
    assert all(key in "".join(rejected) for key in lost)


def test_every_source_tells_every_paper(arxiv: ArxivServer) -> None:
    asking = client()
    assert sorted(harvested(OaiSource(arxiv.oai_url, asking))) == IDS
    assert sorted(harvested(ApiSource(arxiv.api_url, asking, ids=IDS))) == IDS
    assert sorted(harvested(ApiSource(arxiv.api_url, asking, query="cat:hep-th"))) == IDS[2::5]
    assert sorted(key for key, _ in identifiers(arxiv.oai_url, asking)) == IDS
    assert sorted(month_ids(arxiv.listing_url, asking, "hep-th", "2026-11").ids) == IDS[2::5]
    source = AnnouncementSource(arxiv.feed_url, asking, ["hep-th", "cs.LG"], now=lambda: NOW)
    lists = [one for page in source.pages(None) for one in page.lists]
    assert [(one.category, one.day, len(one.entries)) for one in lists] == [
        ("hep-th", DAY, 12),
        ("cs.LG", DAY, 24),
    ]
    shown = day_list(arxiv.listing_url, asking, "hep-th")
    assert shown.day == DAY
    assert {entry.arxiv_id for entry in shown.entries} == {entry.arxiv_id for entry in lists[0].entries}


def test_increment_brings_what_changed_and_nothing_is_lost_between(arxiv: ArxivServer) -> None:
    source = OaiSource(arxiv.oai_url, client())
    cursor = None
    for page in source.pages(None):
        cursor = page.next
    assert cursor is not None
    assert cursor.since is not None
    assert cursor.since < date(2026, 11, 17)
    arxiv.clock.advance(timedelta(days=1))
    arxiv.world.tell(made_paper(3, day=date(2026, 11, 18), version=2), made_paper(99, day=date(2026, 11, 18)))
    found = harvested(source, cursor)
    assert {"2611.00003", "2611.00099"} <= set(found)
    assert set(found) <= {*IDS, "2611.00099"}
