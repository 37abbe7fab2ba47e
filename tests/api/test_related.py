"""GET /papers/{id}/related and GET /related: the engine's likeness within bounds, papers from the store."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coolpapers.engine import search_backend
from coolpapers.papers.models import Paper
from coolpapers.papers.store import upsert
from tests.api.conftest import OLD, OLDER, TEAPOT
from tests.indexed_world import BOTH_ENGINES
from tests.worlds import record, versions

ENGINES = BOTH_ENGINES

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
    found = search_backend().related(["2611.00003"], limit=4)
    assert [(paper["id"], paper["score"], tuple(paper["shared"])) for paper in answer["results"]] == [
        (hit.id, hit.score, hit.words) for hit in found.hits
    ]
    assert len(found.hits) == 4
    assert answer["keywords"] == [{"text": word.text, "weight": word.weight} for word in found.keywords]
    assert answer["keywords"]
    assert all(paper["shared"] for paper in answer["results"])
    assert "2611.00003" not in {paper["id"] for paper in answer["results"]}


BOUNDED = [
    record("2611.00011", title="Spectral kettles in physics", abstract="Spectral kettles.", categories=("hep-th",)),
    record("2611.00012", title="Spectral kettles later", abstract="Spectral kettles.", categories=("cs.LG", "stat.ML"),
           versions=versions(2)),
    record("2611.00013", title="Spectral kettles of old", abstract="Spectral kettles.", categories=("cs.CV",),
           versions=versions(-300)),
]  # fmt: skip


@pytest.mark.parametrize(
    "bounds, ids",
    [
        ({"category": "hep-th"}, {"2611.00011"}),
        ({"category": "stat.ML,hep-th"}, {"2611.00011", "2611.00012"}),
        ({"category": "cs-stat-cs.CV"}, set()),
        ({"category": "cs", "exclude_category": "stat"}, {"2611.00013"}),
        ({"from": "2026-11-19"}, {"2611.00012"}),
        ({"until": "2026-06-30"}, {"2611.00013"}),
        ({"from": "2026-11-17", "until": "2026-11-17"}, {"2611.00011"}),
    ],
)
@pytest.mark.parametrize(
    "path, question",
    [
        ("/papers/2611.00001/related", {}),
        ("/related", {"ids": "2611.00001"}),
        ("/related", {"q": "spectral kettles"}),
    ],
)
def test_bounds(api, add, path, question, bounds, ids):
    add(ALIKE[0], *BOUNDED)
    results = api.json(path, question | bounds)["results"]
    assert {paper["id"] for paper in results} & {paper.arxiv_id for paper in BOUNDED} == ids


def test_several_papers(api, add):
    add(*ALIKE, *BOUNDED)
    answer = api.json("/related", {"ids": f"2611.00001v1, 2611.00002,2611.00001,{OLD}", "limit": 100})
    ids = [paper["id"] for paper in answer["results"]]
    assert {"2611.00001", "2611.00002", OLD}.isdisjoint(ids)
    assert {"2611.00003", "2611.00011"} <= set(ids)
    assert answer["unknown"] == []
    one = api.json("/related", {"ids": "2611.00001"})
    assert one.pop("unknown") == []
    assert one == api.json("/papers/2611.00001/related")


def test_words_of_ones_own(api, add):
    add(*ALIKE, *BOUNDED)
    answer = api.json("/related", {"q": "spectral kettles:3, knots"})
    assert [word["text"] for word in answer["keywords"]][:2] == ["spectral kettles", "knots"]
    assert "knots" in {
        word for paper in answer["results"] if paper["id"] == OLDER for word in paper["shared"]
    }
    weighed = api.json("/related", {"q": "spectral kettles:0.01,knots:1000"})["results"]
    assert weighed[0]["id"] == OLDER
    together = api.json("/related", {"q": "knots:50", "ids": "2611.00001", "limit": 100})["results"]
    assert {OLDER, "2611.00002"} <= {paper["id"] for paper in together}


def test_a_formula_keeps_its_signs(api, add):
    add(record("2611.00020", title="Modules over $L^2$", abstract="About $L^2$ and $SU(2)$."))
    assert api.json("/related", {"q": "L^2:2"})["results"][0]["id"] == "2611.00020"
    assert api.json("/related", {"q": "SU(2)"})["results"][0]["id"] == "2611.00020"


def test_ids_that_are_not_held_are_told(api, add):
    add(*ALIKE)
    answer = api.json("/related", {"ids": "2611.99999,2611.00001,math/0309137"})
    assert answer["unknown"] == ["2611.99999", "math/0309137"]
    assert answer["results"]
    assert api.json("/related", {"ids": "2611.99999"}) == {
        "keywords": [],
        "results": [],
        "unknown": ["2611.99999"],
    }


@pytest.mark.parametrize(
    "params, param, position",
    [
        ({}, "ids", None),
        ({"ids": "", "q": ""}, "ids", 0),
        ({"ids": "2611.00001,nope"}, "ids", 11),
        ({"ids": ",".join(f"2611.{n:05}" for n in range(51))}, "ids", None),
        ({"q": "tea,,cup"}, "q", 4),
        ({"q": "tea,cup:0"}, "q", 4),
        ({"q": "tea:1001"}, "q", 0),
        ({"q": ",".join("abc" for _ in range(51))}, "q", None),
        ({"q": "a" * 201}, "q", 0),
        ({"q": "tea", "from": "2026-01-02", "until": "2026-01-01"}, "from", None),
        ({"q": "tea", "category": "cs.LQ"}, "category", 0),
        ({"q": "tea", "limit": "101"}, "limit", None),
        ({"q": "tea", "cursor": "x"}, "cursor", None),
    ],
)
def test_bad_questions(api, params, param, position):
    error = api.problem("/related", params)["errors"][0]
    assert (error["param"], error["position"]) == (param, position)


@pytest.mark.parametrize(
    "weight",
    [
        "-5",
        "+5",
        "0",
        "0.0",
        "1001",
        "nan",
        "inf",
        "-inf",
        "1e99",
        "1e2",
        "0x2",
        "1_0",
        ".5",
        "5.",
        "",
        "two",
        "٣",
        "2:x",
        "2 3",
    ],
)
def test_what_is_no_weight_is_refused_and_never_read_as_words(api, weight):
    (error,) = api.problem("/related", {"q": f"tea,cup:{weight}"})["errors"]
    assert error["position"] == 4
    assert f"{weight.rpartition(':')[2]!r} is not a weight" in error["message"]
    assert "above 0 and at most 1000, as 2 or 0.5, or leave the colon out" in error["message"]


def test_weights_as_programs_write_them(api, add):
    add(*ALIKE)
    whole = api.json("/related", {"q": "spectral kettles"})
    for weight in (" 1", "1.0", "0.3333333333333333", "1000"):
        alike = api.json("/related", {"q": f"spectral kettles:{weight}"})
        assert [paper["id"] for paper in alike["results"]] == [paper["id"] for paper in whole["results"]]
        assert alike["keywords"] == whole["keywords"]


def test_words_that_mean_nothing_find_nothing(api):
    assert api.json("/related", {"q": "!?,the"})["results"] == []


def test_a_version_has_the_papers_relations(api, add):
    assert api.json(f"/papers/{TEAPOT}v1/related") == api.json(f"/papers/{TEAPOT}/related")


def test_a_paper_that_is_not_indexed_yet_has_them_too(api, add):
    add(*ALIKE)
    upsert([record("2611.00009", title="Whistles of kettles", abstract="Kettles whistle in spectral modes.")])
    answer = api.json("/papers/2611.00009/related")
    assert {paper["id"] for paper in answer["results"]} >= {each.arxiv_id for each in ALIKE}


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


def test_few_reads(api, add, django_assert_max_num_queries):
    add(*ALIKE)
    with django_assert_max_num_queries(5):
        api.json("/papers/2611.00003/related")
    with django_assert_max_num_queries(3):  # the papers are known by now
        api.json("/papers/2611.00003/related")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["q", "ids", "category", "from", "limit"]))
def test_any_text_in_any_parameter(world, text, name):
    value = quote(text.encode("utf-8", "replace"))
    rest = "" if name in {"q", "ids"} else "&q=tea"
    answer = Client().get(f"/api/v1/related?{name}={value}{rest}")
    assert answer.status_code in {200, 400}
    assert "html" not in answer["Content-Type"]
