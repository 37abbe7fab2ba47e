"""`/arxiv/LIST`: which papers, in which sections and order, and the ways from day to day and page to page."""

import pytest

from tests.web.conftest import BOTH, CROSS, FOUR_DIGITS, LATER, LEARNING, REPLACED, Reader


def test_a_day_has_its_sections_with_counts(reader: Reader) -> None:
    page = reader.page("/arxiv/cs.LG?show=100")
    assert page.one("title").text == "Machine Learning · Tue 17 Nov 2026 · Cool Papers"
    titles = [section.one("h2").text for section in page.all("section", "section")]
    assert titles == ["New 30", "Cross-lists 2", "Replacements 1"]
    sections = {
        section["id"]: [paper["id"] for paper in section.all("div", "paper")]
        for section in page.all("section", "section")
    }
    assert sections == {"new": LEARNING, "cross": [CROSS, BOTH], "replacement": [REPLACED]}
    assert [link.text for link in page.one("p", "sections").all("a")] == titles


def test_numbers_and_marks(reader: Reader) -> None:
    papers = {paper["id"]: paper for paper in reader.page("/arxiv/cs.LG?show=100").all("div", "paper")}
    assert papers[LEARNING[0]].one("p", "place").text == "1"
    assert papers[CROSS].one("p", "place").text == "31 cross-list"
    assert papers[REPLACED].one("p", "place").text == "33 replaced"
    assert "first submitted 17 Oct 2026 v2 submitted (UTC)" in papers[REPLACED].one("p", "date").text


@pytest.mark.parametrize("show", [1, 7, 25, 33, 1000])
def test_pages_divide_the_day(reader: Reader, show: int) -> None:
    whole = [*LEARNING, CROSS, BOTH, REPLACED]
    path, seen, numbers = f"/arxiv/cs.LG?show={show}", [], []
    while path:
        page = reader.page(path)
        found = page.all("div", "paper")
        assert 0 < len(found) <= show
        seen += [paper["id"] for paper in found]
        numbers += [int(paper.one("a", "number").text) for paper in found]
        following = [
            link for link in page.all("a", rel="next") if link.parent and "pages" in link.parent.classes
        ]
        path = following[0]["href"] if following else ""
    assert seen == whole
    assert numbers == list(range(1, len(whole) + 1))


def test_the_default_page_has_25_and_plain_page_links(reader: Reader) -> None:
    page = reader.page("/arxiv/cs.LG")
    assert len(page.all("div", "paper")) == 25
    assert [link["href"] for link in page.one("nav", "pages").all("a")] == [
        "/arxiv/cs.LG?page=2",
        "/arxiv/cs.LG?page=2",
    ]
    second = reader.page("/arxiv/cs.LG?page=2")
    assert second.all("section", "section")[0].one("h2").text == "New 30 continued"
    assert [link["href"] for link in second.one("p", "sections").all("a")] == [
        "/arxiv/cs.LG#new",
        "/arxiv/cs.LG?page=2#cross",
        "/arxiv/cs.LG?page=2#replacement",
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("stat.ML", [CROSS]),
        ("cs", [LATER]),
        ("cs.CV,cs.CL", [LATER]),
        ("cs.CV,stat.ML", [BOTH, CROSS]),
        ("cs.CV,stat.ML-cs.LG", [FOUR_DIGITS]),
        ("cs.AI", [LATER]),
    ],
)
def test_unions_differences_archives(reader: Reader, names: str, expected: list[str]) -> None:
    assert sorted(reader.papers(f"/arxiv/{names}?show=100")) == sorted(expected)


def test_a_cross_list_is_new_in_a_list_that_holds_its_primary(reader: Reader) -> None:
    page = reader.page("/arxiv/stat.ML,cs.LG?show=100")
    assert [section.one("h2").text for section in page.all("section", "section")] == [
        "New 31",
        "Cross-lists 1",
        "Replacements 1",
    ]


def test_sorting_by_submission(reader: Reader) -> None:
    page = reader.page("/arxiv/cs?date=2026-11-17&sort=submitted&show=100")
    dates = [paper.one("p", "date").text[-19:] for paper in page.one("section", id="new").all("div", "paper")]
    assert dates == sorted(dates, reverse=True)
    assert page.one("p", "sorts").one(aria_current="true").text == "last submitted first"


