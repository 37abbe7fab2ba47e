"""The index behind the aliases on a real server: made, swapped, shared between processes, held still for pages, found wrong."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from search import (
    BackendUnavailable,
    IndexMissing,
    SchemaMismatch,
    SearchQuery,
    Sort,
    any_words,
    open_backend,
    parse_query,
)
from search.backends.elasticsearch import ElasticsearchBackend, generations
from search.backends.elasticsearch.mapping import SETTINGS, mappings
from search.backends.elasticsearch.views import PRESENT_S
from tests.contract.search.papers import made_papers, paper
from tests.services.indices import removed_afterwards

GRAPHS = SearchQuery(parse_query("graph"), limit=4)


@pytest.fixture
def url(request: pytest.FixtureRequest, elasticsearch_url: str) -> Iterator[str]:
    name = request.node.name.partition("[")[0].replace("test_", "").replace("_", "-")[:60]
    with removed_afterwards(f"{elasticsearch_url}/{name}") as made:
        yield made


def opened(url: str) -> ElasticsearchBackend:
    backend = open_backend(url)
    assert isinstance(backend, ElasticsearchBackend)
    return backend


def asked(backend: ElasticsearchBackend, request: Any) -> Any:
    """The server's own answer."""
    return backend._connection.ask(request)


def names(backend: ElasticsearchBackend) -> dict[str, set[str]]:
    """The indices that are there, with their aliases."""
    index = backend._connection.address.index
    told = asked(backend, lambda client: client.indices.get_alias(index=f"{index}-*"))
    return {name: set(said["aliases"]) for name, said in told.items()}


def test_nothing_built_yet(url: str) -> None:
    for call in (
        lambda: opened(url).search(SearchQuery()),
        lambda: opened(url).search(GRAPHS),
        lambda: opened(url).status(),
        lambda: opened(url).similar("x"),
        lambda: opened(url).keywords("x"),
        lambda: opened(url).delete(["x"]),
    ):
        with pytest.raises(IndexMissing, match=r"manage\.py index --rebuild"):
            call()
    assert names(opened(url)) == {}


def test_one_index_behind_two_aliases_and_old_ones_removed(url: str) -> None:
    backend = opened(url)
    index = backend._connection.address.index
    aliases = {index, f"{index}-write"}
    backend.index(made_papers(5))
    assert names(backend) == {f"{index}-000001": aliases}
    with pytest.raises(RuntimeError, match="broken"), backend.rebuild():
        assert names(backend).keys() == {f"{index}-000001", f"{index}-000002"}
        raise RuntimeError("broken")
    assert names(backend) == {f"{index}-000001": aliases}
    # What a rebuild that was killed leaves behind.
    backend._generations.begin()
    with backend.rebuild() as build:
        build.add(made_papers(3))
    assert names(backend) == {f"{index}-000003": aliases}
    assert backend.status().documents == 3


def test_of_two_rebuilds_the_one_begun_last_stays(url: str) -> None:
    backend, other = opened(url), opened(url)
    backend.index(made_papers(3))
    with pytest.raises(IndexMissing), backend.rebuild() as first:
        first.add(made_papers(4))
        with other.rebuild() as second:
            second.add(made_papers(5))
        first.add(made_papers(6))
    assert backend.status().documents == 5
    assert len(names(backend)) == 1


def test_other_processes_see_every_change_and_swap_in_a_moment(url: str) -> None:
    one, other = opened(url), opened(url)
    one.index(made_papers(20))
    total = one.search(GRAPHS).total
    for backend in (other, one):
        assert backend.search(GRAPHS).total == total

    def shown() -> tuple[int, str]:
        """What both show when the other has looked again; the process that made the change needs no moment."""
        at_once = one.search(GRAPHS)
        time.sleep(PRESENT_S)
        page = other.search(GRAPHS)
        assert page == replace(at_once, took_ms=page.took_ms)
        return page.total, page.hits[0].id

    one.index([paper("2501.00001", "graph", "graph")])
    assert shown() == (total + 1, "2501.00001")
    one.delete(["2501.00001"])
    assert shown()[0] == total
    one.index([paper("2401.00003", "graph", "graph")])  # a replacement: as many papers as before
    assert shown() == (total, "2401.00003")
    with one.rebuild() as build:
        build.add([paper("2501.00002", "graph")])
    assert shown() == (1, "2501.00002")


def test_searches_of_one_state_share_a_point_in_time(url: str) -> None:
    backend = opened(url)
    backend.index(made_papers(30))

    def open_contexts() -> int:
        told = asked(backend, lambda client: client.nodes.stats(metric="indices", index_metric="search"))
        return sum(node["indices"]["search"]["open_contexts"] for node in told["nodes"].values())

    backend.search(GRAPHS)
    before = open_contexts()
    for text in ("graph", "quantum", "field theory"):
        backend.search(SearchQuery(any_words(text), limit=3))
    assert open_contexts() == before
    backend.index(made_papers(31))
    backend.search(GRAPHS)
    assert open_contexts() == before + 1


