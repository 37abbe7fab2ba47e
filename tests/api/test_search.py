"""GET /search: words, filters, order, facets, highlights."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coolpapers.engine import search_backend
from coolpapers.papers.records import VersionRecord
from search import SearchQuery, parse_query
from tests.api.conftest import CROSS, FOUR_DIGITS, NEXT_DAY, OLD, OLDER, REPLACED, TEAPOT, WITHDRAWN, WORLD
from tests.indexed_world import BOTH_ENGINES

ENGINES = BOTH_ENGINES

pytestmark = pytest.mark.usefixtures("world")

EVERY = {paper.arxiv_id for paper in WORLD}


def found(api, **params):
    return [paper["id"] for paper in api.json("/search", params)["results"]]


def test_the_envelope(api):
    answer = api.json("/search", {"q": "schrodinger teapots"})
    assert answer["query"] == "schrodinger teapots"
    assert (answer["total"], answer["total_exact"]) == (1, True)
    assert answer["facets"] == {}
    assert answer["next"] is None
    assert answer["took_ms"] >= 0


def test_a_result_is_the_paper_with_its_score(api):
    (result,) = api.json("/search", {"q": "schrodinger"})["results"]
    assert result.pop("score") == pytest.approx(
        search_backend().search(SearchQuery(parse_query("schrodinger"))).hits[0].score
    )
    assert result.pop("highlights") is None
    assert result.pop("reasons") is None
    assert result == api.json(f"/papers/{TEAPOT}")


def test_without_words_every_paper_newest_first(api):
    ids = found(api)
    assert set(ids) == EVERY
    assert ids[:3] == [NEXT_DAY, CROSS, TEAPOT]
    assert ids == found(api, q="  ", sort="relevance")


@pytest.mark.parametrize(
    "params, ids",
    [
        ({"q": "teapots"}, {TEAPOT, OLD}),
        ({"q": "teapots -strings"}, {TEAPOT}),
        ({"q": "kettles OR knots"}, {CROSS, OLDER}),
        ({"q": '"tea leaves"'}, {NEXT_DAY}),
        ({"q": "title:knots"}, {OLDER}),
        ({"q": "au:kettle category:cs.CV", "exclude_category": "stat"}, {TEAPOT, REPLACED}),
        ({"q": "parsing knots"}, set()),
        ({"q": "parsing knots", "match": "any"}, {NEXT_DAY, OLDER}),
        ({"category": "cs.CV"}, {TEAPOT, CROSS, REPLACED}),
        ({"category": "cs"}, {TEAPOT, CROSS, REPLACED, NEXT_DAY, WITHDRAWN}),
        ({"category": "CS.sy"}, {WITHDRAWN}),
        ({"category": "cs-cs.LG"}, {REPLACED, NEXT_DAY, WITHDRAWN}),
        ({"category": "cs,hep-th", "exclude_category": "cs.CV"}, {NEXT_DAY, WITHDRAWN, OLD}),
        ({"category": "cs-cs"}, set()),
        ({"exclude_category": "cs,stat,math"}, {OLD}),
        ({"from": "2026-11-18"}, {NEXT_DAY}),
        ({"until": "2014-12-31"}, {OLD, OLDER, FOUR_DIGITS}),
        ({"from": "1999-01-01", "until": "2003-12-31"}, {OLD, OLDER}),
        ({"from": "1999-02-01", "until": "1999-02-01", "date_field": "updated"}, {OLD}),
        ({"from": "1999-02-01", "until": "1999-02-01", "date_field": "submitted"}, set()),
        ({"from": "0001-01-01", "until": "9999-12-31"}, EVERY),
    ],
)  # fmt: skip
def test_filters(api, params, ids):
    answer = api.json("/search", params)
    assert {paper["id"] for paper in answer["results"]} == ids
    assert answer["total"] == len(ids)


def test_orders(api):
    newest = found(api, sort="newest")
    assert found(api, sort="oldest") == newest[::-1]
    assert found(api, sort="updated", limit=1) == [NEXT_DAY]
    assert found(api, q="teapots OR knots", sort="oldest") == [OLD, OLDER, TEAPOT]


def test_facets(api):
    facets = api.json("/search", {"q": "teapots OR kettles", "facets": "year,category"})["facets"]
    assert facets["year"] == [{"value": "2026", "count": 2}, {"value": "1999", "count": 1}]
    assert {row["value"]: row["count"] for row in facets["category"]} == {
        "cs.CV": 2,
        "cs.LG": 2,
        "stat.ML": 1,
        "hep-th": 1,
    }
    assert set(api.json("/search", {"facets": "year"})["facets"]) == {"year"}


def test_highlights_are_spans_of_code_points(api):
    (result,) = api.json("/search", "q=schrodinger+pouring&highlight")["results"]
    shown = {
        name: [result[name][start:end] for start, end in spans]
        for name, spans in result["highlights"].items()
    }
    assert shown == {"title": [r"Schr\"odinger"], "abstract": ["pour", "pouring"]}


def test_highlights_without_words(api):
    results = api.json("/search", {"highlight": "true"})["results"]
    assert all(result["highlights"] == {"title": [], "abstract": []} for result in results)
    assert api.json("/search", {"highlight": "false", "q": "tea"})["results"][0]["highlights"] is None


@pytest.mark.parametrize(
    "query, position",
    [
        ('tea "leaves', 4),
        ("tea )", 4),
        ("*pot", 0),
        ("colour:red", 0),
        ("茶 茶 (", 4),
        ("((((((((((((a))))))))))))", 10),
    ],
)
def test_a_query_that_cannot_be_read(api, query, position):
    problem = api.problem("/search", {"q": query})
    assert problem["type"] == "/api/docs#bad-query"
    (error,) = problem["errors"]
    assert (error["param"], error["position"]) == ("q", position)
    assert error["message"] in problem["detail"]


def test_a_query_that_is_too_long(api):
    assert api.problem("/search", {"q": "tea " * 2500})["type"] == "/api/docs#bad-query"


def test_a_paper_the_store_has_lost_is_left_out(api):
    from coolpapers.papers.models import Paper

    Paper.objects.filter(pk=NEXT_DAY).delete()
    assert found(api, limit=2) == [CROSS]


@pytest.mark.parametrize(("marked", "first"), [("1", 2), ("0", 3)])
def test_a_page_takes_few_reads_and_one_once_its_papers_are_known(
    api, django_assert_max_num_queries, marked, first
):
    asked = {"q": "tea OR teapots OR knots", "facets": "category,year", "highlight": marked}
    for most in (first, 1):
        with django_assert_max_num_queries(most):
            answer = api.json("/search", asked)
    assert answer == {**api.json("/search", asked), "took_ms": answer["took_ms"]}


def test_a_known_paper_that_changes_is_told_anew(api, add):
    asked = {"q": f"id:{TEAPOT}"}
    before = api.json("/search", asked)["results"]
    later = VersionRecord(3, datetime(2026, 11, 18, 9, 30, tzinfo=UTC))
    held = WORLD[0]
    add(replace(held, title="Cups", versions=(*held.versions, later), datestamp=date(2026, 11, 19)))
    (after,) = api.json("/search", asked)["results"]
    assert (before[0]["version"], after["version"]) == (2, 3)
    assert (after["title"], after["title_html"], len(after["versions"])) == ("Cups", "Cups", 3)