def test_neighbouring_days_and_calendar(reader: Reader) -> None:
    page = reader.page("/arxiv/cs?date=2026-11-17")
    days = page.one("nav", "days")
    assert [link["href"] for link in days.all("a", "step", rel="next")] == ["/arxiv/cs?date=2026-11-18"]
    calendar = days.one("details", "calendar")
    assert [(link.text, link["href"]) for link in calendar.one("tbody").all("a")] == [
        ("1733", "/arxiv/cs?date=2026-11-17"),
        ("181", "/arxiv/cs?date=2026-11-18"),
    ]
    assert calendar.one("a", aria_current="date").text == "1733"
    assert calendar.one("input", type="date")["value"] == "2026-11-17"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/arxiv/cs.LG?date=2026-11-15", "weekend or a holiday"),
        ("/arxiv/cs.LG?date=2026-11-16", "No paper of this list was announced on this day"),
        ("/arxiv/cs.LG?date=2026-11-26", "the newest day held here is earlier"),
        ("/arxiv/q-fin.PM", "No paper of this list is held here yet"),
    ],
)
def test_an_empty_day_says_why(reader: Reader, path: str, words: str) -> None:
    page = reader.page(path)
    assert words in page.one("div", "empty").text
    assert not page.all("div", "paper")


def test_an_empty_day_offers_the_nearest(reader: Reader) -> None:
    links = [
        link["href"] for link in reader.page("/arxiv/stat.ML?date=2020-01-01").one("div", "empty").all("a")
    ]
    assert links == ["/arxiv/stat.ML?date=2014-06-11", "/arxiv/stat.ML?date=2026-11-17", "/#categories"]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("/arxiv/CS.lg", "/arxiv/cs.LG"),
        ("/arxiv/cs.CV+cs.CL-cs.LG", "/arxiv/cs.CV,cs.CL-cs.LG"),
        ("/arxiv/math.MP", "/arxiv/math-ph"),
        ("/arxiv/cs.LG,cs.LG", "/arxiv/cs.LG"),
        ("/arxiv/cs.LG/", "/arxiv/cs.LG"),
        ("/arxiv/cmp-lg?show=5&x=1", "/arxiv/cs.CL?show=5&x=1"),
        ("/arxiv/CS.lg/feed?show=5", "/arxiv/cs.LG/feed?show=5"),
    ],
)
def test_other_spellings_lead_to_the_canonical_one(reader: Reader, given: str, canonical: str) -> None:
    answer = reader.get(given)
    assert (answer.status_code, answer["Location"]) == (301, canonical)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("show=0", "show"),
        ("show=1001", "show"),
        ("show=ten", "show"),
        ("show=٣", "show"),
        ("page=0", "page"),
        ("page=3", "page"),
        ("page=99999999999", "page"),
        ("date=2026-02-30", "date"),
        ("date=17.11.2026", "date"),
        ("date=9999-12-31", "date"),
        ("date=0001-01-01", "date"),
        ("sort=popular", "sort"),
        ("sort=preference", "sort"),
        ("sort=loudest", "sort"),
    ],
)
def test_bad_values_are_refused_with_words(reader: Reader, query: str, named: str) -> None:
    page = reader.page(f"/arxiv/cs.LG?{query}", status=400)
    assert page.one("main").one("code").text == named
    assert [link["href"] for link in page.one("ul", "offers").all("a")] == ["/arxiv/cs.LG", "/"]


def test_unknown_parameters_are_ignored(reader: Reader) -> None:
    assert reader.papers("/arxiv/cs.LG?utm_source=x&highlight=1&sort=0") == LEARNING[:25]


def test_an_unknown_list_offers_the_nearest(reader: Reader) -> None:
    page = reader.page("/arxiv/cs.LQ", status=404)
    ways = [link["href"] for link in page.one("ul", "offers").all("a")]
    assert "/arxiv/cs.LG" in ways
    assert "/arxiv/search?query=cs.LQ" in ways


def test_other_methods_are_refused(reader: Reader) -> None:
    assert reader.client.post("/arxiv/cs.LG").status_code == 405
    assert reader.client.head("/arxiv/cs.LG").status_code == 200
