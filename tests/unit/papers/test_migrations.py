"""Migrations that change rows, over rows as the version before wrote them; on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

TUE, WED = date(2026, 11, 17), date(2026, 11, 18)
READ = datetime(2026, 11, 18, 1, 7, 30, tzinfo=UTC)

Migrate = Callable[[str], Apps]


@pytest.fixture
def migrate(transactional_db: None) -> Iterator[Migrate]:
    """Brings the tables of the papers to a migration, forwards or back, and gives the models of then."""

    def to(name: str) -> Apps:
        executor = MigrationExecutor(connection)
        state = executor.migrate([("papers", name)])
        return state.apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_lists_that_are_complete_when_their_moment_becomes_known(migrate: Migrate) -> None:
    old = migrate("0002_announcements")
    lists, lines = old.get_model("papers", "AnnouncedList"), old.get_model("papers", "Announcement")

    def read(category: str, day: date, entries: int, *, whole: bool = True) -> None:
        lists.objects.create(
            category=category, day=day, source="rss", entries=entries, whole=whole, read=READ
        )

    def line(category: str, day: date, arxiv_id: str, *, held: bool = True) -> None:
        lines.objects.create(
            arxiv_id=arxiv_id, category=category, day=day, kind="new", version=1, source="rss", held=held
        )

    read("cs.LG", TUE, 2)
    line("cs.LG", TUE, "2611.00001")
    line("cs.LG", TUE, "2611.00002")
    read("cs.LG", WED, 2)
    line("cs.LG", WED, "2611.00003")
    line("cs.LG", WED, "2611.00004", held=False)
    read("cs.CL", WED, 1)  # what another category lacks that day is not its
    line("cs.CL", WED, "2611.00003")
    read("cs.CL", TUE, 1, whole=False)
    line("cs.CL", TUE, "2611.00001")
    read("stat.ML", TUE, 0)
    now = migrate("0003_completed_lists").get_model("papers", "AnnouncedList").objects.all()
    moments: dict[tuple[str, date], Any] = {(one.category, one.day): one.completed for one in now}
    assert moments == {
        ("cs.LG", TUE): READ,
        ("cs.LG", WED): None,
        ("cs.CL", WED): READ,
        ("cs.CL", TUE): None,
        ("stat.ML", TUE): None,
    }
    assert set(now.values_list("read", flat=True)) == {READ}


def test_revisions_past_the_fifth_lose_the_day_that_no_list_told(migrate: Migrate) -> None:
    old = migrate("0001_initial")
    paper = old.get_model("papers", "Paper").objects.create(
        arxiv_id="2611.00001",
        title="On tea",
        abstract="We pour.",
        author_list=[["Ada Kettle", "Kettle", "Ada", ""]],
        categories="cs.LG",
        version=7,
        submitted=READ,
        updated=READ,
        announced=TUE,
        datestamp=WED,
        fingerprint="0" * 32,
        changed=READ,
    )
    for number in range(1, 8):
        old.get_model("papers", "Version").objects.create(
            paper=paper, number=number, submitted=READ, size_kb=None, announced=TUE
        )
    now = migrate("0002_announcements").get_model("papers", "Version").objects.all()
    days = dict(now.values_list("number", "announced"))
    assert days == {1: TUE, 2: TUE, 3: TUE, 4: TUE, 5: TUE, 6: None, 7: None}
