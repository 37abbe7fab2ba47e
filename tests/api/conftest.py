"""A small world of papers, the engine that holds it, and a client that checks every answer against the OpenAPI document."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client

from coolpapers.papers.records import AuthorRecord, PaperRecord, VersionRecord
from coolpapers.papers.store import upsert
from tests.api.openapi_check import check_answer
from tests.indexed_world import built, engine, engine_kind, pytest_generate_tests, shared, world
from tests.worlds import record, versions
from worker.pipeline import sync_index

__all__ = ["built", "engine", "engine_kind", "pytest_generate_tests", "shared", "world"]  # fixtures

TEAPOT, CROSS, NEXT_DAY, REPLACED = "2611.90001", "2611.90002", "2611.90003", "2610.90004"
OLD, OLDER, FOUR_DIGITS, WITHDRAWN = "hep-th/9901001", "math/0309136", "1406.2661", "2609.90005"
TUESDAY, WEDNESDAY = date(2026, 11, 17), date(2026, 11, 18)

WORLD = (
    PaperRecord(
        arxiv_id=TEAPOT,
        title=r"Schr\"odinger teapots and $\alpha$-divergence",
        abstract="We pour $E=mc^2$ cups of tea.\n  Teapots by P. Erd\\H{o}s & friends: <b>not bold</b>. 茶 🫖 pouring.",
        authors=(
            AuthorRecord("Ada Kettle", "Kettle", "Ada", "Tea House"),
            AuthorRecord("The Saucer Collaboration", "", "", ""),
        ),
        categories=("cs.CV", "cs.LG"),
        versions=(
            VersionRecord(1, datetime(2026, 11, 16, 15, 0, 7, tzinfo=UTC), 12),
            VersionRecord(2, datetime(2026, 11, 17, 9, 30, tzinfo=UTC)),
        ),
        datestamp=WEDNESDAY,
        comments="12 pages",
        journal_ref="J. Tea 1 (2026) 1-12",
        doi="10.1000/tea.1",
        license="http://creativecommons.org/licenses/by/4.0/",
    ),
    record(CROSS, title="Kettles that learn", categories=("stat.ML", "cs.LG", "cs.CV")),
    record(NEXT_DAY, title="Parsing tea leaves", categories=("cs.CL",), versions=versions(1)),
    record(REPLACED, title="Saucers revised", categories=("cs.CV",), versions=versions(-30, 0)),
    record(
        OLD,
        title="Strings in old teapots",
        categories=("hep-th",),
        versions=(
            VersionRecord(1, datetime(1999, 1, 1, 12, 0, tzinfo=UTC)),
            VersionRecord(2, datetime(1999, 2, 1, 12, 0, tzinfo=UTC)),
        ),
    ),
    record(
        OLDER,
        title="Knots",
        categories=("math.GT",),
        versions=(VersionRecord(1, datetime(2003, 9, 8, tzinfo=UTC)),),
    ),
    record(
        FOUR_DIGITS,
        title="Nets",
        categories=("stat.ML",),
        versions=(VersionRecord(1, datetime(2014, 6, 10, tzinfo=UTC)),),
    ),
    record(WITHDRAWN, title="Taken back", categories=("eess.SY",), versions=versions(-60), withdrawn=True),
)


@pytest.fixture(scope="session")
def world_papers() -> tuple[PaperRecord, ...]:
    return WORLD


@pytest.fixture
def add() -> Callable[..., None]:
    """Stores and indexes more papers."""

    def added(*records: PaperRecord) -> None:
        upsert(records)
        sync_index()

    return added


class Api:
    """Calls of the interface; each answer is checked against the OpenAPI document before the test sees it."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str, params: dict[str, Any] | str | None = None, **headers: str) -> HttpResponse:
        address = path if path.startswith("/api") else f"/api/v1{path}"
        if isinstance(params, str):
            answer = self.client.get(f"{address}?{params}", headers=headers)
        else:
            answer = self.client.get(address, params, headers=headers)
        return check_answer(answer)

    def json(self, path: str, params: dict[str, Any] | str | None = None) -> Any:
        answer = self.get(path, params)
        assert answer.status_code == 200, answer.content
        return orjson.loads(answer.content)

    def problem(self, path: str, params: dict[str, Any] | str | None = None, *, status: int = 400) -> Any:
        answer = self.get(path, params)
        assert answer.status_code == status, answer.content
        return orjson.loads(answer.content)

    def post(self, path: str, body: bytes | str) -> HttpResponse:
        return check_answer(self.client.post(f"/api/v1{path}", data=body, content_type="application/json"))

    def follow(self, path: str, params: dict[str, Any]) -> Iterator[list[str]]:
        """The ids of each page, from the first to the one without `next`."""
        page = self.json(path, params)
        while True:
            yield [paper["id"] for paper in page["results"]]
            if page["next"] is None:
                return
            assert page["next"].startswith("http://testserver/api/v1/")
            page = self.json(page["next"].removeprefix("http://testserver"))


@pytest.fixture
def api() -> Api:
    return Api()
