"""Every engine, empty and filled, for the one contract suite."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from search import SearchBackend, SearchDocument, SearchQuery, open_backend, parse_query
from tests.contract.search.papers import LANGUAGE_PAPERS, made_papers
from tests.services.indices import removed_afterwards

ENGINES = ("tantivy", "memory", "elasticsearch")
Opener = Callable[[str], SearchBackend]

_numbers = count(1)


@contextmanager
def opener(request: pytest.FixtureRequest, folder: Callable[[], Path]) -> Iterator[Opener]:
    """Opens engines by name, each with an index of its own; what they made on a server is removed afterwards."""
    with ExitStack() as cleaning:

        def opened(engine: str) -> SearchBackend:
            if engine == "tantivy":
                return open_backend(f"tantivy://{folder() / 'index'}")
            if engine == "memory":
                return open_backend("memory://")
            server = request.getfixturevalue("elasticsearch_url")
            return open_backend(
                cleaning.enter_context(removed_afterwards(f"{server}/contract{next(_numbers)}"))
            )

        yield opened


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchBackend]:
    """An engine with an index that holds nothing."""
    with opener(request, lambda: tmp_path) as opened:
        backend = opened(request.param)
        backend.index([])
        yield backend


def all_holding(
    papers: tuple[SearchDocument, ...] | list[SearchDocument], opened: Opener
) -> dict[str, SearchBackend]:
    """Every engine that this machine has, with the same papers."""
    backends = {}
    for engine in ENGINES:
        try:
            backend = opened(engine)
        except pytest.skip.Exception:  # the tests of this engine alone say why it is left out
            continue
        backend.index(papers)
        backends[engine] = backend
    return backends


def chosen(request: pytest.FixtureRequest, backends: dict[str, SearchBackend]) -> SearchBackend:
    """One engine of all; skips where the machine lacks it."""
    if request.param not in backends:
        request.getfixturevalue("elasticsearch_url")
    return backends[request.param]


@pytest.fixture(scope="session")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, SearchBackend]]:
    """Every engine with the same 400 papers; read only."""
    with opener(request, partial(tmp_path_factory.mktemp, "engine")) as opened:
        yield all_holding(made_papers(400), opened)


@pytest.fixture(params=ENGINES)
def filled(request: pytest.FixtureRequest, engines: dict[str, SearchBackend]) -> SearchBackend:
    """One engine with the 400 papers; read only."""
    return chosen(request, engines)


@pytest.fixture
def changing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, SearchBackend]]:
    """Every engine with the same 150 papers, for changes."""
    with opener(request, lambda: tmp_path) as opened:
        yield all_holding(made_papers(150), opened)


@pytest.fixture(scope="session")
def speaking(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, SearchBackend]]:
    """Every engine with the papers of the language tests; read only."""
    with opener(request, partial(tmp_path_factory.mktemp, "engine")) as opened:
        yield all_holding(LANGUAGE_PAPERS, opened)


@pytest.fixture(params=ENGINES)
def language(request: pytest.FixtureRequest, speaking: dict[str, SearchBackend]) -> SearchBackend:
    """One engine with the papers of the language tests; read only."""
    return chosen(request, speaking)


@pytest.fixture
def found(empty: SearchBackend) -> Callable[[str], set[str]]:
    """The ids an engine finds for a reader's query."""
    return lambda text: {hit.id for hit in empty.search(SearchQuery(parse_query(text), limit=100)).hits}
