"""Related papers of one paper, of several, of a reader's own words, with what links each; alike on every engine."""

from dataclasses import replace
from math import inf, nan

import pytest

from search import (
    DateRange,
    PageOutOfRange,
    Related,
    SearchBackend,
    SearchQuery,
    parse_query,
)
from tests.contract.search.papers import made_papers, paper

CLOSE = 2e-5  # relative; engines add the parts of a score in orders of their own, with 24 bits


def alike(answers: list[Related]) -> Related:
    """What all engines answer."""
    first, *others = answers
    for other in others:
        assert other.keywords == first.keywords
        assert [(hit.id, hit.words) for hit in other.hits] == [(hit.id, hit.words) for hit in first.hits]
        assert [hit.score for hit in other.hits] == pytest.approx(
            [hit.score for hit in first.hits], rel=CLOSE
        )
    return first


def asked(engines: dict[str, SearchBackend], *args: object, **options: object) -> Related:
    return alike([backend.related(*args, **options) for backend in engines.values()])  # type: ignore[arg-type]


def test_one_paper_has_the_papers_of_similar(engines: dict[str, SearchBackend]) -> None:
    for number in range(1, 400, 17):
        paper_id = f"2401.{number:05d}"
        found = asked(engines, [paper_id], limit=10)
        for backend in engines.values():
            similar = backend.similar(paper_id, limit=10)
            assert [hit.id for hit in similar] == [hit.id for hit in found.hits]
            assert backend.keywords(paper_id) == found.keywords


def test_several_papers(engines: dict[str, SearchBackend]) -> None:
    ids = ["2401.00001", "2401.00005", "nowhere", "2401.00011", "2401.00005"]
    found = asked(engines, ids, limit=30)
    assert len(found.hits) == 30
    assert not {hit.id for hit in found.hits} & set(ids)
    assert list(found.hits) == sorted(found.hits, key=lambda hit: (-hit.score, hit.id))
    assert found.keywords[0].weight == 1.0
    assert [word.weight for word in found.keywords] == sorted(
        (word.weight for word in found.keywords), reverse=True
    )


def test_papers_given_whole_are_those_of_their_ids(engines: dict[str, SearchBackend]) -> None:
    ids = ["2401.00001", "2401.00005", "2401.00011"]
    held = {each.id: each for each in made_papers(400)}
    whole = [held[key] for key in ids]
    by_id = asked(engines, ids, limit=30)
    assert asked(engines, whole, limit=30) == by_id
    assert asked(engines, [ids[0], *whole[1:], ids[1]], limit=30) == by_id
    for backend in engines.values():
        assert backend.similar(whole[0], limit=10) == backend.similar(ids[0], limit=10)


def test_a_paper_that_is_not_indexed_yet(engines: dict[str, SearchBackend]) -> None:
    held = made_papers(1)[0]
    new = replace(held, id="2611.09999")
    found = asked(engines, [new], limit=5)
    assert found.hits[0].id == held.id
    assert "2611.09999" not in [hit.id for hit in found.hits]


def test_own_words(engines: dict[str, SearchBackend]) -> None:
    found = asked(engines, keywords={"Lattice  Gauge": 2.0, "knot": 1.0, "the": 1.0}, limit=20)
    assert [(word.text, word.weight) for word in found.keywords[:2]] == [
        ("Lattice Gauge", 1.0),
        ("knot", 0.5),
    ]
    assert found.hits[0].words
    heavy = asked(engines, keywords={"knot": 100.0, "lattice": 0.01}, limit=20)
    assert all("knot" in hit.words for hit in heavy.hits)


def test_papers_and_own_words_together(engines: dict[str, SearchBackend]) -> None:
    plain = asked(engines, ["2401.00002"], limit=10)
    drawn = asked(engines, ["2401.00002"], keywords={"soliton": 50.0}, limit=10)
    assert [hit.id for hit in plain.hits] != [hit.id for hit in drawn.hits]
    assert all("soliton" in hit.words for hit in drawn.hits)


@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"": 1.0},
        {"graph": 0.0},
        {"graph": -1.0},
        {"graph": nan},
        {"…": 1.0},
        {"\ud800": 1.0},
        {"nowhere": 1.0},
    ],
    ids=repr,
)
def test_words_that_find_nothing(engines: dict[str, SearchBackend], keywords: dict[str, float]) -> None:
    assert asked(engines, keywords=keywords).hits == ()


def test_hostile_words(engines: dict[str, SearchBackend]) -> None:
    many = {f"graph {at}": 1.0 for at in range(5_000)} | {"state " * 10_000: inf}
    assert asked(engines, keywords=many).hits
    assert asked(engines, ["no such paper", "", "a b", "\ud800", "x" * 10_000]) == Related()


def test_bounds(engines: dict[str, SearchBackend]) -> None:
    bound = SearchQuery(
        parse_query("-quantum"),
        categories=frozenset({"cs.LG"}),
        dates=(DateRange("announced", made_papers(1)[0].announced, None),),
    )
    found = asked(engines, ["2401.00001"], limit=200, within=bound)
    allowed = {
        hit.id
        for hit in engines["memory"]
        .search(SearchQuery(bound.clause, categories=bound.categories, dates=bound.dates, limit=400))
        .hits
    }
    assert found.hits
    assert {hit.id for hit in found.hits} <= allowed
    assert asked(engines, ["2401.00001"], limit=0).hits == ()
    for backend in engines.values():
        with pytest.raises(PageOutOfRange):
            backend.related(["2401.00001"], limit=10_001)


def test_linking_words_are_the_papers_own(empty: SearchBackend) -> None:
    empty.index(made_papers(60))
    empty.index(
        [
            paper("2501.00001", "Graph Neural Networks for the LHC", "A graph neural network finds jets at the LHC. Jets matter."),
            paper("2501.00002", "Jets", r"With graph neural networks at the LHC, after Schr\"odinger."),
            paper("2501.00003", "Neural networks and graphs", "No collider."),
        ]
    )  # fmt: skip
    found = empty.related(["2501.00001"], limit=2)
    assert found.hits[0].id == "2501.00002"
    assert {"graph neural network", "LHC"} <= {
        word.lower().rstrip("s") if "graph" in word else word for word in found.hits[0].words
    }
    assert not any("graph neural" in word for word in found.hits[1].words)
