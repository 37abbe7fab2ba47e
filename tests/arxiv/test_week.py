"""A week of announcements in seconds: what arXiv shows when, and what our sources make of it day by day."""

from datetime import UTC, date, datetime, time, timedelta

from tests.arxiv import Announced, HeldPaper, World, running
from tests.arxiv.made import made_paper
from tests.arxiv.world import EASTERN
from worker.http import PoliteClient
from worker.sources.announcements import AnnouncementSource
from worker.sources.base import Cursor
from worker.sources.listings import day_list
from worker.sources.oai import OaiSource

MONDAY = date(2026, 11, 16)
EACH_DAY = 20


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """New York's wall clock on that day."""
    return datetime.combine(day, time(hour, minute), EASTERN).astimezone(UTC)


def told(number: int, day: date, version: int) -> HeldPaper:
    """Told by OAI-PMH from 22:30 on the evening before the list of `day`."""
    paper = made_paper(number, day=day, version=version)
    fields = {name: getattr(paper, name) for name in HeldPaper.__slots__}
    return HeldPaper(**(fields | {"since": at(day - timedelta(days=1), 22, 30)}))


def week() -> World:
    """New papers every listing day, Tuesday to Friday; each day the day before's first paper is replaced."""
    world = World()
    for offset in range(1, 5):
        day = MONDAY + timedelta(days=offset)
        first = offset * 100
        papers = [told(first + number, day, 1) for number in range(EACH_DAY)]
        world.tell(*papers)
        world.announce(day, *(Announced(paper.id, 1, "new") for paper in papers))
        if offset > 1:
            replaced = told(first - 100, day, 2)
            world.tell(replaced)
            world.announce(day, Announced(replaced.id, 2, "rep"))
    return world


def test_a_week_is_harvested_day_by_day() -> None:
    held: dict[str, int] = {}
    lists: dict[date, set[str]] = {}
    cursor: Cursor | None = None
    client = PoliteClient(interval_s=0, contact="")
    categories = ["cs.LG", "cs.CL", "math.ST", "hep-th", "quant-ph"]
    with running(week(), now=at(MONDAY, 22)) as arxiv:
        for offset in range(8):
            day = MONDAY + timedelta(days=offset)
            arxiv.clock.set(at(day, 6))
            for page in AnnouncementSource(arxiv.feed_url, client, categories, now=arxiv.clock.now).pages(
                None
            ):
                for one in page.lists:
                    lists.setdefault(one.day, set()).update(entry.arxiv_id for entry in one.entries)
            arxiv.clock.set(at(day, 23, 30))
            for page in OaiSource(arxiv.oai_url, client).pages(cursor):
                held |= {record.identifier: len(record.fields["versions"]) for record in page.records}  # type: ignore[arg-type]
                cursor = page.next
            shown = day_list(arxiv.listing_url, client, "hep-th") if offset else None
            if shown is not None:
                assert shown.day == min(day + timedelta(days=1), MONDAY + timedelta(days=4))
    assert len(held) == 4 * EACH_DAY
    assert sorted(key for key, versions in held.items() if versions == 2) == [
        f"2611.00{n}00" for n in (1, 2, 3)
    ]
    assert {day: len(ids) for day, ids in lists.items() if ids} == {
        MONDAY + timedelta(days=1): EACH_DAY,
        **{MONDAY + timedelta(days=offset): EACH_DAY + 1 for offset in (2, 3, 4)},
    }
