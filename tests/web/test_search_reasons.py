"""Results say why they matched: marks in title, abstract and names, and a line for words that stand elsewhere."""

import pytest

from coolpapers.engine import search_backend
from coolpapers.papers.models import Paper
from coolpapers.papers.records import AuthorRecord
from coolpapers.papers.store import upsert
from coolpapers.web.marked_papers import MarkedPapers
from search import SearchQuery, parse_query
from tests.indexed_world import BOTH_ENGINES
from tests.web.conftest import CROWD, HOSTILE, OLD_MATH, WITHDRAWN, Reader
from tests.worlds import record
from worker.pipeline import sync_index

ENGINES = BOTH_ENGINES


def why(reader: Reader, query: str, arxiv_id: str) -> list[str]:
    """The lines of one result that say why it is there."""
    card = reader.page(f"/arxiv/search?query={query}").one("div", "paper", id=arxiv_id)
    return [line.text for paragraph in card.all("p", "why") for line in paragraph.all("span")]


def marked(reader: Reader, query: str, arxiv_id: str) -> list[str]:
    card = reader.page(f"/arxiv/search?query={query}").one("div", "paper", id=arxiv_id)
    return [mark.text for mark in card.all("mark")]


@pytest.mark.parametrize(
    ("query", "arxiv_id", "lines"),
    [
        ("http+pages+knots", OLD_MATH, ["In the comments: http, pages"]),
        ("comment:error", WITHDRAWN, ["In the comments: error"]),
        ("knots+journal:tea", OLD_MATH, ["In the journal reference: tea"]),
        ("doi:10.1000/TEA.1+knots", OLD_MATH, ["In the DOI: 10.1000/TEA.1"]),
        ("id:math/0309136+OR+leaves", OLD_MATH, ["The arXiv id: math/0309136"]),
        ("category:math.GT+OR+leaves", OLD_MATH, ["The category: math.GT"]),
        # What every paper found must have says nothing of the single one.
        ("category:math.GT+knots", OLD_MATH, []),
        ("category:math+knots", OLD_MATH, []),
        # What is marked needs no line.
        ("knots+tea", OLD_MATH, []),
        ("author:kettle+knots", OLD_MATH, []),
    ],
)
def test_what_no_mark_shows_is_said(reader: Reader, query: str, arxiv_id: str, lines: list[str]) -> None:
    assert why(reader, query, arxiv_id) == lines


def test_names_are_marked_whole(reader: Reader) -> None:
    assert marked(reader, "author:kettle+knots", OLD_MATH) == ["Knots", "Ada Kettle"]
    assert marked(reader, "saucer+knots", OLD_MATH) == ["Knots", "Bo Saucer"]
    assert marked(reader, "author:Unal", HOSTILE) == ["Zoë Ünal"]


def test_a_hostile_name_is_marked_as_text(reader: Reader) -> None:
    assert 'Ann "<b>" O\'Hara & Co' in marked(reader, "author:%22O%27Hara%22", HOSTILE)


def test_a_name_that_is_folded_away_is_said(reader: Reader) -> None:
    assert why(reader, "author:number7", CROWD) == []
    assert why(reader, "author:number57", CROWD) == ["Among the authors: number57"]


def test_the_newest_without_words_have_no_reasons(reader: Reader) -> None:
    page = reader.page("/arxiv/search")
    assert not page.all("p", "why")
    assert not page.one("main").all("mark")


@pytest.mark.parametrize(
    "name", ["Xiao-Gang Wen", "Jean-Pierre Serre", r"P\'eter Erd\H{o}s", "Łukasz Ślęzak"]
)
def test_names_are_found_however_they_are_written(world: None, name: str) -> None:
    upsert([record("2611.70001", authors=(AuthorRecord(name, name.split()[-1], name.split()[0]),))])
    sync_index()
    for typed in (name, name.split()[-1]):
        clause = parse_query(f'author:"{typed}"') if '"' not in typed else None
        assert [hit.id for hit in search_backend().search(SearchQuery(clause)).hits] == ["2611.70001"]
        marks = MarkedPapers(clause)
        assert "<mark>" in marks.texts([Paper.objects.get(pk="2611.70001")])["2611.70001"].authors


def test_the_authors_of_a_collaboration(world: None) -> None:
    """A collaboration's names are read only where a word of the query can be among them."""
    names = tuple(AuthorRecord(f"Name{n} Family{n}", f"Family{n}", f"Name{n}") for n in range(2500))
    upsert([record("2611.70002", title="Boson", authors=names)])
    paper = Paper.objects.get(pk="2611.70002")
    marks = MarkedPapers(parse_query("boson -nothing"))
    assert marks.texts([paper])["2611.70002"].title == "<mark>Boson</mark>"
    assert marks.why(paper) == ()
    found = MarkedPapers(parse_query("author:family2499"))
    found.texts([paper])
    assert [line.words for line in found.why(paper)] == [("family2499",)]
