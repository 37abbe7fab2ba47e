"""Which telling of a paper its row shows, and what becomes of versions, field by field."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from coolpapers.papers.models import Paper, Version
from coolpapers.papers.precedence import Rank
from coolpapers.papers.records import AuthorRecord, Detail, VersionRecord
from coolpapers.papers.selectors import stale_papers
from coolpapers.papers.store import UpsertReport, upsert
from tests.worlds import MONDAY, record, versions

WHOLE, CURRENT, FEED = Detail.WHOLE, Detail.CURRENT, Detail.FEED
DAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("told", "held", "replaces"),
    [
        ((WHOLE, 1, 1), (WHOLE, 0, 1), True),
        ((WHOLE, 0, 1), (WHOLE, 1, 1), False),
        ((WHOLE, 0, 1), (WHOLE, 0, 1), True),  # told last
        ((WHOLE, 0, 1), (WHOLE, 0, 2), False),  # the same day, fewer versions
        ((WHOLE, 1, 1), (WHOLE, 0, 2), True),  # within one detail the day decides
        ((WHOLE, 0, 1), (CURRENT, 9, 1), True),
        ((WHOLE, 9, 1), (CURRENT, 0, 2), False),
        ((CURRENT, 9, 1), (WHOLE, 0, 1), False),
        ((CURRENT, 0, 2), (WHOLE, 9, 1), True),
        ((CURRENT, 0, 1), (FEED, 9, 1), True),
        ((FEED, 9, 1), (CURRENT, 0, 1), False),
        ((FEED, 9, 2), (CURRENT, 0, 1), True),
    ],
)
def test_ranks(told, held, replaces):
    def rank(detail: Detail, day: int, version: int) -> Rank:
        return Rank(detail, DAY + timedelta(days=day), version)

    assert rank(*told).replaces(rank(*held)) is replaces


# The same paper as four sources tell it: the feed early and without times, the Atom API, arXivRaw, and a later arXivRaw.
FEED_TOLD = record(
    title="from the feed",
    authors=(AuthorRecord("Ada Kettle", "Kettle", "Ada"),),
    categories=("cs.LG", "stat.ML"),
    versions=(VersionRecord(1, MONDAY - timedelta(hours=1)),),
    datestamp=DAY,
    license="l/feed",
    detail=FEED,
)
API_TOLD = record(
    title="from the API",
    categories=("cs.LG",),
    versions=(VersionRecord(1, MONDAY), VersionRecord(3, MONDAY + timedelta(days=9))),
    datestamp=DAY + timedelta(days=9),
    comments="9 pages",
    doi="10.1/api",
    detail=CURRENT,
)
RAW_TOLD = record(
    title="from arXivRaw",
    versions=(
        VersionRecord(1, MONDAY, 10),
        VersionRecord(2, MONDAY + timedelta(days=4), 20),
        VersionRecord(3, MONDAY + timedelta(days=9), 30),
    ),
    datestamp=DAY + timedelta(days=9),
    comments="10 pages",
    journal_ref="J. Tea 3",
    license="l/raw",
)
SNAPSHOT_TOLD = record(
    title="from the snapshot",
    versions=tuple(VersionRecord(v.number, v.submitted) for v in RAW_TOLD.versions),
    datestamp=DAY + timedelta(days=12),
    comments="11 pages",
    doi="10.1/snapshot",
    withdrawn=True,
)


def held() -> dict[str, object]:
    return Paper.objects.values().get()


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_every_field_is_the_fullest_and_latest_tellings(order):
    tellings = [FEED_TOLD, API_TOLD, RAW_TOLD, SNAPSHOT_TOLD]
    for place in order:
        upsert([tellings[place]])
    row = held()
    assert {name: row[name] for name in ("title", "comments", "journal_ref", "doi", "license", "withdrawn")} == {
        "title": "from the snapshot", "comments": "11 pages", "journal_ref": "", "doi": "10.1/snapshot", "license": "", "withdrawn": True
    }  # fmt: skip
    assert (row["categories"], row["detail"], row["datestamp"]) == ("cs.LG", WHOLE, DAY + timedelta(days=12))
    assert (row["version"], row["submitted"], row["updated"]) == (3, MONDAY, MONDAY + timedelta(days=9))
    assert [author[0] for author in row["author_list"]] == ["Ada Kettle", "Bo Saucer"]
    told = Version.objects.values_list("number", "submitted", "size_kb", "detail")
    assert list(told) == [(v.number, v.submitted, v.size_kb, WHOLE) for v in RAW_TOLD.versions]


@pytest.mark.django_db
def test_a_shorter_telling_is_shown_only_while_it_alone_knows_the_newest_version():
    upsert([record(versions=versions(0), title="v1")])
    newer = record(versions=versions(0, 5), title="v2 by the API", datestamp=DAY, detail=CURRENT)
    assert upsert([newer]) == UpsertReport(updated=1)
    assert (held()["title"], held()["detail"], held()["version"]) == ("v2 by the API", CURRENT, 2)
    late_v1 = record(versions=versions(0), title="v1 again", datestamp=DAY + timedelta(days=3))
    assert upsert([late_v1]) == UpsertReport(older=1)
    assert held()["title"] == "v2 by the API"
    assert upsert([record(versions=versions(0, 5), title="v2", datestamp=DAY)]) == UpsertReport(updated=1)
    assert upsert([newer]) == UpsertReport(older=1)
    assert (held()["title"], held()["detail"]) == ("v2", WHOLE)


@pytest.mark.django_db
def test_a_feeds_time_gives_way_and_the_earliest_of_several_feeds_counts():
    def feed(days: int) -> object:
        return record(versions=versions(days), detail=FEED, datestamp=DAY + timedelta(days=days))

    upsert([feed(4)])
    upsert([feed(1)])
    assert held()["submitted"] == MONDAY + timedelta(days=1)
    upsert([record(detail=CURRENT, title="by the API")])
    upsert([feed(0)])
    assert (held()["submitted"], held()["title"]) == (MONDAY, "by the API")


@pytest.mark.django_db
def test_a_telling_that_gives_way_still_adds_its_versions():
    upsert([record(versions=versions(0), datestamp=DAY + timedelta(days=9), title="later")])
    Paper.objects.update(indexed_revision=1)
    assert upsert([record(versions=versions(0, 5), title="earlier")]) == UpsertReport(older=1)
    assert (held()["title"], held()["version"], held()["updated"]) == ("later", 2, MONDAY + timedelta(days=5))
    assert stale_papers().count() == 1
    assert Version.objects.get(number=2).announced == date(2026, 11, 24)


@pytest.mark.django_db
def test_the_same_words_from_a_fuller_source_raise_the_detail_and_queue_nothing():
    upsert([record(detail=CURRENT)])
    Paper.objects.update(indexed_revision=1)
    assert upsert([record()]) == UpsertReport(unchanged=1)
    assert held()["detail"] == WHOLE
    assert upsert([record(detail=CURRENT, title="less")]) == UpsertReport(older=1)
    assert upsert([record(datestamp=DAY - timedelta(days=5), title="older")]) == UpsertReport(older=1)


@pytest.mark.django_db
def test_tellings_of_one_paper_in_one_batch_are_weighed_like_any():
    first = UpsertReport(created=1, older=1, unchanged=2)
    assert upsert([FEED_TOLD, API_TOLD, RAW_TOLD, FEED_TOLD]) == first
    assert held()["title"] == "from arXivRaw"
    assert Version.objects.count() == 3
    assert upsert([API_TOLD, RAW_TOLD, SNAPSHOT_TOLD]) == UpsertReport(older=1, unchanged=1, updated=1)
    assert held()["title"] == "from the snapshot"
