"""All engines give the same papers in the same order with the same scores for generated queries."""

from collections.abc import Sequence
from dataclasses import replace
from math import isclose

import pytest

from search import Clause, SearchBackend, SearchHit, SearchQuery, any_words, parse_query
from tests.contract.search.generated import generated
from tests.contract.search.papers import made_papers

LOTS, OF_A_LOT = 42, 50  # 2,100 queries
SCORES_AGREE = 2e-6  # relative; engines add the parts of a score in orders of their own, with 24 bits


def alike(some: Sequence[SearchHit], others: Sequence[SearchHit]) -> bool:
    """Whether the scores are the same; pytest.approx takes .1 ms a number."""
    pairs = zip(some, others, strict=False)
    return all(isclose(one.score, other.score, rel_tol=SCORES_AGREE) for one, other in pairs)


def agree(engines: dict[str, SearchBackend], query: SearchQuery) -> int:
    """All engines' pages are the same; the number of papers they found."""
    first, *others = (backend.search(query) for backend in engines.values())
    for other in others:
        differences = [
            name
            for name, same in (
                ("totals", other.total == first.total),
                ("papers", [hit.id for hit in other.hits] == [hit.id for hit in first.hits]),
                ("scores", alike(other.hits, first.hits)),
                ("facets", other.facets == first.facets),
                ("ends", (other.next is None) == (first.next is None)),
            )
            if not same
        ]
        assert not differences, (differences, query, first, other)
    return first.total


@pytest.mark.parametrize("seed", range(LOTS))
def test_generated_queries(engines: dict[str, SearchBackend], seed: int) -> None:
    totals = [agree(engines, query) for query in generated(seed, OF_A_LOT)]
    assert sum(map(bool, totals)) > OF_A_LOT / 4  # most queries are about something


@pytest.mark.parametrize("within", [None, parse_query("graph -quantum"), any_words("lattice author")])
def test_related_papers(engines: dict[str, SearchBackend], within: Clause | None) -> None:
    bound = None if within is None else SearchQuery(within, categories=frozenset({"cs.LG", "hep-th"}))
    for number in range(1, 400, 13):
        paper_id = f"2401.{number:05d}"
        answers = [backend.similar(paper_id, limit=10, within=bound) for backend in engines.values()]
        for other in answers[1:]:
            assert [hit.id for hit in other] == [hit.id for hit in answers[0]]
            assert [hit.score for hit in other] == pytest.approx([hit.score for hit in answers[0]], rel=1e-5)
        assert paper_id not in {hit.id for hit in answers[0]}
        if bound:
            allowed = {
                hit.id
                for hit in engines["memory"]
                .search(SearchQuery(within, categories=bound.categories, limit=400))
                .hits
            }
            assert {hit.id for hit in answers[0]} <= allowed


def test_keywords(engines: dict[str, SearchBackend]) -> None:
    for number in range(1, 400, 13):
        words = [backend.keywords(f"2401.{number:05d}") for backend in engines.values()]
        assert all(other == words[0] for other in words)


def test_the_same_papers_after_replacements_and_removals(changing: dict[str, SearchBackend]) -> None:
    """Papers replaced and removed may still count in an engine's statistics, so scores are not compared."""
    gone = [f"2401.{number:05d}" for number in range(1, 100, 3)]
    for backend in changing.values():
        backend.index(made_papers(60, seed=8, first=20))
        assert backend.delete(gone) == len([number for number in range(1, 100, 3) if number % 9])
    for query in generated(LOTS, OF_A_LOT):
        whole = replace(query, offset=0, limit=400)
        first, *others = (backend.search(whole) for backend in changing.values())
        for other in others:
            assert {hit.id for hit in other.hits} == {hit.id for hit in first.hits}, query
            assert (other.total, other.facets) == (first.total, first.facets), query
