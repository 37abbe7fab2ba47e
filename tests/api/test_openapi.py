"""GET /api/openapi.json: the document is whole, true to the calls, and changes only on purpose."""

import re
from pathlib import Path

import orjson
import pytest

from coolpapers.api.api import api as ninja
from coolpapers.api.openapi import document
from coolpapers.api.parameters import MAX_LIMIT

SNAPSHOT = Path(__file__).parent / "openapi.json"

CALLS = {
    ("get", "/api/v1/search"),
    ("get", "/api/v1/papers"),
    ("post", "/api/v1/papers/batch"),
    ("get", "/api/v1/papers/{id}"),
    ("get", "/api/v1/papers/{id}/related"),
    ("get", "/api/v1/related"),
    ("get", "/api/v1/categories"),
    ("get", "/api/v1/days"),
    ("get", "/api/v1/status"),
}


def calls():
    return [
        (method, path, call)
        for path, methods in document()["paths"].items()
        for method, call in methods.items()
    ]


def test_the_document_is_as_it_was():
    """After a change on purpose `manage.py shell -c "from tests.api.test_openapi import write; write()"` writes the file anew; the
    diff is the review.
    """
    assert orjson.loads(SNAPSHOT.read_bytes()) == orjson.loads(orjson.dumps(document()))


def test_it_is_served(api):
    answer = api.get("/api/openapi.json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert orjson.loads(answer.content)["openapi"] == "3.1.0"


def test_every_call_is_in_it():
    assert {(method, path) for method, path, _ in calls()} == CALLS
    assert len([p for p in ninja.urls[0] if p.name != "api-root"]) == len(CALLS)


@pytest.mark.parametrize(
    "method, path, call", calls(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_call_is_described(method, path, call):
    assert len(call["summary"]) > 5
    assert len(call["description"]) > 40
    assert call["tags"]
    for parameter in call["parameters"]:
        assert parameter["description"], parameter["name"]
        assert parameter["schema"]["type"] in {"string", "integer", "boolean"}, parameter["name"]
        assert not isinstance(parameter.get("examples", {}), list), parameter["name"]
    assert {"200", "400", "405", "500", "503"} <= call["responses"].keys()


def test_bounds_of_parameters_are_told():
    for _, path, call in calls():
        for parameter in call["parameters"]:
            if parameter["name"] == "limit":
                assert (parameter["schema"]["minimum"], parameter["schema"]["maximum"]) == (1, MAX_LIMIT), (
                    path
                )
            assert parameter["required"] is (parameter["in"] == "path")


def test_the_parameters_of_the_contract():
    told = {path: [p["name"] for p in call["parameters"]] for _, path, call in calls()}
    assert told["/api/v1/search"] == [
        "q", "match", "category", "exclude_category", "from", "until", "date_field", "sort", "limit", "cursor", "facets", "highlight",
    ]  # fmt: skip
    assert told["/api/v1/papers"] == [
        "category",
        "exclude_category",
        "date",
        "from",
        "until",
        "section",
        "limit",
        "cursor",
    ]
    assert told["/api/v1/papers/{id}"] == ["id", "format"]
    bounds = ["category", "exclude_category", "from", "until", "limit"]
    assert told["/api/v1/papers/{id}/related"] == ["id", *bounds]
    assert sorted(told["/api/v1/related"]) == sorted(["ids", "q", *bounds])
    assert told["/api/v1/days"] == ["category", "exclude_category", "month"]


def test_every_reference_leads_somewhere():
    text = orjson.dumps(document()).decode()
    for reference in set(re.findall(r'"\$ref":"#/([^"]+)"', text)):
        place = document()
        for part in reference.split("/"):
            place = place[part]


def test_every_error_is_problem_json():
    for response in document()["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_every_member_of_a_paper_is_described_by_the_contract():
    paper = document()["components"]["schemas"]["Paper"]
    assert list(paper["properties"]) == [
        "id", "version", "title", "abstract", "title_html", "abstract_html", "authors", "primary_category", "categories", "announced",
        "announced_source", "submitted", "updated", "versions", "comments", "journal_ref", "doi", "license", "withdrawn", "url", "pdf_url",
    ]  # fmt: skip
    assert set(paper["required"]) == set(paper["properties"])


def test_defaults_are_written_as_they_travel():
    section = next(
        p
        for _, path, call in calls()
        for p in call["parameters"]
        if path == "/api/v1/papers" and p["name"] == "section"
    )
    assert section["schema"]["default"] == "new,cross"


def write():
    SNAPSHOT.write_bytes(
        orjson.dumps(
            document(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        )
    )
