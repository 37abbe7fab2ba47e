"""A search that finds nothing, or hardly anything: spellings, what removed everything, and links that keep all else."""

from typing import Any
from urllib.parse import quote

import pytest

from coolpapers.corrections import respelled
from coolpapers.papers.store import upsert
from coolpapers.reader_query import read_query
from coolpapers.search_advice import Advice, advice
from search import SearchQuery
from tests.indexed_world import BOTH_ENGINES
from tests.web.conftest import OLD, OLD_MATH, Reader
from tests.web.html_page import Node
from tests.worlds import record
from worker.pipeline import sync_index

ENGINES = BOTH_ENGINES


def offered(page: Node) -> dict[str, str]:
    """What the page offers to leave out → the address, with the number of papers that it promises."""
    return {
        f"{row.one('a').text} {row.one('span').text}": row.one("a")["href"]
        for row in page.one("ul").all("li")
    }


def nothing(reader: Reader, query: str) -> Node:
    return reader.page(f"/arxiv/search?{query}").one("div", "nothing")


def test_the_word_that_no_paper_has(reader: Reader) -> None:
    told = nothing(reader, "query=learning+xylophone&category=cs.LG&sort=newest&show=3")
    assert told.one("p", "state").text == "No paper has all of this. No paper at all matches xylophone."
    assert offered(told) == {
        "Without xylophone 31 papers": "/arxiv/search?query=learning&category=cs.LG&sort=newest&show=3"
    }


def test_every_offer_keeps_its_promise(reader: Reader) -> None:
    """The number beside each link is the total of the page it leads to."""
    for query in (
        "query=knots+category:hep-th",
        "query=strings+-teapots&category=hep-th",
        "query=strings&category=hep-th,cs-hep-th",
        "query=knots&from=2026-01-01&until=2026-12-31",
        "query=ti:strings+OR+ti:knots&category=cs-stat",
        "query=(strings+OR+knots)+leaves&category=math",
        "query=category:math+strings&match=any",
        "category=hep-th&from=2026-01-01",
    ):
        rows = offered(nothing(reader, query))
        assert rows, query
        for shown, address in rows.items():
            assert f" {reader.page(address).one('p', 'state').text}" in f" {shown}", (query, shown, address)


def test_filters_are_told_as_the_form_says_them(reader: Reader) -> None:
    rows = offered(nothing(reader, "query=strings&category=math&from=1998-01-01&until=2000-12-31"))
    assert rows == {
        "Without category math 1 paper": "/arxiv/search?query=strings&from=1998-01-01&until=2000-12-31"
    }
    rows = offered(nothing(reader, "query=strings&category=hep-th,math-hep-th"))
    assert rows == {
        "Without strings 1 paper": "/arxiv/search?category=hep-th,math-hep-th",
        "Without not in hep-th 1 paper": "/arxiv/search?query=strings&category=hep-th,math",
    }


def test_an_archive_stays_as_the_reader_wrote_it(reader: Reader) -> None:
    """`category:cs` means more names than one; none of them is put into the reader's mouth."""
    rows = offered(nothing(reader, "query=category:cs+strings"))
    assert rows["Without category:cs 1 paper"] == "/arxiv/search?query=strings"
    assert "/arxiv/search?query=category%3Acs" in rows.values()


def test_several_words_that_no_paper_has_are_left_out_together(reader: Reader) -> None:
    told = nothing(reader, "query=learning+xylophone+glockenspiel&from=2036-01-01")
    assert offered(told) == {
        "Without xylophone, glockenspiel, announced from 2036-01-01 31 papers": "/arxiv/search?query=learning"
    }


def test_words_that_only_miss_each_other(reader: Reader) -> None:
    told = nothing(reader, "query=knots+leaves+strings")
    assert [(link.text, link["href"]) for link in told.one("ul").all("a")] == [
        (word, f"/arxiv/search?query={word}") for word in ("knots", "leaves", "strings")
    ]
    assert "By itself" in told.text


def test_a_single_word_has_nothing_to_drop(reader: Reader) -> None:
    told = nothing(reader, "query=xylophone")
    assert told.one("p", "state").text == "No paper at all matches xylophone."
    assert [link["href"] for link in told.all("a")] == ["/arxiv/search"]


def test_nothing_held_at_all(db: None, engine: None) -> None:
    from worker.pipeline import rebuild_index

    rebuild_index()
    page = Reader().page("/arxiv/search")
    assert page.one("p", "state").text == "No paper is held here yet."


