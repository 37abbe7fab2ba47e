"""GET /papers: days, categories, sections."""

import pytest

from coolpapers.papers.models import Paper
from coolpapers.papers.store import upsert
from tests.api.conftest import CROSS, FOUR_DIGITS, NEXT_DAY, OLD, OLDER, REPLACED, TEAPOT, WITHDRAWN
from tests.worlds import record, versions

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize(
    "params, ids",
    [
        ({}, [NEXT_DAY, CROSS, TEAPOT, REPLACED, WITHDRAWN, FOUR_DIGITS, OLDER, OLD]),
        ({"category": "cs.CV"}, [CROSS, TEAPOT, REPLACED]),
        ({"category": "cs.CV", "section": "new"}, [TEAPOT, REPLACED]),
        ({"category": "cs.CV", "section": "cross"}, [CROSS]),
        ({"category": "cs.CV", "section": "cross,new"}, [CROSS, TEAPOT, REPLACED]),
        ({"category": "cs,stat", "exclude_category": "cs.LG"}, [NEXT_DAY, REPLACED, WITHDRAWN, FOUR_DIGITS]),
        ({"date": "2026-11-17"}, [CROSS, TEAPOT]),
        ({"from": "2026-11-17"}, [NEXT_DAY, CROSS, TEAPOT]),
        ({"until": "2003-12-31"}, [OLDER, OLD]),
        ({"date": "2026-11-17", "section": "replacement"}, [REPLACED]),
        ({"date": "2026-11-17", "section": "new,cross,replacement", "category": "cs.CV"}, [TEAPOT, CROSS, REPLACED]),
        ({"from": "2026-11-16", "until": "2026-11-20", "section": "new,replacement"}, [NEXT_DAY, TEAPOT, CROSS, REPLACED]),
        ({"date": "2026-11-15", "section": "replacement"}, []),
        ({"date": "0001-01-01"}, []),
    ],
)  # fmt: skip
def test_lists(api, params, ids):
    answer = api.json("/papers", params)
    assert [paper["id"] for paper in answer["results"]] == ids
    assert (answer["total"], answer["next"]) == (len(ids), None)


def test_a_paper_listed_twice_comes_once_on_its_first_day(api):
    # New on the 16th, replaced on the 17th.
    upsert([record("2611.90010", categories=("cs.CV",), versions=versions(-3, 0))])
    span = {"from": "2026-11-16", "until": "2026-11-17", "section": "new,replacement", "category": "cs.CV"}
    answer = api.json("/papers", span)
    assert [paper["id"] for paper in answer["results"]] == [TEAPOT, REPLACED, "2611.90010"]
    assert answer["total"] == 3


@pytest.mark.parametrize(
    "params, param",
    [
        ({"section": "replacement"}, "section"),
        ({"section": "new,replacement", "from": "2026-11-01", "until": "2026-11-08"}, "section"),
        ({"section": "replacement", "from": "2026-11-17"}, "section"),
        ({"section": "new,old"}, "section"),
        ({"section": ""}, "section"),
        ({"date": "2026-11-17", "from": "2026-11-17"}, "date"),
        ({"from": "2026-11-18", "until": "2026-11-17"}, "from"),
    ],
)
def test_refused_spans_and_sections(api, params, param):
    assert api.problem("/papers", params)["errors"][0]["param"] == param


def test_seven_days_are_not_too_many(api):
    api.json("/papers", {"section": "replacement", "from": "2026-11-11", "until": "2026-11-17"})


@pytest.mark.parametrize("section", ["new,cross", "new,cross,replacement"])
def test_reads_do_not_grow_with_papers(api, django_assert_max_num_queries, section):
    upsert([record(f"2611.{number:05}", categories=("cs.CV", "cs.LG")) for number in range(100, 160)])
    with django_assert_max_num_queries(4):
        page = api.json(
            "/papers", {"category": "cs.CV", "date": "2026-11-17", "section": section, "limit": 60}
        )
    assert len(page["results"]) == 60


def test_the_announcement_source_is_told(api):
    Paper.objects.filter(pk=TEAPOT).update(announced_source="listing")
    Paper.objects.filter(pk=CROSS).update(announced_source="rss")
    told = {
        paper["id"]: paper["announced_source"]
        for paper in api.json("/papers", {"date": "2026-11-17"})["results"]
    }
    assert told == {TEAPOT: "listing", CROSS: "rss"}
