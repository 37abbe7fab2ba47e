"""POST /papers/batch: order, nulls, versions, and bodies that are none."""

import orjson
import pytest

from tests.api.conftest import FOUR_DIGITS, OLD, TEAPOT

pytestmark = pytest.mark.usefixtures("world")


def papers(api, ids):
    answer = api.post("/papers/batch", orjson.dumps({"ids": ids}))
    assert answer.status_code == 200, answer.content
    return orjson.loads(answer.content)["papers"]


def test_order_is_kept_and_what_is_not_held_is_null(api):
    asked = [
        OLD,
        "2611.99999",
        TEAPOT,
        "nope",
        f"{TEAPOT}v1",
        f"{TEAPOT}v9",
        "",
        "\0",
        TEAPOT,
        "1406.02661",
        "a" * 500,
    ]
    found = papers(api, asked)
    assert [paper and (paper["id"], paper["version"]) for paper in found] == [
        (OLD, 2), None, (TEAPOT, 2), None, (TEAPOT, 1), None, None, None, (TEAPOT, 2), (FOUR_DIGITS, 1), None,
    ]  # fmt: skip


def test_each_is_the_paper(api):
    assert papers(api, [f"{OLD}v1"]) == [api.json(f"/papers/{OLD}v1")]


def test_five_hundred_in_two_reads(api, django_assert_max_num_queries):
    ids = [f"2611.{number:05}" for number in range(1, 500)] + [TEAPOT]
    with django_assert_max_num_queries(2):
        found = papers(api, ids)
    assert (len(found), sum(paper is not None for paper in found)) == (500, 1)


@pytest.mark.parametrize(
    "body, param",
    [
        (b'{"ids": []}', "ids"),
        (orjson.dumps({"ids": ["2611.90001"] * 501}), "ids"),
        (b'{"ids": "2611.90001"}', "ids"),
        (b'{"ids": ["2611.90001", 7]}', "ids.1"),
        (b'{"ids": [null]}', "ids.0"),
        (b'{"ids": [1e999999]}', "ids.0"),
        (b'{"ids": [%s]}' % (b"9" * 5000), "ids.0"),
        (orjson.dumps({"ids": ["a" * 501]}), "ids.0"),
        (b'{"ids": ["2611.90001"], "limit": 3}', "limit"),
        (b"{}", "ids"),
        (b"[]", "body"),
        (b"null", "body"),
        (b'"2611.90001"', "body"),
        (b"", "body"),
    ],
)
def test_bodies_that_do_not_fit(api, body, param):
    answer = api.post("/papers/batch", body)
    assert answer.status_code == 400
    problem = orjson.loads(answer.content)
    if problem["errors"]:
        assert problem["errors"][0]["param"] == param
    assert problem["type"] == "/api/docs#bad-body"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"ids=2611.90001",
        b"\xff\xfe",
        b'{"ids": ["\\ud800"]}',
        b'{"ids": [NaN]}',
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"\0",
    ],
)
def test_bodies_that_are_no_json(api, body):
    answer = api.post("/papers/batch", body)
    assert answer.status_code == 400
    assert "not JSON" in orjson.loads(answer.content)["detail"]


def test_a_body_that_is_too_large(api):
    answer = api.post("/papers/batch", orjson.dumps({"ids": ["a" * 1_000_000]}))
    assert answer.status_code == 413


def test_a_query_string_is_refused(api):
    answer = api.post("/papers/batch?limit=3", b'{"ids": ["2611.90001"]}')
    assert orjson.loads(answer.content)["type"] == "/api/docs#unknown-parameter"


def test_the_content_type_does_not_matter(api):
    for content_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ):
        body = orjson.dumps({"ids": [TEAPOT]})
        answer = api.client.generic("POST", "/api/v1/papers/batch", body, content_type=content_type)
        assert answer.status_code == 200, content_type
