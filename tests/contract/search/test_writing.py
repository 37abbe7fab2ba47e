"""Adding, replacing, removing, rebuilding: on every engine, visible on return."""

import pytest

from search import SearchQuery, parse_query
from tests.contract.search.papers import made_papers, paper


def test_upsert_by_id(empty, found):
    assert empty.index([paper("2401.00001", "old words"), paper("2401.00002", "other")]).indexed == 2
    assert empty.index([paper("2401.00001", "new words")]).indexed == 1
    assert found("old") == set()
    assert found("new") == {"2401.00001"}
    assert empty.status().documents == 2


def test_of_two_with_one_id_the_later_stays(empty, found):
    empty.index([paper("2401.00001", "first"), paper("2401.00001", "second")])
    assert empty.status().documents == 1
    assert found("second") == {"2401.00001"}


def test_delete_tells_how_many_were_there(empty, found):
    empty.index([paper("2401.00001"), paper("2401.00002")])
    assert empty.delete(["2401.00001", "2401.00001", "unknown"]) == 1
    assert empty.delete([]) == 0
    assert found("") == {"2401.00002"}


def test_papers_that_cannot_be_indexed_are_named(empty):
    report = empty.index([paper("has blank"), paper("2401.00001"), paper(""), paper("x" * 201)])
    assert report.indexed == 1
    assert set(report.failures) == {"has blank", "", "x" * 201}


def test_hostile_text_is_indexed(empty, found):
    texts = [
        "\x00",
        "\ud800",
        "$" * 5_000,
        "\\" * 5_000,
        "{" * 5_000,
        "¶ ¶",
        "a" * 100_000,
        "\u202e\u200b",
        "日本語 текст",
    ]
    report = empty.index(
        [paper(f"x{at}", text, text, authors=(text,), comments=text) for at, text in enumerate(texts)]
    )
    assert report.indexed == len(texts)
    assert found("текст") == {"x8"}


def test_papers_without_words(empty):
    empty.index([paper("2401.00001", "", "", authors=(), categories=())])
    assert empty.similar("2401.00001") == ()
    assert empty.keywords("2401.00001") == ()
    assert empty.search(SearchQuery()).total == 1


def test_rebuild_swaps_at_the_end(empty, found):
    empty.index([paper("2401.00001", "old")])
    with empty.rebuild() as build:
        assert build.add(made_papers(30)).indexed == 30
        build.add([paper("2402.00001", "twice"), paper("2402.00001", "once")])
        assert found("") == {"2401.00001"}
    assert empty.status().documents == 31
    assert found("old") == set()
    assert found("once") == {"2402.00001"}


def test_a_rebuild_that_fails_changes_nothing(empty, found):
    empty.index([paper("2401.00001", "old")])
    with pytest.raises(RuntimeError, match="no more"), empty.rebuild() as build:
        build.add(made_papers(5))
        raise RuntimeError("no more")
    assert found("") == {"2401.00001"}


def test_index_leaves_nothing_when_the_source_fails(empty, found):
    def source():
        yield paper("2401.00001")
        raise RuntimeError("source broke")

    with pytest.raises(RuntimeError, match="source broke"):
        empty.index(source())
    assert found("") == set()


def test_related_papers(empty):
    empty.index(made_papers(100))
    empty.index(
        [
            paper(
                "2501.00001",
                "Superconducting flux qubits",
                "Coherence of superconducting flux qubits with flux noise.",
            ),
            paper("2501.00002", "Flux noise", "We measure the noise of superconducting qubits."),
            paper("2501.00003", "Of cats", "Cats sleep."),
        ]
    )
    similar = empty.similar("2501.00001", limit=5)
    assert similar[0].id == "2501.00002"
    assert "2501.00001" not in {hit.id for hit in similar}
    assert list(similar) == sorted(similar, key=lambda hit: (-hit.score, hit.id))
    assert empty.similar("unknown") == ()
    assert empty.similar("2501.00001", limit=0) == ()
    words = empty.keywords("2501.00001", limit=4)
    assert words[0].weight == 1.0
    assert words[0].text == "superconducting flux qubits"
    assert empty.keywords("unknown") == ()


def test_facets_count_the_whole_answer(empty):
    empty.index(made_papers(60))
    page = empty.search(SearchQuery(parse_query("graph"), limit=2, facets=("category", "year")))
    categories, years = page.facets
    assert (categories.name, years.name) == ("category", "year")
    assert years.counts == (("2024", page.total),)
    for name, count in categories.counts:
        assert empty.search(SearchQuery(parse_query("graph"), categories=frozenset({name}))).total == count
