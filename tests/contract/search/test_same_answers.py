"""All engines give the same papers in the same order with the same scores for generated queries."""

import random

import pytest

from search import SearchBackend, SearchQuery, Sort, any_words, parse_query
from tests.contract.search.papers import CATEGORIES, FAMILY, FILLERS, GIVEN, SUBJECTS, THINGS

RNG = random.Random(11)


def _word() -> str:
    return RNG.choice(RNG.choice((SUBJECTS, THINGS, FILLERS)))


MAKERS = (
    lambda: f"{_word()} {_word()}",
    lambda: f'"{_word()} {_word()}"',
    lambda: f"{_word()} OR {_word()} {_word()}",
    lambda: f"{_word()} -{_word()}",
    lambda: f"title:{_word()} abstract:{_word()}",
    lambda: f"author:{RNG.choice(FAMILY)}",
    lambda: f'author:"{RNG.choice(GIVEN)} {RNG.choice(FAMILY)}"',
    lambda: f"{RNG.choice(SUBJECTS)[:3]}*",
    lambda: f"category:{RNG.choice(CATEGORIES)} {_word()}",
    lambda: f"announced:2024-01-0{RNG.randrange(1, 9)}.. {_word()}",
    lambda: f"-category:cs {RNG.choice(THINGS)}-{RNG.choice(THINGS)}",
    lambda: "comment:accepted journal:nature",
    lambda: f"({_word()} OR {_word()}) -({_word()} {_word()})",
    lambda: f"id:2401.0{RNG.randrange(1000)}* OR doi:10.1103/physrevlett.{5 * RNG.randrange(60)}",
    lambda: f"{RNG.choice(GIVEN)} {_word()}",
)
QUERIES = sorted({maker() for maker in MAKERS for _ in range(8)})


def _agree(engines: dict[str, SearchBackend], query: SearchQuery) -> None:
    one, other = engines["tantivy"].search(query), engines["memory"].search(query)
    assert one.total == other.total
    assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits], rel=1e-4)
    assert one.facets == other.facets


@pytest.mark.parametrize("text", QUERIES)
def test_demanding_queries(engines, text):
    for sort in Sort:
        _agree(engines, SearchQuery(parse_query(text), sort=sort, limit=400, facets=("category", "year")))


@pytest.mark.parametrize("seed", range(20))
def test_ranking_queries(engines, seed):
    rng = random.Random(seed)
    text = " ".join(rng.choice(rng.choice((SUBJECTS, THINGS, FILLERS, GIVEN))) for _ in range(8))
    _agree(engines, SearchQuery(any_words(text), limit=400))


@pytest.mark.parametrize("seed", range(20))
def test_filters(engines, seed):
    rng = random.Random(seed)
    chosen = frozenset(rng.sample(CATEGORIES, rng.randrange(3)))
    query = SearchQuery(
        parse_query(rng.choice(("", "quantum", "-graph"))),
        categories=chosen,
        exclude_categories=frozenset(rng.sample(CATEGORIES, rng.randrange(2))),
        ids=None if rng.random() < 0.7 else frozenset(f"2401.{number:05d}" for number in range(50)),
        sort=rng.choice(list(Sort)),
        limit=400,
        facets=("category",),
    )
    _agree(engines, query)


def test_related_papers_and_keywords(engines):
    for number in range(1, 400, 13):
        paper_id = f"2401.{number:05d}"
        answers = [[hit.id for hit in backend.similar(paper_id, limit=10)] for backend in engines.values()]
        assert answers[0] == answers[1]
        assert paper_id not in answers[0]
        words = [backend.keywords(paper_id) for backend in engines.values()]
        assert words[0] == words[1]
