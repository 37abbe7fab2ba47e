"""The Atom feeds hold exactly their page's papers, and are XML whatever the papers say."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from coolpapers.web.atom import ARXIV, ATOM
from tests.web.conftest import HOSTILE, LATER, OLD, REPLACED, Reader

PAGES = (
    "/arxiv/cs.LG",
    "/arxiv/cs.LG?page=2",
    "/arxiv/cs.LG?sort=submitted&show=100",
    "/arxiv/cs.CV,stat.ML-cs.LG?date=2014-06-11",
    "/arxiv/q-fin.PM",
    "/arxiv/cs.CR",
    "/arxiv/search",
    "/arxiv/search?query=learning&page=2",
    "/arxiv/search?query=tea&category=hep-th,math&sort=oldest",
)


def feed_of(reader: Reader, path: str) -> Element:
    answer = reader.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.content)


def text(element: Element, name: str) -> str:
    return element.findtext(f"{{{ATOM}}}{name}") or ""


@pytest.mark.parametrize("path", PAGES)
def test_a_feed_holds_the_papers_of_its_page(reader: Reader, path: str) -> None:
    page = reader.page(path)
    address = page.one("link", rel="alternate", type="application/atom+xml")["href"]
    feed = feed_of(reader, address)
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert [text(entry, "id").removeprefix("https://arxiv.org/abs/") for entry in entries] == [
        paper["id"] for paper in page.all("div", "paper")
    ]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{{{ATOM}}}link")}
    assert links["self"] == f"http://testserver{address}"
    assert links["alternate"] == f"http://testserver{path}"
    following = [
        link["href"] for link in page.all("a", rel="next") if link.parent and "pages" in link.parent.classes
    ]
    assert ("next" in links) == bool(following)


def test_what_an_entry_tells(reader: Reader) -> None:
    entry = feed_of(reader, "/arxiv/hep-th/feed").find(f"{{{ATOM}}}entry")
    assert entry is not None
    assert text(entry, "title") == "Strings in old teapots: E=mc^2 by Schrödinger"
    assert (text(entry, "published"), text(entry, "updated")) == (
        "1999-01-04T12:00:05Z",
        "1999-01-04T12:00:05Z",
    )
    assert [text(author, "name") for author in entry.findall(f"{{{ATOM}}}author")] == [
        "Ada Kettle",
        "Bo Saucer",
    ]
    assert [category.get("term") for category in entry.findall(f"{{{ATOM}}}category")] == ["hep-th"]
    assert text(entry, "summary") == "We pour E=mc^2 cups of tea and count them."
    links = {
        (link.get("rel"), link.get("title")): link.get("href") for link in entry.findall(f"{{{ATOM}}}link")
    }
    assert links == {
        ("alternate", None): f"http://testserver/arxiv/{OLD}",
        ("related", "pdf"): f"https://arxiv.org/pdf/{OLD}",
    }


def test_a_replaced_paper_is_the_same_entry_updated(reader: Reader) -> None:
    entries = feed_of(reader, "/arxiv/cs.LG/feed?page=2").findall(f"{{{ATOM}}}entry")
    replaced = next(entry for entry in entries if text(entry, "id").endswith(REPLACED))
    assert text(replaced, "published") == "2026-10-17T15:00:00Z"
    assert text(replaced, "updated") == "2026-11-16T15:00:00Z"


def test_control_characters_and_markup_survive_as_text(reader: Reader) -> None:
    entry = feed_of(reader, "/arxiv/cs.CR/feed").find(f"{{{ATOM}}}entry")
    assert entry is not None
    assert text(entry, "id") == f"https://arxiv.org/abs/{HOSTILE}"
    assert "<script>alert(1)</script>" in text(entry, "title")
    assert entry.findtext(f"{{{ARXIV}}}comment", "").startswith("<a href=")


def test_an_unchanged_feed_costs_a_304(reader: Reader) -> None:
    first = reader.get("/arxiv/cs.LG/feed")
    again = reader.get("/arxiv/cs.LG/feed", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age=300" in first["Cache-Control"]


def test_the_public_address_stands_in_feeds(reader: Reader, settings: object) -> None:
    settings.BASE_URL = "https://papers.example.org"  # type: ignore[attr-defined]
    feed = feed_of(reader, "/arxiv/cs.CL/feed")
    assert text(feed, "id") == "https://papers.example.org/arxiv/cs.CL/feed"
    assert f"https://papers.example.org/arxiv/{LATER}" in [
        link.get("href") for link in feed.iter(f"{{{ATOM}}}link")
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/arxiv/search/feed?query=(", 400),
        ("/arxiv/search/feed?page=9&query=leaves", 400),
        ("/arxiv/cs.LG/feed?show=0", 400),
        ("/arxiv/nowhere/feed", 404),
        (f"/arxiv/{OLD}/feed", 404),
    ],
)
def test_a_wrong_feed_address_is_an_error(reader: Reader, path: str, status: int) -> None:
    assert reader.get(path).status_code == status
