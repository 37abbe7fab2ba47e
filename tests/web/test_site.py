"""Home, status, and what programs ask of every site."""

from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client

from coolpapers import taxonomy
from tests.web.conftest import LATER, OLD, Reader

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_home_counts_the_newest_day(reader: Reader) -> None:
    page = reader.page("/")
    assert "Wed 18 Nov 2026" in page.one("p", "state").text
    assert "1 new paper" in page.one("p", "state").text
    rows = {
        item.one("code").text: item.one("span", "count").text
        for item in page.all("li")
        if item.all("span", "count")
    }
    assert {name for name, count in rows.items() if count} == {"cs.CL", "cs.AI"}
    assert set(rows) == {category.id for category in taxonomy.CATEGORIES.values() if category.shown}


def test_every_list_on_the_home_page_exists(reader: Reader) -> None:
    links = {link["href"] for link in reader.page("/").one("div", id="categories").all("a")}
    assert len(links) > 149
    for link in sorted(links)[::12]:
        assert reader.get(link).status_code == 200, link


@pytest.mark.django_db
def test_an_empty_store_has_pages_too(engine: None) -> None:
    reader = Reader()
    assert "No papers are held yet" in reader.page("/").one("p", "state").text
    assert "held here yet" in reader.page("/arxiv/cs").one("div", "empty").text
    assert reader.page("/status")
    assert fromstring(reader.get("/sitemap.xml").content).findall(f"{SITEMAP}sitemap") == []
    assert fromstring(reader.get("/arxiv/cs/feed").content) is not None


def test_status_tells_counts_and_days(reader: Reader) -> None:
    page = reader.page("/status")
    told = {row.one("dt").text: row.one("dd").text for row in page.one("dl", "record").all("div")}
    assert told["Papers"] == "40 (1 withdrawn)"
    assert told["Newest listing"] == "Wed 18 Nov 2026"
    assert told["Search"].startswith("40 papers in the index, 0 waiting")


def test_robots_and_opensearch(reader: Reader) -> None:
    assert "Sitemap: http://testserver/sitemap.xml" in reader.get("/robots.txt").content.decode()
    answer = reader.get("/opensearch.xml")
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    urls = fromstring(answer.content).findall("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert [url.get("template") for url in urls] == [
        "http://testserver/arxiv/search?query={searchTerms}",
        "http://testserver/arxiv/search/feed?query={searchTerms}",
    ]


def test_the_sitemap_leads_to_the_papers(reader: Reader) -> None:
    days = [entry.findtext(f"{SITEMAP}loc") for entry in fromstring(reader.get("/sitemap.xml").content)]
    assert days[0] == "http://testserver/sitemap/2026-11-18.xml"
    papers = [
        entry.findtext(f"{SITEMAP}loc") for entry in fromstring(reader.get("/sitemap/2026-11-18.xml").content)
    ]
    assert papers == [f"http://testserver/arxiv/{LATER}"]
    old = [
        entry.findtext(f"{SITEMAP}loc") for entry in fromstring(reader.get("/sitemap/1999-01-05.xml").content)
    ]
    assert old == [f"http://testserver/arxiv/{OLD}"]
    assert reader.get("/sitemap/2026-02-30.xml").status_code == 404


def test_attribution_and_links_stand_in_the_foot(reader: Reader) -> None:
    foot = reader.page("/arxiv/cs.CL").one("footer")
    assert "Thank you to arXiv for use of its open access interoperability." in foot.text


def test_pages_are_asked_again_before_a_kept_copy_is_shown(reader: Reader) -> None:
    first = reader.get("/arxiv/cs.CL")
    assert first["Cache-Control"] == "public, no-cache"
    assert reader.get("/arxiv/cs.CL", **{"If-None-Match": first["ETag"]}).status_code == 304


def test_nothing_stands_at_other_addresses(db: None) -> None:
    page = Client().get("/teapot")
    assert page.status_code == 404
    assert "There is nothing at this address." in page.content.decode()


@pytest.mark.parametrize(
    "path, words",
    [
        ("/arxiv/cs.LG", "Skip to the papers"),
        ("/arxiv/cs.LG?date=2026-11-20", "Skip to the content"),
        ("/arxiv/search?query=teapots", "Skip to the papers"),
        ("/arxiv/search?query=xylophone", "Skip to the search"),
        (f"/arxiv/{LATER}", "Skip to the paper"),
        (f"/arxiv/{LATER},{OLD}", "Skip to the papers"),
        (f"/arxiv/{OLD}/related", "Skip to the papers"),
        (f"/arxiv/{OLD}/related?until=1992-01-01", "Skip to the content"),
        ("/", "Skip to the categories"),
        ("/status", "Skip to the content"),
        ("/render-check", "Skip to the content"),
        ("/api/docs", "Skip to the content"),
    ],
)
def test_the_first_link_skips_to_what_the_page_has(reader: Reader, path: str, words: str) -> None:
    page = reader.page(path)
    first = page.all("a")[0]
    assert first.text == words
    target = [one for one in page.walk() if one.attributes.get("id") == first["href"].removeprefix("#")]
    assert len(target) == 1
    assert ("paper" in words) <= bool(page.all("div", "paper"))
