"""GET /search: what to ask instead when hardly anything is found, and why a paper was."""

import pytest

from tests.api.conftest import NEXT_DAY, OLD, OLDER, REPLACED, TEAPOT
from tests.indexed_world import BOTH_ENGINES
from tests.worlds import record

ENGINES = BOTH_ENGINES

pytestmark = pytest.mark.usefixtures("world")


def suggestions(api, **params):
    return api.json("/search", params)["suggestions"]


def test_much_found_needs_none(api):
    assert suggestions(api) is None
    assert suggestions(api, q="tea", category="cs") is None
    assert suggestions(api, q="teapots")["spellings"] == []


def test_only_the_first_page_has_them(api):
    first = api.json("/search", {"q": "knots OR nets", "limit": 1})
    assert first["suggestions"] is not None
    assert api.json(first["next"].removeprefix("http://testserver"))["suggestions"] is None


def test_what_removed_everything(api):
    told = suggestions(api, q="strings xylophone", category="hep-th", sort="newest")["demands"]
    assert [(one["texts"], one["alone"], one["without"]) for one in told] == [
        (["strings"], 1, 0),
        (["xylophone"], 0, 1),
        (["hep-th"], 1, 0),
    ]
    assert told[1]["address"] == "http://testserver/api/v1/search?q=strings&category=hep-th&sort=newest"


@pytest.mark.parametrize(
    "params",
    [
        {"q": "knots leaves strings"},
        {"q": "knots", "category": "hep-th"},
        {"q": "knots", "category": "math,cs-math"},
        {"q": "knots", "exclude_category": "math,cs"},
        {"q": "strings", "category": "cs-cs.CV", "exclude_category": "stat"},
        {"q": "category:cs strings", "from": "2026-01-01", "date_field": "submitted"},
        {"q": "(knots OR strings) leaves", "match": "any", "category": "q-bio"},
        {"q": "knots xylophone glockenspiel", "from": "2036-01-01"},
        {"category": "hep-th", "until": "1998-01-01"},
    ],
)
def test_every_address_keeps_its_promise(api, params):
    demands = suggestions(api, **params)["demands"]
    assert demands
    for one in demands:
        assert api.json(one["address"].removeprefix("http://testserver"))["total"] == one["without"], one


def test_several_that_must_go_together(api):
    *_, last = suggestions(api, q="knots xylophone glockenspiel", category="math")["demands"]
    assert last["texts"] == ["xylophone", "glockenspiel"]
    assert (last["alone"], last["without"]) == (0, 1)


def test_spellings(api, add):
    add(*(record(f"2611.6{n:04}", title="Samovars") for n in range(30)))
    (one,) = suggestions(api, q="title:samovers -knots", sort="oldest")["spellings"]
    assert one == {
        "word": "samovers",
        "offer": "samovars",
        "papers": 30,
        "address": "http://testserver/api/v1/search?q=title%3Asamovars+-knots&sort=oldest",
    }
    (one,) = suggestions(api, q="title:samovers -knots", sort="oldest")["corrections"]
    assert one == {
        "query": "title:samovars -knots",
        "papers": 30,
        "address": "http://testserver/api/v1/search?q=title%3Asamovars+-knots&sort=oldest",
    }
    (one,) = suggestions(api, q="category:cs.LGG")["spellings"]
    assert (one["offer"], one["papers"]) == ("cs.LG", None)


def test_all_words_of_a_query_are_put_right_at_once_and_never_in_silence(api, add):
    add(*(record(f"2611.6{n:04}", title="Samovars and quadrille") for n in range(30)))
    answer = api.json("/search", {"q": "samovers quadrile", "category": "cs"})
    assert (answer["query"], answer["total"], answer["results"]) == ("samovers quadrile", 0, [])
    (one,) = answer["suggestions"]["corrections"]
    assert (one["query"], one["papers"]) == ("samovars quadrille", 30)
    assert api.json(one["address"].removeprefix("http://testserver"))["total"] == 30


@pytest.mark.parametrize(
    "query, ids",
    [
        ("category:stat.TH", set()),
        ("category:cs.SY", {"2609.90005"}),
        ("cat:hep-th OR cat:MATH.gt", {OLD, OLDER}),
        ("category:cs -category:cs.LG -category:cs.SY", {REPLACED, NEXT_DAY}),
    ],
)
def test_every_name_of_a_category_finds_it(api, query, ids):
    assert {paper["id"] for paper in api.json("/search", {"q": query})["results"]} == ids


def test_reasons(api):
    (result,) = api.json("/search", {"q": "teapots kettle journal:tea 12", "highlight": "true"})["results"]
    assert result["id"] == TEAPOT
    assert result["reasons"] == [
        {"field": "title", "words": ["teapots"]},
        {"field": "abstract", "words": ["teapots"]},
        {"field": "author", "words": ["kettle"]},
        {"field": "comment", "words": ["12"]},
        {"field": "journal", "words": ["tea", "12"]},
    ]
    assert api.json("/search", {"q": "teapots"})["results"][0]["reasons"] is None
    assert all(one["reasons"] == [] for one in api.json("/search", {"highlight": "1"})["results"])


def test_the_cost_is_bounded(api, django_assert_max_num_queries):
    words = " ".join(f"w{n}" for n in range(150))
    with django_assert_max_num_queries(0):
        assert len(suggestions(api, q=words)["demands"]) <= 13
