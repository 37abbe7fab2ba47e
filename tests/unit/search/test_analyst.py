"""The second process of long builds: same tokens, same order, and nothing lost when it dies."""

import pytest

from search import SearchQuery, Sort, open_backend
from search.backends.analyst import Analyst
from search.backends.tantivy import writer
from search.fields import prepare
from tests.contract.search.papers import made_papers

BATCHES = [made_papers(40, first=1 + 100 * at) for at in range(4)]


def _all_of(analyst, between=lambda at: None):
    papers = []
    for at, batch in enumerate(BATCHES):
        papers += analyst.submit(batch)
        between(at)
    return papers + analyst.finish()


@pytest.fixture
def analyst():
    made = Analyst()
    yield made
    made.close()


EXPECTED = [prepare(document) for batch in BATCHES for document in batch]


def test_same_tokens_in_the_same_order(analyst):
    assert _all_of(analyst) == EXPECTED


@pytest.mark.parametrize("when", range(4))
def test_a_child_that_dies_loses_nothing(analyst, when):
    def kill(at):
        if at == when and analyst._process is not None:
            analyst._process.kill()
            analyst._process.wait()

    assert _all_of(analyst, kill) == EXPECTED


def test_a_child_that_cannot_start(analyst, monkeypatch):
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert _all_of(analyst) == EXPECTED


def test_a_build_with_it_is_the_build_without(tmp_path, monkeypatch):
    documents = made_papers(120)
    answers = []
    for alone in (0, 10_000):
        monkeypatch.setattr(writer, "_ALONE", alone)
        monkeypatch.setattr(writer, "_BATCH", 25)
        backend = open_backend(f"tantivy://{tmp_path / str(alone)}")
        with backend.rebuild() as build:
            assert build.add(documents[:70]).indexed + build.add(documents[70:]).indexed == 120
        answers.append(backend.search(SearchQuery(sort=Sort.NEWEST, limit=200)).hits)
    assert answers[0] == answers[1]
    assert len(answers[0]) == 120
