"""GET /papers/{id}/related: the engine's likeness, papers from the store."""

import pytest

from coolpapers.engine import search_backend
from coolpapers.papers.models import Paper
from coolpapers.papers.store import upsert
from tests.api.conftest import OLD, TEAPOT
from tests.worlds import record

pytestmark = pytest.mark.usefixtures("world")

ALIKE = [
    record(
        f"2611.0000{n}",
        title=f"Spectral kettles of kind {n}",
        abstract="Spectral kettles whistle in spectral modes.",
    )
    for n in range(1, 7)
]


def test_keywords_and_results_are_the_engines(api, add):
    add(*ALIKE)
    answer = api.json("/papers/2611.00003/related", {"limit": 4})
    hits = search_backend().similar("2611.00003", limit=4)
    assert [(paper["id"], paper["score"]) for paper in answer["results"]] == [
        (hit.id, hit.score) for hit in hits
    ]
    assert len(hits) == 4
    words = search_backend().keywords("2611.00003")
    assert answer["keywords"] == [{"text": word.text, "weight": word.weight} for word in words]
    assert words
    assert "2611.00003" not in {paper["id"] for paper in answer["results"]}


def test_a_version_has_the_papers_relations(api, add):
    assert api.json(f"/papers/{TEAPOT}v1/related") == api.json(f"/papers/{TEAPOT}/related")


def test_a_paper_that_is_not_indexed_yet_has_none(api):
    upsert([record("2611.00009")])
    assert api.json("/papers/2611.00009/related") == {"keywords": [], "results": []}


def test_a_paper_the_store_has_lost_is_left_out(api, add):
    add(*ALIKE)
    Paper.objects.filter(pk="2611.00001").delete()
    assert "2611.00001" not in {paper["id"] for paper in api.json("/papers/2611.00003/related")["results"]}


@pytest.mark.parametrize("given", ["2611.99999", f"{TEAPOT}v7", "nope", f"{OLD}v9"])
def test_what_is_not_held_is_404(api, given):
    api.problem(f"/papers/{given}/related", status=404)


def test_limits(api):
    assert api.problem(f"/papers/{TEAPOT}/related", {"limit": "0"})["errors"][0]["param"] == "limit"
    assert api.problem(f"/papers/{TEAPOT}/related", {"n": "5"})["type"] == "/api/docs#unknown-parameter"


def test_four_reads(api, add, django_assert_max_num_queries):
    add(*ALIKE)
    with django_assert_max_num_queries(4):
        api.json("/papers/2611.00003/related")