@pytest.fixture
def samovars(world: None) -> None:
    """Enough papers with one word that it is worth offering."""
    upsert(record(f"2611.6{n:04}", title="Samovars and quadrille") for n in range(30))
    sync_index()


SPOTTED = "/arxiv/search?query=title:samovers+-knots&category=cs.LG&sort=oldest&show=5"


def shown_papers(page: Node) -> list[str]:
    return [paper["id"] for paper in page.all("div", "paper")]


def test_what_is_meant_is_shown_at_once(samovars: None) -> None:
    page = Reader().page(SPOTTED)
    meant = page.one("p", "meant")
    assert meant.text == (
        "Showing results for title:samovars -knots. Search instead for title:samovers -knots."
    )
    right, literal = (link["href"] for link in meant.all("a"))
    assert right == "/arxiv/search?query=title%3Asamovars+-knots&category=cs.LG&sort=oldest&show=5"
    assert (
        literal == "/arxiv/search?query=title%3Asamovers+-knots&category=cs.LG&sort=oldest&literal=1&show=5"
    )
    assert page.one("p", "state").text == "30 papers"
    assert page.one("input", id="query")["value"] == "title:samovers -knots"
    assert not page.all("div", "nothing")
    # Everything on the page leads on from the words that were answered.
    answered = Reader().page(right)
    assert shown_papers(page) == shown_papers(answered)
    for links in ("facets", "sorts", "pages", "feeds"):
        ours, theirs = (
            [link["href"] for part in one.walk() if links in part.classes for link in part.all("a")]
            for one in (page, answered)
        )
        assert ours == theirs, links
    assert not answered.all("p", "meant")


def test_the_letter_is_kept_where_the_reader_insists(samovars: None) -> None:
    page = Reader().page(f"{SPOTTED}&literal=1")
    assert not page.all("div", "paper")
    assert page.one("p", "state").text.startswith("No paper at all matches title:samovers.")
    meant = page.one("span", "meant")
    assert meant.text == "Did you mean title:samovars -knots 30 papers?"
    # Other words are not insisted on.
    assert "literal" not in meant.one("a")["href"]
    assert not page.one("div", "nothing").all("ul")


def test_a_feed_keeps_the_letter(samovars: None) -> None:
    feed = Reader().get("/arxiv/search/feed?query=samovers").content.decode()
    assert "<entry>" not in feed
    assert "Search: samovers" in feed


@pytest.mark.parametrize("query", ["samovers quadrile", "(quadrile) samovers", "SAMOVERS quadrille"])
def test_all_words_are_put_right_at_once(samovars: None, query: str) -> None:
    page = Reader().page(f"/arxiv/search?query={quote(query)}")
    right = respelled(respelled(query, "samovers", "samovars"), "quadrile", "quadrille")
    assert page.one("p", "meant").all("a")[0].text == right
    assert page.one("p", "state").text == "30 papers"


def test_one_line_offers_what_finds_nothing_with_all_words(samovars: None) -> None:
    """The filters leave nothing of it, and a reader may want to see that."""
    page = Reader().page("/arxiv/search?query=samovers&category=math")
    told = page.one("div", "nothing")
    assert told.one("span", "meant").text == "Did you mean samovars?"


@pytest.fixture
def two_readings(world: None) -> None:
    """`carrot` and `garrot` are as near to `xarrot`, and as common; only one of them grows beside turnips."""
    upsert(record(f"2611.6{n:04}", title="Carrot and turnip") for n in range(30))
    upsert(record(f"2611.7{n:04}", title="Garrot") for n in range(20))
    sync_index()


def test_several_readings_are_one_line(two_readings: None) -> None:
    told = Reader().page("/arxiv/search?query=xarrot").one("div", "nothing")
    assert told.text == "No paper at all matches xarrot. Did you mean carrot 30 papers, garrot 20 papers?"
    for link, total in zip(told.all("a"), ("30 papers", "20 papers"), strict=True):
        assert Reader().page(link["href"]).one("p", "state").text == total


def test_the_rest_of_the_query_tells_which_reading_is_meant(two_readings: None) -> None:
    page = Reader().page("/arxiv/search?query=xarrot+turnip")
    assert page.one("p", "meant").all("a")[0].text == "carrot turnip"


