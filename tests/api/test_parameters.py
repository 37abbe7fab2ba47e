"""Names and values of parameters: the same strictness and the same words in every call."""

import pytest

from tests.api.conftest import TEAPOT

CALLS = [
    "/search",
    "/papers",
    f"/papers/{TEAPOT}",
    f"/papers/{TEAPOT}/related",
    "/categories",
    "/days",
    "/status",
]


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("name", ["colour", "Q", "from_", "given", "", "limit[]", "q\0", "é" * 200])
def test_an_unknown_parameter_is_named(api, path, name):
    problem = api.problem(path, {name: "1"})
    assert problem["type"] == "/api/docs#unknown-parameter"
    assert problem["errors"][0]["param"] == name[:60]
    assert "This call takes: " in problem["detail"]


def test_the_nearest_name_is_offered(api):
    assert "did you mean category?" in api.problem("/search", {"categories": "cs"})["errors"][0]["message"]
    assert "did you mean until?" in api.problem("/papers", {"untill": "2026-11-01"})["errors"][0]["message"]
    assert "did you mean" not in api.problem("/papers", {"zzz": "1"})["errors"][0]["message"]


def test_every_unknown_name_is_listed(api):
    problem = api.problem("/search", {"a1": "", "b2": "", "q": "tea"})
    assert [error["param"] for error in problem["errors"]] == ["a1", "b2"]


def test_of_very_many_the_first_are_listed(api):
    problem = api.problem("/search", "&".join(f"name{n}=1" for n in range(900)))
    assert len(problem["errors"]) == 20


@pytest.mark.parametrize("path", ["/search", "/papers"])
@pytest.mark.parametrize("name", ["limit", "category", "cursor"])
def test_a_parameter_given_twice_is_refused(api, path, name):
    problem = api.problem(path, f"{name}=cs&{name}=cs")
    assert "more than once" in problem["errors"][0]["message"]


@pytest.mark.parametrize(
    "path, name, values",
    [
        ("/search", "limit", ["0", "101", "-1", "1.5", "1e2", "abc", "", " 5", "٣", "9" * 5000, "0x10", "+5", "1_0"]),
        ("/search", "match", ["ALL", "some", ""]),
        ("/search", "sort", ["relevant", "-announced", ""]),
        ("/search", "date_field", ["created", ""]),
        ("/search", "facets", ["author", "category,,year", "category;year", "", "," * 5000]),
        ("/search", "highlight", ["yes", "2", "None"]),
        ("/search", "from", ["2026", "2026-02-30", "20261101", "2026-W01-1", "2026-11-01T00:00:00Z", "1700000000", "", "today"]),
        ("/papers", "date", ["2026-11-31", "２０２６-１１-０１"]),
        ("/papers", "category", ["", "cs.", "cs.XX", "-cs", "cs,,math", "cs;math", "cs." * 400, "\0", "cs AND math", "*"]),
        ("/papers", "exclude_category", ["cs-cs.LG", "nothing"]),
        ("/days", "category", ["cs.ZZ"]),
        (f"/papers/{TEAPOT}", "format", ["xml", "JSON", ""]),
    ],
)  # fmt: skip
def test_values_outside_what_a_call_takes(api, path, name, values):
    for value in values:
        problem = api.problem(path, {name: value})
        assert problem["type"] == "/api/docs#bad-value", value
        assert problem["errors"][0]["param"] == name
        assert len(problem["detail"]) < 400


def test_an_unknown_category_comes_with_its_place_and_real_ones(api):
    (error,) = api.problem("/search", {"category": "math,cs.LGG"})["errors"]
    assert error["position"] == 5
    assert "did you mean cs.LG" in error["message"]


def test_an_unknown_section_comes_with_its_place(api):
    (error,) = api.problem("/papers", {"section": "new, crossed"})["errors"]
    assert error["position"] == 4


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("value, size", [("1", 1), ("8", 8), ("100", 8), ("007", 7)])
def test_limits(api, value, size):
    assert len(api.json("/search", {"limit": value})["results"]) == size


def test_lists_of_categories_in_any_usual_spelling(api, world):
    for spelling in ("cs.CV,cs.CL", "cs.CV+cs.CL", "CS.cv, cs.cl", "cs.CL,cs.CV,cs.CV"):
        assert api.json("/papers", {"category": spelling})["total"] == 4
    assert (
        api.json("/papers", "category=cs.CV+cs.CL")["total"] == 4
    )  # a plus that the query string turns into a blank


def test_the_problem_says_where_it_is_explained(api):
    problem = api.problem("/search", {"limit": "0"})
    assert problem == {
        "type": "/api/docs#bad-value",
        "title": "Bad parameter value",
        "status": 400,
        "detail": "limit: '0' is not a whole number from 1 to 100",
        "instance": "/api/v1/search",
        "errors": [
            {"param": "limit", "message": "'0' is not a whole number from 1 to 100", "position": None}
        ],
    }
