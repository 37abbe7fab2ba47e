"""The markup that other programs read: RSSHub, Zotero, scripts that people wrote for Cool Papers."""

import re

import pytest

from tests.web.conftest import CROWD, HOSTILE, LATER, OLD, Reader

PAGES = ("/arxiv/cs.CL", f"/arxiv/{LATER}", f"/arxiv/{LATER},{OLD}", "/arxiv/search?query=leaves")


@pytest.mark.parametrize("path", PAGES)
def test_each_paper_has_the_promised_elements(reader: Reader, path: str) -> None:
    paper = next(paper for paper in reader.page(path).all("div", "paper") if paper["id"] == LATER)
    assert paper.one("a", "title-link")["href"] == f"/arxiv/{LATER}"
    assert paper.one("a", "title-link").text == "Parsing tea leaves"
    assert [author.text for author in paper.one("p", "authors").all("a", "author")] == [
        "Ada Kettle",
        "Bo Saucer",
    ]
    assert paper.one("p", "summary").text == r"We pour \(E=mc^2\) cups of tea and count them."
    assert [(a.text, a["href"], a["title"]) for a in paper.one("p", "subjects").all("a")] == [
        ("cs.CL", "/arxiv/cs.CL", "Computation and Language"),
        ("cs.AI", "/arxiv/cs.AI", "Artificial Intelligence"),
    ]
    assert paper.one("p", "subjects").all("a")[0].classes == {"primary"}
    assert paper.one("a", "title-pdf")["href"] == f"https://arxiv.org/pdf/{LATER}"
    assert paper.one("a", "title-rel")["href"] == f"/arxiv/{LATER}/related"
    assert {button["data-action"] for button in paper.all("button")} == {"cite", "copy", "star"}
    assert all("hidden" in button.attributes for button in paper.all("button"))


@pytest.mark.parametrize("path", PAGES)
def test_the_last_text_of_the_date_is_the_submission(reader: Reader, path: str) -> None:
    paper = next(paper for paper in reader.page(path).all("div", "paper") if paper["id"] == LATER)
    last = paper.one("p", "date").children[-1]
    assert isinstance(last, str)
    assert last.strip() == "2026-11-17 15:00:00"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", last.strip())


def test_a_formula_is_kept_from_translators(reader: Reader) -> None:
    formula = reader.page(f"/arxiv/{LATER}").one("p", "summary").one("span", "math")
    assert formula.attributes == {"class": "math notranslate", "translate": "no"}


def test_authors_beyond_forty_are_folded_without_scripts(reader: Reader) -> None:
    paper = reader.page("/arxiv/hep-ex").one("div", "paper")
    assert len(paper.all("p", "authors")) == 2
    folded = paper.one("details", "more-authors")
    assert folded.one("summary").text == "and 20 more"
    assert len(folded.all("a", "author")) == 20
    names = [author.text for part in paper.all("p", "authors") for author in part.all("a", "author")]
    assert names == [f"Person Number{n}" for n in range(60)]


def test_an_author_leads_to_a_search_that_finds_the_paper(reader: Reader) -> None:
    author = reader.page(f"/arxiv/{HOSTILE}").all("a", "author")[0]
    assert author.text == 'Ann "<b>" O\'Hara & Co'
    assert reader.get(author["href"]).status_code == 200
    person = reader.page(f"/arxiv/{CROWD}").all("a", "author")[7]
    assert reader.papers(person["href"]) == [CROWD]


def test_the_page_is_ready_for_its_scripts(reader: Reader) -> None:
    page = reader.page("/arxiv/cs.CL")
    assert {page.one("html")[name] for name in ("data-theme", "data-density")} == {"system", "full"}
    head = page.one("head")
    blocking = [script["src"] for script in head.all("script") if script.attributes.get("type") != "module"]
    assert blocking == ["/static/js/theme.js"]
    assert head.one("script", type="module")["src"] == "/static/js/app.js"
    assert {button["data-value"] for button in page.all("button", data_action="density")} == {
        "full",
        "two",
        "titles",
    }
    assert page.one("dialog", id="keys")
    hidden = [button for button in page.all("button") if "data-action" in button.attributes]
    assert hidden
    assert all("hidden" in button.attributes for button in hidden)


def test_hostile_text_is_text(reader: Reader) -> None:
    for path in (
        f"/arxiv/{HOSTILE}",
        "/arxiv/cs.CR",
        f"/arxiv/{HOSTILE}/related",
        "/arxiv/search?query=category:cs.CR+alert",
    ):
        page = reader.page(path)
        assert not page.all("img")
        assert not page.one("main").all("script")
        assert "alert(1)" in page.one("main").text
