"""Following `next`: a partition of the answer, whatever arrives meanwhile; any other cursor is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest

from coolpapers.papers.store import upsert
from tests.api.conftest import WORLD
from tests.worlds import record, versions

pytestmark = pytest.mark.usefixtures("world")

MANY = [
    record(
        f"2611.{number:05}",
        categories=("cs.CV",) if number % 3 else ("cs.LG", "cs.CV"),
        versions=versions(number % 4),
    )
    for number in range(1, 24)
]
LISTS = [
    ("/search", {}),
    ("/search", {"q": "tea"}),
    ("/search", {"q": "tea teapot", "match": "any", "category": "cs"}),
    ("/search", {"sort": "oldest"}),
    ("/search", {"q": "tea", "sort": "updated"}),
    ("/papers", {}),
    ("/papers", {"category": "cs.CV"}),
    ("/papers", {"category": "cs", "section": "new"}),
    ("/papers", {"section": "new,cross,replacement", "from": "2026-11-14", "until": "2026-11-20"}),
]


def cursor_of(page):
    return parse_qs(urlsplit(page["next"]).query)["cursor"][0]


@pytest.mark.parametrize("path, params", LISTS)
def test_pages_partition_the_answer(api, add, path, params):
    add(*MANY)
    whole = [paper["id"] for paper in api.json(path, {**params, "limit": 100})["results"]]
    assert len(whole) > 10
    pages = list(api.follow(path, {**params, "limit": 7}))
    assert all(len(page) == 7 for page in pages[:-1])
    assert [key for page in pages for key in page] == whole


@pytest.mark.parametrize("path, params", LISTS)
def test_papers_that_arrive_between_pages_shift_nothing(api, add, path, params):
    add(*MANY)
    before = {paper["id"] for paper in api.json(path, {**params, "limit": 100})["results"]}
    seen: list[str] = []
    for number, page in enumerate(api.follow(path, {**params, "limit": 5})):
        seen += page
        # Ahead of every place and behind it, by day, by id and by score.
        add(
            record(f"2612.0{number:04}", title="tea teapot tea", categories=("cs.CV",), versions=versions(3)),
            record(
                f"2601.0{number:04}", title="tea teapot tea", categories=("cs.CV",), versions=versions(-2)
            ),
            record(f"0704.{number + 1:04}", categories=("cs.CV",), versions=versions(-4000)),
        )
        assert number < 30
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_a_replacement_between_two_pages_hides_no_paper(api):
    """A paper not yet read is replaced anew: its newest line moves ahead of the reader, its first one stays."""
    upsert([record(f"2611.{n:05}", categories=("cs.CV",), versions=versions(-3)) for n in range(1, 7)])
    span = {
        "section": "new,replacement",
        "category": "cs.CV",
        "from": "2026-11-12",
        "until": "2026-11-18",
        "limit": 3,
    }
    pages = api.follow("/papers", span)
    first = next(pages)
    late = record("2611.00006", categories=("cs.CV",), versions=versions(-3, 0), datestamp=WORLD[0].datestamp)
    assert "2611.00006" not in first
    upsert([late])
    rest = [key for page in pages for key in page]
    assert "2611.00006" in rest
    assert not set(first) & set(rest)


def test_presentation_may_change_from_page_to_page(api):
    first = api.json("/search", {"limit": 3})
    more = api.json("/search", {"limit": 2, "facets": "year", "highlight": "1", "cursor": cursor_of(first)})
    assert len(more["results"]) == 2
    assert more["facets"]["year"]


@pytest.mark.parametrize(
    "path, first, then",
    [
        ("/search", {"q": "tea"}, {"q": "teapots"}),
        ("/search", {"q": "tea"}, {"q": "tea", "category": "cs"}),
        ("/search", {"q": "tea"}, {"q": "tea", "sort": "oldest"}),
        ("/search", {"q": "tea"}, {}),
        ("/papers", {}, {"section": "new"}),
        ("/papers", {"category": "cs.CV"}, {"category": "cs.LG"}),
        (
            "/papers",
            {"section": "replacement,new", "date": "2026-11-17"},
            {"section": "new", "date": "2026-11-17"},
        ),
    ],
)
def test_a_cursor_of_another_question_is_refused(api, add, path, first, then):
    add(*MANY)
    cursor = cursor_of(api.json(path, {**first, "limit": 1}))
    problem = api.problem(path, {**then, "cursor": cursor})
    assert problem["type"] == "/api/docs#bad-cursor"
    assert "other filters" in problem["detail"]


def test_a_cursor_of_another_call_is_refused(api):
    cursor = cursor_of(api.json("/papers", {"limit": 1}))
    assert api.problem("/search", {"cursor": cursor})["type"] == "/api/docs#bad-cursor"


def test_a_cursor_of_another_installation_is_refused(api, settings):
    cursor = cursor_of(api.json("/papers", {"limit": 1}))
    settings.SECRET_KEY = "another key than the one that signed it"
    assert api.problem("/papers", {"cursor": cursor})["type"] == "/api/docs#bad-cursor"


@pytest.mark.parametrize("path", ["/search", "/papers"])
@pytest.mark.parametrize("cursor", ["", "x", ".", "a.b", "W10.W10", "é.ü", "\0", "A" * 1999, "." * 1999])
def test_a_damaged_cursor_is_refused(api, path, cursor):
    assert api.problem(path, {"cursor": cursor})["type"] == "/api/docs#bad-cursor"


@pytest.mark.parametrize("path", ["/search", "/papers"])
def test_every_changed_character_is_noticed(api, path):
    cursor = cursor_of(api.json(path, {"limit": 1}))
    for place in range(0, len(cursor), 3):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        assert api.problem(path, {"cursor": changed})["type"] == "/api/docs#bad-cursor"


def test_a_cursor_that_is_too_long_is_a_bad_value(api):
    assert api.problem("/papers", {"cursor": "A" * 3000})["errors"][0]["param"] == "cursor"