@pytest.mark.parametrize("lost", ["closed", "swapped", "foreign"])
def test_a_cursor_goes_on_when_its_point_in_time_is_gone(url: str, lost: str) -> None:
    backend = opened(url)
    backend.index(made_papers(60))
    whole = [hit.id for hit in backend.search(SearchQuery(GRAPHS.clause, limit=60)).hits]
    first = backend.search(GRAPHS)
    pit = backend._views._now.pit
    if lost == "swapped":
        with backend.rebuild() as build:
            build.add(made_papers(60))
    else:
        asked(backend, lambda client: client.close_point_in_time(id=pit))
    reader = opened(url) if lost == "foreign" else backend
    walked, page = [hit.id for hit in first.hits], first
    while page.next:
        page = reader.search(SearchQuery(GRAPHS.clause, limit=4, after=page.next))
        walked += [hit.id for hit in page.hits]
    assert walked == whole


def test_another_schema_is_told_with_the_mend(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = opened(url)
    backend.index(made_papers(3))
    backend.search(SearchQuery())
    wrong = {"schema_version": 0, "built_at": "2026-01-01T00:00:00+00:00"}
    index = backend._connection.address.index
    asked(backend, lambda client: client.indices.put_mapping(index=index, meta=wrong))
    for call in (
        lambda: opened(url).search(SearchQuery()),
        lambda: opened(url).status(),
        lambda: opened(url).index([paper("x")]),
        lambda: opened(url).similar("x"),
    ):
        with pytest.raises(
            SchemaMismatch, match=r"has schema 0, the code needs .*manage\.py index --rebuild"
        ):
            call()
    assert backend.search(SearchQuery()).total == 3  # looked at a moment ago
    monkeypatch.setattr(generations.time, "monotonic", lambda: 1e9)
    with pytest.raises(SchemaMismatch):
        backend.search(SearchQuery())
    with backend.rebuild() as build:
        build.add(made_papers(2))
    assert backend.search(SearchQuery()).total == 2


def test_an_index_of_somebody_else_is_left_alone(url: str) -> None:
    backend = opened(url)
    index = backend._connection.address.index
    asked(backend, lambda client: client.indices.create(index=f"{index}-0other", aliases={index: {}}))
    for call in (lambda: backend.search(SearchQuery()), lambda: backend.index([paper("x")])):
        with pytest.raises(SchemaMismatch, match="not made by this program"):
            call()
    assert names(backend) == {f"{index}-0other": {index}}


def test_a_lost_alias_is_not_papered_over(url: str) -> None:
    backend = opened(url)
    backend.index(made_papers(3))
    index = backend._connection.address.index
    asked(backend, lambda client: client.indices.delete_alias(index=f"{index}-000001", name=f"{index}*"))
    with pytest.raises(IndexMissing):
        opened(url).index([paper("x")])
    with backend.rebuild() as build:
        build.add(made_papers(4))
    assert backend.status().documents == 4
    assert len(names(backend)) == 1


def test_papers_that_the_server_refuses_are_named(url: str) -> None:
    backend = opened(url)
    index = backend._connection.address.index
    narrow = mappings("2026-01-01T00:00:00+00:00")
    narrow["properties"]["year"] = {"type": "byte"}
    aliases = {index: {}, f"{index}-write": {}}
    asked(
        backend,
        lambda client: client.indices.create(
            index=f"{index}-000001", settings=SETTINGS, mappings=narrow, aliases=aliases
        ),
    )
    report = backend.index([paper("2401.00001"), paper("2401.00002")])
    assert report.indexed == 0
    assert report.failures.keys() == {"2401.00001", "2401.00002"}
    assert all("year" in reason for reason in report.failures.values())


def test_the_mapping_is_strict(url: str) -> None:
    backend = opened(url)
    backend.index([])
    index = backend._connection.address.index
    with pytest.raises(BackendUnavailable, match="strict_dynamic_mapping"):
        asked(backend, lambda client: client.index(index=index, document={"colour": "red"}))


def test_papers_of_great_length_and_many_ids(url: str) -> None:
    backend = opened(url)
    report = backend.index([paper("2401.00001", "x" * 21_000_000), paper("2401.00002")])
    assert report.failures.keys() == {"2401.00001"}
    ids = frozenset(f"2401.{number:05d}" for number in range(70_000))
    page = backend.search(SearchQuery(ids=ids, sort=Sort.OLDEST))
    assert [hit.id for hit in page.hits] == ["2401.00002"]
