"""`/arxiv/ID,ID,…/related`: papers about the same, the words that link each, bounds by category and days."""

import pytest

from coolpapers.papers.store import upsert
from tests.indexed_world import BOTH_ENGINES
from tests.web.conftest import BOTH, CROSS, LATER, LEARNING, OLD, Reader
from tests.worlds import record, versions
from worker.pipeline import sync_index

ENGINES = BOTH_ENGINES

FIRST, SECOND = "2611.80001", "2611.80002"
OTHERS = [f"2611.8001{n}" for n in range(4)]


@pytest.fixture
def whistling(world: None) -> Reader:
    """Papers that share phrases, in two categories and on several days."""
    text = "Spectral kettles whistle in modes of tidal resonance; a tidal resonance tells spectral kettles apart."
    upsert(
        [
            record(FIRST, title="Spectral kettles", abstract=text, categories=("physics.flu-dyn",), versions=versions(2)),
            record(SECOND, title="Tidal resonance of spectral kettles", abstract=text, categories=("physics.flu-dyn", "cs.LG"), versions=versions(3)),
            *(
                record(key, title=f"Spectral kettles of kind {n}", abstract=text, categories=(category,), versions=versions(day))
                for n, (key, category, day) in enumerate(
                    zip(OTHERS, ("physics.flu-dyn", "cs.LG", "physics.flu-dyn", "cs.LG"), (0, 1, 4, 5), strict=True)
                )
            ),
        ]
    )  # fmt: skip
    sync_index()
    return Reader()


def test_each_paper_says_what_it_shares(whistling: Reader) -> None:
    page = whistling.page(f"/arxiv/{FIRST}/related?show=5")
    found = page.all("div", "paper")
    assert {paper["id"] for paper in found} == {SECOND, *OTHERS}
    words = {word.text for word in page.one("p", "keywords").all("a")}
    assert words
    for paper in found:
        line = paper.one("p", "why")
        assert line.text.startswith("Shares: ")
        assert {word.text for word in line.all("b")} & words
    for link in page.one("p", "keywords").all("a"):
        assert FIRST in whistling.papers(link["href"]), link.text


def test_several_papers_together(whistling: Reader) -> None:
    page = whistling.page(f"/arxiv/{FIRST},{SECOND}/related")
    assert page.one("details", "origins").one("summary").text == "to 2 papers together"
    assert {FIRST, SECOND}.isdisjoint(paper["id"] for paper in page.all("div", "paper"))
    assert set(OTHERS) <= {paper["id"] for paper in page.all("div", "paper")}
    links = [link["href"] for link in page.one("details", "origins").all("a")]
    assert links == [f"/arxiv/{FIRST}", f"/arxiv/{SECOND}", f"/arxiv/{FIRST},{SECOND}"]


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ("category=cs.LG", {SECOND, OTHERS[1], OTHERS[3]}),
        ("category=physics-cs.LG", {OTHERS[0], OTHERS[2]}),
        ("from=2026-11-20", {SECOND, OTHERS[2], OTHERS[3]}),
        ("until=2026-11-17", {OTHERS[0]}),
        ("category=cs.LG&from=2026-11-18&until=2026-11-18", {OTHERS[1]}),
    ],
)
def test_bounds(whistling: Reader, bounds: str, found: set[str]) -> None:
    page = whistling.page(f"/arxiv/{FIRST}/related?{bounds}")
    shown = {paper["id"] for paper in page.all("div", "paper")}
    assert shown & {SECOND, *OTHERS} == found
    given = dict(part.split("=") for part in bounds.split("&"))
    for name, value in given.items():
        assert page.one("input", name=name)["value"] == value
    assert len(page.one("p", "filters").all("a")) == ("category" in given) + bool(
        {"from", "until"} & given.keys()
    )


def test_links_bound_to_the_category_and_to_before_and_after(whistling: Reader) -> None:
    page = whistling.page(f"/arxiv/{FIRST}/related?show=9")
    links = {link.text: link["href"] for link in page.one("p", "sorts").all("a")}
    path = f"/arxiv/{FIRST}/related"
    assert links == {
        "in physics.flu-dyn": f"{path}?category=physics.flu-dyn&show=9",
        "after it": f"{path}?from=2026-11-20&show=9",
        "before it": f"{path}?until=2026-11-18&show=9",
    }
    bounded = whistling.page(links["in physics.flu-dyn"])
    assert bounded.one("p", "filters").one("a")["href"] == f"{path}?show=9"
    assert [link.text for link in bounded.one("p", "sorts").all("a")] == ["after it", "before it"]
    after, before = whistling.papers(links["after it"]), whistling.papers(links["before it"])
    assert set(after) == {SECOND, *OTHERS[2:]}
    assert set(after).isdisjoint(before)


def test_nothing_within_the_bounds(whistling: Reader) -> None:
    page = whistling.page(f"/arxiv/{FIRST}/related?category=q-bio")
    assert page.one("div", "empty").one("a")["href"] == f"/arxiv/{FIRST}/related"


@pytest.mark.parametrize(
    ("query", "named"),
    [("category=cs.LQ", "category"), ("from=soon", "from"), ("from=2026-01-02&until=2026-01-01", "until"), ("show=101", "show")],
)  # fmt: skip
def test_bad_bounds_keep_the_page(whistling: Reader, query: str, named: str) -> None:
    page = whistling.page(f"/arxiv/{FIRST}/related?{query}", status=400)
    assert page.one("div", "fault").one("strong").text == named
    assert page.one("p", "origin").one("a")["href"] == f"/arxiv/{FIRST}"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("2611.80001v1/related", f"/arxiv/{FIRST}/related"),
        (f"{FIRST},{FIRST},2611.80002v1/related?show=3", f"/arxiv/{FIRST},{SECOND}/related?show=3"),
        ("1406.02661/related", "/arxiv/1406.2661/related"),
    ],
)
def test_other_spellings_are_moved(whistling: Reader, address: str, place: str) -> None:
    answer = whistling.get(f"/arxiv/{address}")
    assert (answer.status_code, answer["Location"]) == (301, place)


@pytest.mark.parametrize(
    "address", ["cs.LG", "nonsense", "2611.99999", f"{FIRST},nonsense", "2611.99998,2611.99999"]
)
def test_what_is_no_paper_is_not_found(whistling: Reader, address: str) -> None:
    assert whistling.page(f"/arxiv/{address}/related", status=404).one("h1")


def test_papers_that_are_not_held_are_named(whistling: Reader) -> None:
    page = whistling.page(f"/arxiv/{FIRST},2611.99999/related")
    assert page.all("p", "state")[0].text == "Not held here: 2611.99999"


def test_a_hundred_papers_together(reader: Reader) -> None:
    ids = ",".join([*LEARNING, CROSS, BOTH, LATER, OLD])
    assert reader.get(f"/arxiv/{ids}/related").status_code == 200
    many = ",".join(f"2611.{n:05}" for n in range(101))
    assert reader.get(f"/arxiv/{many}/related").status_code == 400
