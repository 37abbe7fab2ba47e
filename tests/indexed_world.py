"""Fixtures of a world of papers, stored and indexed: in Tantivy, and in the real Elasticsearch for modules that say so.

A conftest imports them and gives the papers as `world_papers`; a test module with ENGINES = BOTH_ENGINES runs once on each engine.
"""

import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.db.models import F

from coolpapers.engine import search_backend
from coolpapers.papers.models import Paper, Removed
from coolpapers.papers.records import PaperRecord
from coolpapers.papers.store import upsert
from tests.services.indices import removed_afterwards
from worker.pipeline import rebuild_index

BOTH_ENGINES: Final = ("tantivy", "elasticsearch")


@dataclass(slots=True)
class Shared:
    """The world's index on Elasticsearch, where it cannot be copied: made by the first test that needs it, kept until one changes it."""

    server: str
    address: str = ""
    ends: ExitStack = field(default_factory=ExitStack)

    def made(self) -> str:
        """The address of one that is to be filled."""
        self.address = self.ends.enter_context(removed_afterwards(_index(self.server)))
        return self.address

    def forget(self) -> None:
        self.address = ""
        self.ends.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    engines = getattr(metafunc.module, "ENGINES", ())
    if engines and "engine_kind" in metafunc.fixturenames:
        metafunc.parametrize("engine_kind", engines, indirect=True)


@pytest.fixture
def engine_kind(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", BOTH_ENGINES[0]))


@pytest.fixture
def engine(engine_kind: str, request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[None]:
    """An empty engine and an empty cache of this test's own."""
    with ExitStack() as ends:
        settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"
        if engine_kind == "elasticsearch":
            server = request.getfixturevalue("elasticsearch_url")
            settings.SEARCH_URL = ends.enter_context(removed_afterwards(_index(server)))
        search_backend.cache_clear()
        cache.clear()
        yield
        search_backend.cache_clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test that needs the world's index leaves a copy: building one waits for the disk."""
    return tmp_path_factory.mktemp("world") / "index"


@pytest.fixture(scope="session")
def shared(elasticsearch_url: str) -> Iterator[Shared]:
    """As `built`, on the server."""
    index = Shared(elasticsearch_url)
    with index.ends:
        yield index


@pytest.fixture
def world(
    db: None,
    engine: None,
    engine_kind: str,
    world_papers: Sequence[PaperRecord],
    built: Path,
    request: pytest.FixtureRequest,
    settings: Any,
    tmp_path: Path,
) -> Iterator[None]:
    """The papers, stored and indexed."""
    upsert(world_papers)
    with ExitStack() as ends:
        if engine_kind == "elasticsearch":
            ends.enter_context(_on_elasticsearch(request.getfixturevalue("shared"), settings))
        elif built.exists():
            shutil.copytree(built, tmp_path / "index")
            Paper.objects.update(indexed_revision=F("revision"))
        else:
            rebuild_index()
            shutil.copytree(tmp_path / "index", built)
        yield


@contextmanager
def _on_elasticsearch(shared: Shared, settings: Any) -> Iterator[None]:
    found = shared.address
    settings.SEARCH_URL = found or shared.made()
    search_backend.cache_clear()
    if found:
        Paper.objects.update(indexed_revision=F("revision"))
    else:
        rebuild_index()
    before = _rows()
    yield
    if _rows() != before or Removed.objects.exists():
        shared.forget()


def _rows() -> set[tuple[str, int, int]]:
    return set(Paper.objects.values_list("pk", "revision", "indexed_revision"))


def _index(server: str) -> str:
    return f"{server}/world{uuid.uuid4().hex[:8]}"
