"""`/arxiv/ID[vN]` and `/arxiv/ID,ID`: one paper, several, and the ones that are not held."""

import pytest

from tests.web.conftest import FOUR_DIGITS, HOSTILE, LATER, OLD, OLD_MATH, REPLACED, WITHDRAWN, Reader


def record_of(page: object) -> dict[str, str]:
    return {row.one("dt").text: row.one("dd").text for row in page.one("dl", "record").all("div")}  # type: ignore[attr-defined]


def test_all_that_is_known(reader: Reader) -> None:
    page = reader.page(f"/arxiv/{OLD_MATH}")
    told = record_of(page)
    assert told["Comments"] == "12 pages, see http://example.org/tea"
    assert told["Journal"] == "J. Tea 1 (2003) 1-12"
    assert told["DOI"] == "10.1000/tea.1"
    assert told["Subjects"] == "Geometric Topology (math.GT)"
    assert told["Licence"] == "CC BY-SA 4.0"
    assert "eprint = {math/0309136}" in page.one("details", "bibtex").one("pre").text
    links = {link["href"] for link in page.one("dl", "record").all("a")}
    assert {
        "https://doi.org/10.1000/tea.1",
        "http://creativecommons.org/licenses/by-sa/4.0/",
        "/api/v1/papers/math/0309136?format=bibtex",
        "/api/v1/papers/math/0309136?format=ris",
    } <= links


def test_citation_metadata(reader: Reader) -> None:
    head = reader.page(f"/arxiv/{OLD}").one("head")
    tags = [
        (tag["name"], tag["content"])
        for tag in head.all("meta")
        if tag.attributes.get("name", "").startswith("citation_")
    ]
    assert [content for name, content in tags if name == "citation_author"] == ["Kettle, Ada", "Saucer, Bo"]
    told = dict(tags)
    assert told["citation_title"] == "Strings in old teapots: E=mc^2 by Schrödinger"
    assert told["citation_date"] == "1999/01/04"
    assert told["citation_arxiv_id"] == OLD
    assert told["citation_pdf_url"] == f"https://arxiv.org/pdf/{OLD}"
    assert told["citation_abstract"].startswith("We pour")


def test_versions_newest_first(reader: Reader) -> None:
    page = reader.page(f"/arxiv/{REPLACED}")
    versions = page.one("ol", "versions").all("li")
    assert [item.all("a")[0]["href"] for item in versions] == [f"/arxiv/{REPLACED}v2", f"/arxiv/{REPLACED}v1"]
    assert "2026-10-17 15:00:00 UTC" in versions[1].text
    assert not page.all("p", "banner")


def test_an_older_version_says_whose_text_it_shows(reader: Reader) -> None:
    page = reader.page(f"/arxiv/{REPLACED}v1")
    assert "newest version, 2" in page.one("p", "banner").text
    assert page.one("a", "title-pdf")["href"] == f"https://arxiv.org/pdf/{REPLACED}v1"
    assert page.one("p", "date").text.endswith("2026-10-17 15:00:00")
    assert page.one("link", rel="canonical")["href"] == f"http://testserver/arxiv/{REPLACED}"


def test_a_withdrawn_paper_says_so(reader: Reader) -> None:
    assert "withdrawn" in reader.page(f"/arxiv/{WITHDRAWN}").one("p", "banner").text
    assert reader.page("/arxiv/eess.SY").one("div", "paper").one("span", "withdrawn").text == "withdrawn"


def test_a_hostile_licence_and_doi_are_not_linked(reader: Reader) -> None:
    page = reader.page(f"/arxiv/{HOSTILE}")
    targets = [link["href"] for link in page.one("dl", "record").all("a")]
    assert not [target for target in targets if "javascript" in target.lower()]
    assert "https://doi.org/10.1000/ok" in targets


def test_the_announcement_day_is_marked_as_estimated(reader: Reader) -> None:
    assert "Announced Wed 18 Nov 2026 (estimated)" in reader.page(f"/arxiv/{LATER}").one("p", "date").text


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("1406.02661", FOUR_DIGITS),
        ("1406.02661v1?x=1", f"{FOUR_DIGITS}v1?x=1"),
        ("math.GT/0309136", OLD_MATH),
        ("math.GT/0309136v1", f"{OLD_MATH}v1"),
        ("HEP-TH/9901001", OLD),
        ("arXiv:2611.40001", LATER),
        ("https://arxiv.org/abs/2611.40001", LATER),
        ("2611.40001.pdf", LATER),
        ("2611.40001,", LATER),
        ("2611.40001,2611.40001v1", LATER),
        ("1406.02661,math.GT/0309136", f"{FOUR_DIGITS},{OLD_MATH}"),
        ("math.GT/0309136/related", f"{OLD_MATH}/related"),
        ("2611.40001v1/related", f"{LATER}/related"),
    ],
)
def test_repaired_identifiers_move_for_good(reader: Reader, given: str, canonical: str) -> None:
    answer = reader.get(f"/arxiv/{given}")
    assert (answer.status_code, answer["Location"]) == (301, f"/arxiv/{canonical}")


def test_an_old_identifier_is_not_a_list(reader: Reader) -> None:
    assert reader.papers(f"/arxiv/{OLD_MATH}") == [OLD_MATH]
    assert reader.page(f"/arxiv/{OLD_MATH}/related").one("h1").text == "Related papers"


@pytest.mark.parametrize(
    ("path", "offer"),
    [
        ("2401.99999", "https://arxiv.org/abs/2401.99999"),
        ("hep-th/0001001v3", "https://arxiv.org/abs/hep-th/0001001v3"),
        (f"{REPLACED}v7", f"/arxiv/{REPLACED}v2"),
        ("2401.99999/related", "https://arxiv.org/abs/2401.99999"),
        ("2401.99999,2401.99998", "https://arxiv.org/abs/2401.99998"),
    ],
)
def test_what_is_not_held_is_offered_elsewhere(reader: Reader, path: str, offer: str) -> None:
    page = reader.page(f"/arxiv/{path}", status=404)
    assert offer in [link["href"] for link in page.one("ul", "offers").all("a")]


def test_several_papers_in_the_order_given(reader: Reader) -> None:
    path = f"/arxiv/{OLD},{LATER},2401.99999,teapot,{FOUR_DIGITS}"
    page = reader.page(path)
    assert [paper["id"] for paper in page.all("div", "paper")] == [OLD, LATER, FOUR_DIGITS]
    assert "2401.99999" in page.one("div", "notice").text
    assert "teapot" in page.one("div", "notice").text


def test_more_than_a_hundred_are_refused(reader: Reader) -> None:
    ids = [f"2401.{number:05}" for number in range(1, 102)]
    assert "at most 100" in reader.page(f"/arxiv/{','.join(ids)}", status=400).one("main").text
    reader.page(f"/arxiv/{','.join([LATER, *ids[:99]])}")
