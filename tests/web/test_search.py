"""`/arxiv/search` and `/arxiv/ID/related`: what is found, how it can be narrowed, what is said when nothing is."""

import pytest

from tests.web.conftest import BOTH, CROSS, HOSTILE, LATER, LEARNING, OLD, OLD_MATH, Reader


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
    assert "some of them" in page.one("p", "notice").text


def test_nothing_found_says_what_to_do(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=xylophone&category=cs")
    assert "/arxiv/search?query=xylophone" in [link["href"] for link in page.one("div", "empty").all("a")]


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


def test_related_papers_and_their_words(reader: Reader) -> None:
    page = reader.page(f"/arxiv/{LEARNING[0]}/related?show=5")
    found = [paper["id"] for paper in page.all("div", "paper")]
    assert 0 < len(found) <= 5
    assert LEARNING[0] not in found
    words = page.one("p", "keywords").all("a")
    assert words
    assert all(reader.get(word["href"]).status_code in (200, 302) for word in words)
    assert reader.get(f"/arxiv/{LEARNING[0]}/related?show=101").status_code == 400
