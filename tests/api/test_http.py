"""HTTP around the calls: ETag and 304, caching, CORS, HEAD, OPTIONS, methods, what is away."""

import gzip

import orjson
import pytest
from django.db import OperationalError, connection
from django.test import Client

from coolpapers.papers.store import upsert
from tests.api.conftest import TEAPOT
from tests.worlds import record

GETS = [
    "/search?q=tea&facets=year&highlight",
    "/search?q=tea&limit=1",
    "/papers?category=cs",
    f"/papers/{TEAPOT}",
    f"/papers/{TEAPOT}?format=bibtex",
    f"/papers/{TEAPOT}/related",
    "/categories",
    "/days",
    "/status",
    "/api/openapi.json",
]


@pytest.mark.parametrize("path", GETS)
@pytest.mark.parametrize("zipped", [{}, {"Accept-Encoding": "gzip"}])
def test_an_unchanged_answer_is_304(api, world, path, zipped):
    first = api.get(path, **zipped)
    assert first.status_code == 200
    assert first["ETag"]
    assert first["Cache-Control"].startswith("public, max-age=")
    again = api.get(path, **{"If-None-Match": first["ETag"], **zipped})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"].removeprefix("W/") == first["ETag"].removeprefix("W/")
    assert again["Access-Control-Allow-Origin"] == "*"
    assert api.get(path, **{"If-None-Match": '"other"'}).status_code == 200


def test_another_answer_has_another_etag(api, world, add):
    tags = {path: api.get(path)["ETag"] for path in GETS}
    add(record("2611.00001", title="More tea of the teapots", categories=("cs.CV",)))
    changed = {path for path in GETS if api.get(path)["ETag"] != tags[path]}
    assert changed >= {"/search?q=tea&facets=year&highlight", "/papers?category=cs", "/days", "/status"}
    assert "/categories" not in changed


def test_a_precondition_that_fails(api, world):
    answer = api.get("/categories", **{"If-Match": '"other"'})
    assert orjson.loads(answer.content)["status"] == 412


def test_an_answer_travels_compressed(api, world):
    answer = Client().get("/api/v1/papers", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert orjson.loads(gzip.decompress(answer.content))["total"] == 8


@pytest.mark.parametrize("path", GETS)
def test_head_has_the_headers_and_no_body(api, world, path):
    address = path if path.startswith("/api") else f"/api/v1{path}"
    full, head = api.client.get(address), api.client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == full["ETag"]
    assert head["Content-Type"] == full["Content-Type"]
    assert api.client.head(address, headers={"If-None-Match": full["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_head_of_what_is_not_there(api):
    assert api.client.head("/api/v1/papers/2611.99999").status_code == 404


@pytest.mark.parametrize(
    "path, allow",
    [
        ("/search", "GET, HEAD, OPTIONS"),
        ("/papers/batch", "OPTIONS, POST"),
        ("/papers/hep-th/9901001/related", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_preflight_is_answered(api, path, allow):
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = api.client.options(f"/api/v1{path}", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == answer["Access-Control-Allow-Methods"] == allow
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" in answer["Access-Control-Allow-Headers"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/search?q=(", "/papers/2611.99999", "/nothing", "/search?x=1", "/categories", "/papers/batch"],
)
def test_any_page_may_read_any_answer(api, path):
    assert api.get(path)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    "path", ["/api/v1/search", f"/api/v1/papers/{TEAPOT}", "/api/openapi.json", "/api/v1/status"]
)
def test_other_methods_are_405(api, method, path):
    answer = api.client.generic(method, path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    problem = orjson.loads(answer.content)
    assert (problem["status"], problem["instance"]) == (405, path)


@pytest.mark.parametrize(
    "path",
    ["", "/", "/v1", "/v1/", "/v2/search", "/v1/paper", "/v1/search/", "/v1/%00", "/%FF", "/v1/exports"],
)
def test_no_such_call_is_404_and_never_a_page(api, path):
    answer = api.client.get(f"/api{path}")
    if path == "":  # outside the folder: the pages' 404
        return
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_errors_are_never_stored(api, world):
    for path in ("/search?q=(", "/papers/2611.99999", "/nothing"):
        assert api.get(path)["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_host_that_is_not_served(api):
    answer = api.client.get("/api/v1/papers", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert orjson.loads(answer.content)["type"] == "/api/docs#bad-request"


@pytest.mark.django_db
def test_too_many_parameters(api):
    answer = api.get("/search", "&".join(f"a{n}=1" for n in range(1500)))
    assert orjson.loads(answer.content)["type"] == "/api/docs#bad-request"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search?q=tea", f"/papers/{TEAPOT}/related"])
def test_an_engine_that_is_away_is_503(api, engine, path):
    upsert([record(TEAPOT)])
    answer = api.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    problem = orjson.loads(answer.content)
    assert "search engine does not answer" in problem["detail"]
    assert "/" not in problem["detail"]  # no path of the server
    assert problem["errors"] == []


@pytest.mark.parametrize("path", ["/search?q=tea", "/papers", f"/papers/{TEAPOT}", "/days", "/status"])
def test_a_store_that_is_away_is_503(api, world, path):
    def away(*args):
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(away):
        answer = api.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "could not connect" not in answer.content.decode()


def test_a_fault_of_ours_is_a_500_in_the_same_form_and_reported(world, settings):
    def broken(*args):
        raise ZeroDivisionError("secret detail")

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(broken):
        answer = client.get("/api/v1/papers")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in answer.content.decode()
    with connection.execute_wrapper(broken), pytest.raises(ZeroDivisionError):
        Client().get("/api/v1/papers")
