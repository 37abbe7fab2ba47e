"""`/arxiv/search`: what is found, how it can be narrowed, how the language is explained."""

import runpy
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from tests.indexed_world import BOTH_ENGINES
from tests.source_tree import ROOT
from tests.web.conftest import BOTH, CROSS, HOSTILE, LATER, LEARNING, OLD, OLD_MATH, WITHDRAWN, Reader

ENGINES = BOTH_ENGINES

GUNICORN = ROOT / "deploy" / "gunicorn_local.py"


def test_words_are_found_and_marked(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=parses+leaves")
    assert [paper["id"] for paper in page.all("div", "paper")] == [LATER]
    assert [mark.text for mark in page.one("a", "title-link").all("mark")] == ["Parsing", "leaves"]
    assert page.one("p", "state").text == "1 paper"
    assert page.one("input", id="query")["value"] == "parses leaves"


def test_pages_of_a_search_divide_it(reader: Reader) -> None:
    path, seen = "/arxiv/search?query=learning&show=7", []
    while path:
        page = reader.page(path)
        seen += [paper["id"] for paper in page.all("div", "paper")]
        following = page.all("a", rel="next")
        path = following[0]["href"] if following else ""
    assert sorted(seen) == sorted([*LEARNING, CROSS])


def test_facets_narrow_and_widen(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=learning")
    category, year = page.one("div", "facets").all("p")
    links = {link.text: link["href"] for link in [*category.all("a"), *year.all("a")]}
    assert links["cs.LG 31"] == "/arxiv/search?query=learning&category=cs.LG"
    assert links["stat.ML 1"] == "/arxiv/search?query=learning&category=stat.ML"
    assert links["2026 31"] == "/arxiv/search?query=learning&from=2026-01-01&until=2026-12-31"
    assert reader.papers(links["stat.ML 1"]) == [CROSS]
    chosen = reader.page(links["stat.ML 1"]).one("div", "facets").one("a", aria_current="true")
    assert chosen["href"] == "/arxiv/search?query=learning"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("query=teapots&category=cs.CV,hep-th", {BOTH, OLD}),
        ("query=teapots&category=cs.CV,hep-th-cs.LG", {OLD}),
        ("query=teapots&until=1999-12-31", {OLD}),
        ("query=tea&from=2003-01-01&until=2003-12-31", {OLD_MATH}),
        ("query=Schr%C3%B6dinger", {OLD}),
        ("query=author:%22O%27Hara%22", {HOSTILE}),
        ("query=parsing+knots&match=any", {LATER, OLD_MATH}),
    ],
)
def test_bounds(reader: Reader, query: str, expected: set[str]) -> None:
    assert set(reader.papers(f"/arxiv/search?{query}")) == expected


def test_orders(reader: Reader) -> None:
    oldest = reader.papers("/arxiv/search?query=tea&sort=oldest")
    assert oldest[:2] == [OLD, OLD_MATH]
    assert reader.papers("/arxiv/search?sort=newest")[0] == reader.papers("/arxiv/search")[0] == LATER
    assert reader.papers("/arxiv/search?query=tea&sort=1") == reader.papers(
        "/arxiv/search?query=tea&sort=newest"
    )


def test_no_words_show_the_newest(reader: Reader) -> None:
    page = reader.page("/arxiv/search")
    assert page.one("p", "state").text.startswith("Newest papers")
    examples = page.one("details", "language").all("a")
    assert len(examples) == 8
    for example in examples:
        assert reader.papers(example["href"]), example.text


def test_some_words_when_no_paper_has_all(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=parsing+knots")
    assert {paper["id"] for paper in page.all("div", "paper")} == {LATER, OLD_MATH}
    assert page.one("p", "state").text == "No paper has all of this."
    assert page.one("p", "notice").text.startswith("These 2 papers have some of the words")


def test_filters_in_force_can_be_taken_back_one_by_one(reader: Reader) -> None:
    path = "/arxiv/search?query=tea&match=any&category=cs,hep-th&from=1999-01-01&until=1999-12-31&sort=oldest&show=7"
    page = reader.page(path)
    links = {link.text: link["href"] for link in page.one("p", "filters").all("a")}
    kept = "/arxiv/search?query=tea"
    assert links == {
        "category cs,hep-th × (remove)": f"{kept}&match=any&from=1999-01-01&until=1999-12-31&sort=oldest&show=7",
        "announced 1999 × (remove)": f"{kept}&match=any&category=cs,hep-th&sort=oldest&show=7",
        "match any words × (remove)": f"{kept}&category=cs,hep-th&from=1999-01-01&until=1999-12-31&sort=oldest&show=7",
    }
    assert page.one("input", name="show")["value"] == "7"
    assert page.one("input", name="sort")["value"] == "oldest"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("from=2003-01-01", "announced from 2003-01-01 × (remove)"),
        ("until=2003-01-01", "announced until 2003-01-01 × (remove)"),
        ("from=2003-01-01&until=2004-12-31", "announced 2003-01-01 to 2004-12-31 × (remove)"),
    ],
)
def test_days_in_force_are_told(reader: Reader, given: str, shown: str) -> None:
    assert reader.page(f"/arxiv/search?query=tea&{given}").one("p", "filters").text == shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category:stat.TH", "category:math.ST"),
        ("cat:CS.sy", "category:eess.SY"),
        ("category:cs", "category:cs OR category:eess.SY"),
        ("-category:cs category:eess", "category:eess -category:eess.SY -category:cs"),
    ],
)
def test_every_name_of_a_category_finds_it(reader: Reader, query: str, found: str) -> None:
    assert reader.papers(f"/arxiv/search?query={quote(query)}") == reader.papers(
        f"/arxiv/search?query={quote(found)}"
    )


