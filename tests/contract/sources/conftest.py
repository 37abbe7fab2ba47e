"""Every source over the same 130 fictional papers in several pages, for the one contract suite."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.contract.sources import told
from tests.contract.sources.replayed import Replayed, Reply
from worker.sources.announcements import AnnouncementSource
from worker.sources.api import PAGE as API_PAGE
from worker.sources.api import ApiSource
from worker.sources.base import Cursor, HarvestSource, Page
from worker.sources.oai import OaiSource
from worker.sources.snapshot import PAGE as LINES
from worker.sources.snapshot import SnapshotSource

SOURCES = ("snapshot", "oai", "announcements", "api query", "api ids")
BASE = "http://localhost"
CATEGORIES = ("cs.LG", "cs.AI", "math.CO", "hep-th", "stat.ML")


def papers(count: int) -> list[told.Told]:
    first = date(2025, 10, 1)
    return [
        told.Told(f"2510.{n:05d}", datestamp=(first + timedelta(days=n // 9)).isoformat())
        for n in range(1, count + 1)
    ]


@dataclass
class Case:
    """A source and what it must hand out; `hostile` makes one that answers its first question with anything at all."""

    name: str
    ids: list[str]
    make: Callable[[], HarvestSource]
    hostile: Callable[[Reply], HarvestSource]


def harvested(source: HarvestSource, cursor: Cursor | None = None) -> Iterator[Page]:
    return source.pages(cursor)


@pytest.fixture(params=SOURCES)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    return {
        "snapshot": _snapshot,
        "oai": _oai,
        "announcements": _announcements,
        "api query": _api_query,
        "api ids": _api_ids,
    }[request.param](tmp_path)


def _snapshot(folder: Path) -> Case:
    made = papers(2 * LINES + 130)
    path = folder / "papers.jsonl"
    path.write_text("".join(f"{told.snapshot_line(paper)}\n" for paper in made))

    def hostile(reply: Reply) -> HarvestSource:
        if isinstance(reply, Exception):
            return SnapshotSource(str(folder / "absent"))
        (folder / "hostile").write_bytes(reply[1] if isinstance(reply, tuple) else reply)
        return SnapshotSource(str(folder / "hostile"))

    return Case("snapshot", [p.id for p in made], lambda: SnapshotSource(str(path)), hostile)


def _oai(folder: Path) -> Case:
    made = papers(130)

    def reply(url: str, params: dict[str, str]) -> Reply:
        if params["verb"] == "Identify":
            return told.IDENTIFY
        first = date.fromisoformat(params["from"]).isoformat() if "from" in params else ""
        held = [paper for paper in made if paper.datestamp >= first]
        skip = int(params.get("resumptionToken", "skip%3D0").rpartition("%3D")[2])
        if not held:
            return told.oai_error("noRecordsMatch")
        rest = held[skip : skip + 30]
        token = f"verb%3DListRecords%26skip%3D{skip + 30}" if skip + 30 < len(held) else ""
        return told.oai_answer(*map(told.oai_record, rest), token=token)

    return Case(
        "oai",
        [p.id for p in made],
        lambda: OaiSource(BASE, Replayed(reply)),
        lambda bad: OaiSource(BASE, Replayed(lambda u, p: told.IDENTIFY if p["verb"] == "Identify" else bad)),
    )


def _announcements(folder: Path) -> Case:
    made = papers(130)
    share = {name: made[n :: len(CATEGORIES)] for n, name in enumerate(CATEGORIES)}

    def source(reply: Callable[[str, dict[str, str]], Reply]) -> HarvestSource:
        now = datetime(2026, 11, 18, 15, tzinfo=UTC)
        return AnnouncementSource(BASE, Replayed(reply), CATEGORIES, now=lambda: now)

    return Case(
        "announcements",
        [paper.id for name in CATEGORIES for paper in share[name]],
        lambda: source(lambda url, params: told.rss(*map(told.feed_item, share[url.rpartition("/")[2]]))),
        lambda bad: source(lambda url, params: bad),
    )


def _api_query(folder: Path) -> Case:
    made = papers(2 * API_PAGE + 130)

    def reply(url: str, params: dict[str, str]) -> Reply:
        start = int(params["start"])
        some = made[
            start : start + min(int(params["max_results"]), 400)
        ]  # a server that gives less than asked
        return told.api_answer(*map(told.api_entry, some), total=len(made), start=start)

    return Case(
        "api",
        [p.id for p in made],
        lambda: ApiSource(BASE, Replayed(reply), query="cat:cs.LG"),
        lambda bad: ApiSource(BASE, Replayed(lambda u, p: bad), query="cat:cs.LG"),
    )


def _api_ids(folder: Path) -> Case:
    made = {paper.id: paper for paper in papers(130)}

    def reply(url: str, params: dict[str, str]) -> Reply:
        start = int(params["start"])
        held = [made[name] for name in params["id_list"].split(",")]
        return told.api_answer(*map(told.api_entry, held[start:]), total=len(held), start=start)

    return Case(
        "api",
        list(made),
        lambda: ApiSource(BASE, Replayed(reply), ids=list(made)),
        lambda bad: ApiSource(BASE, Replayed(lambda u, p: bad), ids=["2510.00001"]),
    )