def test_a_word_that_a_few_papers_have_is_only_asked_about(samovars: None) -> None:
    """It may be new and right: GRPO is no misspelt group."""
    upsert([record("2611.80001", title="Samovers")])
    sync_index()
    told = Reader().page("/arxiv/search?query=samovers+quadrille").one("div", "nothing")
    assert told.one("span", "meant").text == "Did you mean samovars quadrille 30 papers?"
    page = Reader().page("/arxiv/search?query=samovers")
    assert page.one("p", "meant").text == "Did you mean samovars 31 papers?"
    assert page.one("p", "state").text == "1 paper"


def test_literal_is_a_switch(reader: Reader) -> None:
    assert "literal" in reader.page("/arxiv/search?query=a&literal=yes", 400).one("div", "fault").text


@pytest.mark.parametrize("query", ["submitted:2030", "category:econ.TH announced:1999"])
def test_no_star_is_advised_for_what_has_no_beginning(reader: Reader, query: str) -> None:
    told = reader.page(f"/arxiv/search?query={quote(query)}").one("div", "nothing")
    assert "neur*" not in told.text
    assert query.split()[0] in told.text


def test_a_doi_that_is_not_held_is_said_to_be_so(reader: Reader) -> None:
    page = reader.page("/arxiv/search?query=10.1103/PhysRevD.76.013009")
    told = page.one("div", "nothing")
    assert told.one("p", "state").text == "No paper with this DOI is held here."
    assert "https://doi.org/10.1103/PhysRevD.76.013009" in {link["href"] for link in told.all("a")}
    assert not page.all("div", "paper")


def test_a_category_is_offered_for_a_name_that_none_has(reader: Reader) -> None:
    meant = reader.page("/arxiv/search?query=learning+category:cs.LGG").one("span", "meant")
    assert meant.one("a")["href"] == "/arxiv/search?query=learning+category%3Acs.LG"


def test_much_found_needs_no_offers(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Advice:
        return pytest.fail("asked for advice")

    monkeypatch.setattr("coolpapers.web.search_results.advice", refuse)
    reader.page("/arxiv/search?query=learning")
    reader.page("/arxiv/search?query=learning&show=7&page=2")


@pytest.mark.parametrize(
    ("text", "word", "offer", "expected"),
    [
        ("nueral networks", "nueral", "neural", "neural networks"),
        ("Nueral NUERAL nueralgia", "nueral", "neural", "neural neural nueralgia"),
        ('"deep nueral net" ti:nueral', "nueral", "neural", '"deep neural net" ti:neural'),
        ("a.b axb", "a.b", r"\\1", r"\\1 axb"),
        ("schrodinger", "knot", "knots", "schrodinger"),
    ],
)
def test_words_are_replaced_where_they_stand_alone(text: str, word: str, offer: str, expected: str) -> None:
    assert respelled(text, word, offer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "knots leaves", "ti:(knots OR strings) -leaves", '"tea bags" strings', "au:kettle knots cat:cs announced:2026",
        "kno* strings", "-knots -strings -tea -learning", "(knots leaves) OR (strings leaves)", "id:2611.40001 strings",
        'author:"O\'Hara" strings', "knots strings knots", "a-b c-d knots",
    ],
)  # fmt: skip
@pytest.mark.parametrize("match", ["all", "any"])
def test_what_is_left_can_be_read_and_finds_what_is_promised(world: None, text: str, match: Any) -> None:
    from coolpapers.engine import search_backend

    advised = advice(text, SearchQuery(read_query(text, match=match)), match=match, total=0)
    for demand in advised.demands:
        left = search_backend().search(SearchQuery(read_query(demand.query, match=match), limit=1))
        assert left.total == demand.without, (text, demand)


def test_hostile_words_are_shown_as_text(reader: Reader) -> None:
    typed = '<script>alert(1)</script> "<b>" xylo&phone'
    page = reader.page(f"/arxiv/search?query={quote(typed)}&category=cs&from=2026-01-01")
    assert not page.one("main").all("script")
    assert not page.one("div", "nothing").all("b")


def test_the_cost_is_bounded(reader: Reader, django_assert_max_num_queries: Any) -> None:
    words = "+".join(f"w{at}" for at in range(150))
    # The store is asked for the newest papers, whose words the examples are made of, and for the newest day.
    with django_assert_max_num_queries(7):
        reader.page(f"/arxiv/search?query={words}")
    assert set(reader.papers(f"/arxiv/search?query={words}+knots+strings&match=any")) == {OLD, OLD_MATH}
