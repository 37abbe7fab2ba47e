"""Every engine, empty and filled, for the one contract suite."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search import SearchBackend, SearchQuery, open_backend, parse_query
from tests.contract.search.papers import LANGUAGE_PAPERS, made_papers

ENGINES = ("tantivy", "memory")


def address(engine: str, folder: Path) -> str:
    return f"tantivy://{folder / 'index'}" if engine == "tantivy" else "memory://"


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> SearchBackend:
    """An engine with an index that holds nothing."""
    backend = open_backend(address(request.param, tmp_path))
    backend.index([])
    return backend


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SearchBackend]:
    """Every engine with the same 400 papers; read only."""
    opened = {engine: open_backend(address(engine, tmp_path_factory.mktemp(engine))) for engine in ENGINES}
    for backend in opened.values():
        backend.index(made_papers(400))
    return opened


@pytest.fixture(params=ENGINES)
def filled(request: pytest.FixtureRequest, engines: dict[str, SearchBackend]) -> SearchBackend:
    """One engine with the 400 papers; read only."""
    return engines[request.param]


@pytest.fixture(scope="session")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SearchBackend]:
    """Every engine with the papers of the language tests; read only."""
    opened = {engine: open_backend(address(engine, tmp_path_factory.mktemp(engine))) for engine in ENGINES}
    for backend in opened.values():
        backend.index(LANGUAGE_PAPERS)
    return opened


@pytest.fixture(params=ENGINES)
def language(request: pytest.FixtureRequest, speaking: dict[str, SearchBackend]) -> SearchBackend:
    """One engine with the papers of the language tests; read only."""
    return speaking[request.param]


@pytest.fixture
def found(empty: SearchBackend) -> Callable[[str], set[str]]:
    """The ids an engine finds for a reader's query."""
    return lambda text: {hit.id for hit in empty.search(SearchQuery(parse_query(text), limit=100)).hits}
