"""A small world of papers, stored and indexed, and a reader that gets pages and has their markup checked."""

from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from coolpapers.papers.records import AuthorRecord, PaperRecord, VersionRecord
from tests.indexed_world import built, engine, engine_kind, pytest_generate_tests, shared, world
from tests.web.html_page import Node, parse
from tests.worlds import record, versions

__all__ = ["built", "engine", "engine_kind", "pytest_generate_tests", "shared", "world"]  # fixtures

TUESDAY, WEDNESDAY, EMPTY_FRIDAY, SATURDAY = (
    date(2026, 11, 17),
    date(2026, 11, 18),
    date(2026, 11, 20),
    date(2026, 11, 21),
)

LEARNING = [f"2611.1{number:04}" for number in range(1, 31)]
CROSS, BOTH, REPLACED, LATER = "2611.20001", "2611.20002", "2610.30001", "2611.40001"
HOSTILE, CROWD, WITHDRAWN = "2611.50001", "2611.50002", "2609.50003"
OLD, OLD_MATH, FOUR_DIGITS = "hep-th/9901001", "math/0309136", "1406.2661"

_DAY_OF_OLD = VersionRecord(1, datetime(1999, 1, 4, 12, 0, 5, tzinfo=UTC), 31)

WORLD = (
    *(record(key, title=f"Learning to pour, part {key[-2:]}") for key in LEARNING),
    record(CROSS, title="Kettles that learn", categories=("stat.ML", "cs.LG")),
    record(BOTH, title="Seeing teapots", categories=("cs.CV", "cs.LG")),
    record(REPLACED, title="Saucers revised", categories=("cs.LG",), versions=versions(-30, 0)),
    record(LATER, title="Parsing tea leaves", categories=("cs.CL", "cs.AI"), versions=versions(1)),
    record(
        HOSTILE,
        title='<script>alert(1)</script> "quoted" & $a<b$ \x0b\x7f </h3>',
        abstract="<img src=x onerror=alert(1)> & <b>bold</b> \u202e $$\\int_0^1$$ text]]> &#0; </p></div>\x1f",
        authors=(AuthorRecord('Ann "<b>" O\'Hara & Co'), AuthorRecord("Zoë Ünal", "Ünal", "Zoë")),
        categories=("cs.CR",),
        comments='<a href="javascript:alert(1)">x</a> \x01',
        journal_ref="</dd><script>1</script>",
        doi='10.1/"><script> 10.1000/ok',
        license="javascript:alert(1)",
    ),
    record(
        CROWD,
        title="A crowd at the samovar",
        authors=tuple(AuthorRecord(f"Person Number{n}", f"Number{n}", "Person") for n in range(60)),
        categories=("hep-ex", "nucl-ex", "physics.ins-det"),
    ),
    record(
        WITHDRAWN,
        title="Taken back",
        categories=("eess.SY",),
        versions=versions(-60, -59),
        withdrawn=True,
        comments="An error in part 2",
    ),
    record(
        OLD,
        title=r"Strings in old teapots: $E=mc^2$ by Schr\"odinger",
        categories=("hep-th",),
        versions=(_DAY_OF_OLD,),
    ),
    record(
        OLD_MATH,
        title="Knots in tea bags",
        categories=("math.GT",),
        versions=(VersionRecord(1, datetime(2003, 9, 8, tzinfo=UTC)),),
        doi="10.1000/tea.1",
        journal_ref="J. Tea 1 (2003) 1-12",
        comments="12 pages, see http://example.org/tea",
        license="http://creativecommons.org/licenses/by-sa/4.0/",
    ),
    record(
        FOUR_DIGITS,
        title="Nets",
        categories=("stat.ML",),
        versions=(VersionRecord(1, datetime(2014, 6, 10, tzinfo=UTC)),),
    ),
)


@pytest.fixture(scope="session")
def world_papers() -> tuple[PaperRecord, ...]:
    return WORLD


class Reader:
    """Gets pages; each HTML answer is parsed strictly before the test sees it."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str, **headers: str) -> HttpResponse:
        answer = self.client.get(path, headers=headers)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            parse(answer.content.decode())
        return answer

    def page(self, path: str, status: int = 200) -> Node:
        answer = self.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.headers.get("Location"))
        return parse(answer.content.decode())

    def papers(self, path: str) -> list[str]:
        """The ids of the papers on the page, in their order."""
        return [paper["id"] for paper in self.page(path).all("div", "paper")]


@pytest.fixture
def reader(world: None) -> Reader:
    return Reader()
