"""The test arXiv's listing pages against recorded ones: the same marks for programs to read."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

from tests.arxiv import Announced, HeldPaper, HeldVersion, World, recorded, running
from tests.arxiv.recorded import asked

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = date(2011, 2, 3)  # of the recorded mailing
NOON = datetime(2011, 2, 3, 17, 0, tzinfo=UTC)


def marks(page: bytes) -> dict[str, Sequence[str]]:
    """What programs read from a listing page."""
    root = html.fromstring(page.decode())
    return {
        "ids": [node.get("id", "") for node in root.xpath("//dt/a[@title='Abstract']")],
        "sections": [" ".join(node.text_content().split()) for node in root.iter("h3")],
        "total": [
            " ".join(node.text_content().split()).partition(" :")[0]
            for node in root.xpath("//div[@class='paging']")
        ],
        "titles": [
            " ".join(node.text_content().split())
            for node in root.xpath("//div[contains(@class,'list-title')]")
        ],
        "primary": [
            " ".join(node.text_content().split()) for node in root.xpath("//span[@class='primary-subject']")
        ],
        "notes": [" ".join((node.tail or "").split()) for node in root.xpath("//dt/a[@title='Abstract']")],
        "kinds": sorted({node.get("class", "") for node in root.xpath("//dd//div") if node.get("class")}),
    }


def told_papers(page: bytes, day: date) -> list[tuple[str, HeldPaper]]:
    """(section, paper) of every entry of a recorded listing page, with what the page tells of it."""
    root = html.fromstring(page.decode())
    found = []
    for term in root.iter("dt"):
        entry = term.getnext()
        assert entry is not None
        heading = term.xpath("string(preceding::h3[1])")
        subjects = entry.xpath("string(.//div[@class='list-subjects'])")
        key = term.xpath("string(a[@title='Abstract']/@id)")
        version = 2 if heading.startswith("Replacement") else 1
        found.append(
            (
                heading.partition(" ")[0],
                HeldPaper(
                    id=key,
                    title=" ".join(
                        entry.xpath("string(.//div[contains(@class,'list-title')]/text()[last()])").split()
                    ),
                    abstract=" ".join(entry.xpath("string(.//p[@class='mathjax'])").split()),
                    authors=" ".join(entry.xpath("string(.//div[@class='list-authors'])").split()),
                    categories=tuple(re.findall(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)", subjects)),
                    versions=tuple(HeldVersion(n, NOON) for n in range(1, version + 1)),
                    datestamp=day,
                ),
            )
        )
    return found


@pytest.mark.parametrize(
    "name, category, day",
    [
        ("db_list_math_new", "math", date(2011, 2, 3)),
        ("fs_list_q-fin_new", "q-fin", date(2023, 3, 17)),
        ("fs_list_astro-ph_new", "astro-ph", date(2023, 3, 3)),
    ],
)
def test_listing_of_the_newest_day_has_the_recorded_marks(
    folder: Path, name: str, category: str, day: date
) -> None:
    recorded_page = (folder / "arxiv-browse-html" / f"{name}.html").read_bytes()
    told = told_papers(recorded_page, day)
    actions = {"New": "new", "Cross": "new", "Replacement": "rep"}
    mailing = [Announced(paper.id, len(paper.versions), actions[section]) for section, paper in told]
    evening = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)  # 21:00 the day before in New York
    with running(World([paper for _, paper in told], {day: mailing}), now=evening) as arxiv:
        ours, theirs = marks(asked(arxiv, f"/list/{category}/new")), marks(recorded_page)
        for mark in ("sections", "total"):
            assert ours[mark] == theirs[mark], mark
        # Within a section arXiv's order is that of the mailing; ours goes by id.
        for mark in ("ids", "titles", "notes", "primary"):
            assert sorted(ours[mark]) == sorted(theirs[mark]), mark
        assert set(ours["kinds"]) <= set(theirs["kinds"])
        arxiv.clock.advance(timedelta(hours=-3))  # before 20:00
        assert marks(asked(arxiv, f"/list/{category}/new"))["ids"] == []


def test_listing_of_a_month_has_the_recorded_marks(folder: Path) -> None:
    recorded_page = (folder / "arxiv-browse-html" / "fs_list_astro-ph_2023-02.html").read_bytes()
    told = [paper for _, paper in told_papers(recorded_page, DAY)]
    with running(World(told), now=NOON) as arxiv:
        ours, theirs = marks(asked(arxiv, "/list/astro-ph/2023-02?skip=0&show=50")), marks(recorded_page)
    assert ours["total"] == ["Total of 50 entries"] * 2
    for mark in ("ids", "titles", "primary", "sections"):
        assert ours[mark] == theirs[mark], mark
    assert set(ours["kinds"]) <= set(theirs["kinds"])


def test_listing_of_the_week_tells_new_papers_day_by_day(folder: Path) -> None:
    theirs = marks((folder / "arxiv-browse-html" / "db_list_cs_recent.html").read_bytes())
    papers = {paper.id: paper for paper in recorded.papers(folder / "arxiv-oaipmh-server")}
    days = {date(2011, 2, 2): [], date(2011, 2, 1): [], date(2011, 1, 31): [], date(2011, 1, 28): []}
    actions = [
        Announced("1008.3222", 1, "new"),
        Announced("0704.0046", 1, "new"),
        Announced("1102.0371", 2, "rep"),
    ]
    with running(World(list(papers.values()), {DAY: actions, **days}), now=NOON.replace(year=2026)) as arxiv:
        ours = marks(asked(arxiv, "/list/cs/recent"))
    assert ours["sections"] == theirs["sections"]
    assert ours["total"] == theirs["total"]
    assert sorted(ours["ids"]) == sorted(theirs["ids"])
    assert sorted(ours["notes"]) == sorted(theirs["notes"])


@pytest.mark.parametrize("span, show", [("new", 25), ("pastweek", 30), ("2011-02", 25)])
def test_long_listing_pages_through_every_paper_once(folder: Path, span: str, show: int) -> None:
    papers = [paper for paper in recorded.papers(folder / "arxiv-oaipmh-server") if paper.month == "1102"]
    mailings = {DAY: [Announced(p.id, 1, "new") for p in papers], date(2011, 2, 2): []}
    with running(World(papers, mailings), now=datetime(2026, 11, 22, tzinfo=UTC)) as arxiv:

        def page(skip: int) -> dict[str, Sequence[str]]:
            return marks(asked(arxiv, f"/list/math/{span}?skip={skip}&show={show}"))

        total = int(page(0)["total"][0].split()[2])
        assert total > 2 * show
        found = [key for skip in range(0, total, show) for key in page(skip)["ids"]]
        assert len(found) == len(set(found)) == total