def test_a_category_in_the_words_is_the_filter_of_that_name(reader: Reader) -> None:
    words = reader.page("/arxiv/search?query=category:cs").one("p", "state").text
    assert words == reader.page("/arxiv/search?category=cs").one("p", "state").text
    assert WITHDRAWN in reader.papers("/arxiv/search?query=category:cs+taken")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("2611.40001", f"/arxiv/{LATER}"),
        ("arXiv:2611.40001v1", f"/arxiv/{LATER}v1"),
        ("https://arxiv.org/pdf/2611.40001v1.pdf", f"/arxiv/{LATER}v1"),
        ("hep-th/9901001", f"/arxiv/{OLD}"),
        ("1406.02661", "/arxiv/1406.2661"),
        ("10.48550/arXiv.2611.40001", f"/arxiv/{LATER}"),
        ("10.1000/TEA.1", f"/arxiv/{OLD_MATH}"),
        ("https://doi.org/10.1000/tea.1", f"/arxiv/{OLD_MATH}"),
    ],
)
def test_an_identifier_goes_to_the_paper(reader: Reader, typed: str, place: str) -> None:
    answer = reader.client.get("/arxiv/search", {"query": typed})
    assert (answer.status_code, answer["Location"]) == (302, place)


def test_a_query_that_cannot_be_read_keeps_the_form(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=tea+(leaves&category=cs&match=any", status=400)
    assert page.one("input", id="query")["value"] == "tea (leaves"
    assert page.one("input", name="category")["value"] == "cs"
    assert page.one("option", value="any").attributes.keys() == {"value", "selected"}
    fault = page.one("div", "fault")
    assert fault.one("mark").text == "("
    assert ")" in fault.all("p")[0].text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("match=most", "match"),
        ("sort=loudest", "sort"),
        ("category=cs.LQ", "category"),
        ("from=yesterday", "from"),
        ("from=2026-01-02&until=2026-01-01", "until"),
        ("page=2&query=parsing", "page"),
        ("page=401&show=25", "page"),
        ("show=1001", "show"),
    ],
)
def test_bad_values_keep_the_form_too(reader: Reader, query: str, named: str) -> None:
    page = reader.page(f"/arxiv/search?{query}", status=400)
    assert page.one("div", "fault").one("strong").text == named
    assert page.one("form", "search")


def test_the_language_is_explained_beside_every_result(reader: Reader) -> None:
    for path in (
        "/arxiv/search?query=learning",
        "/arxiv/search?query=tea+(",
        "/arxiv/search?query=xylophone",
    ):
        examples = reader.get(path).content.decode()
        assert "How to ask" in examples, path
    for example in reader.page("/arxiv/search?query=tea+(", status=400).one("details", "language").all("a"):
        assert reader.papers(example["href"]), example.text


def test_a_long_query_shows_the_place_only(reader: Reader) -> None:
    page = reader.page(f"/arxiv/search?query={'a' * 500}+({'b' * 400}", status=400)
    where = page.one("p", "where")
    assert where.one("code").text == f"…{'a' * 59} ({'b' * 60}…"
    assert where.one("span").text == "character 502"


def test_a_thousand_characters_of_chinese_are_read(reader: Reader) -> None:
    assert reader.get("/arxiv/search?query=" + quote("茶" * 1000)).status_code == 200
    page = reader.page("/arxiv/search?query=" + quote("茶" * 1001), status=400)
    assert "1,000 characters" in page.one("div", "fault").text


def test_the_server_takes_an_address_of_a_thousand_chinese_characters() -> None:
    config = Config()
    config.set("limit_request_line", runpy.run_path(str(GUNICORN))["limit_request_line"])
    target = "/arxiv/search?query=" + quote("茶" * 1000)
    sent = [f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()]
    assert next(RequestParser(config, iter(sent), ("127.0.0.1", 1))).uri == target


def test_an_endless_address_is_not_repeated(reader: Reader) -> None:
    for field in ("query", "category", "from", "show", "sort"):
        page = reader.get(f"/arxiv/search?{field}=" + "a" * 200_000)
        assert page.status_code == 400
        assert len(page.content) < 60_000, field


def test_a_feed_of_new_papers_is_offered(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=tea&category=hep-th")
    exact, news = (link["href"] for link in page.one("p", "feeds").all("a"))
    assert exact == "/arxiv/search/feed?query=tea&category=hep-th"
    assert news == "/arxiv/search/feed?query=tea&category=hep-th&sort=newest"
    assert page.one("link", type="application/atom+xml")["href"] == exact
    title = fromstring(reader.get(news).content).findtext("{http://www.w3.org/2005/Atom}title")
    assert title == "Search: tea · category hep-th · Cool Papers"
    assert len(reader.page("/arxiv/search?query=tea&sort=newest").one("p", "feeds").all("a")) == 1
