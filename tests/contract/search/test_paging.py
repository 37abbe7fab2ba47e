"""Order, offsets and cursors: pages partition the answer, also while papers arrive."""

import pytest

from search import CursorError, PageOutOfRange, SearchQuery, Sort, any_words, parse_query
from tests.contract.search.papers import made_papers, paper

CLAUSES = {
    "everything": None,
    "words": parse_query("graph"),
    "some": any_words("quantum graph the knot"),
    "tie": parse_query("author:Hinton"),
}


def _walk(backend, query, between=lambda: None):
    ids, page = [], backend.search(query)
    while True:
        ids += [hit.id for hit in page.hits]
        if page.next is None:
            return ids, page
        between()
        page = backend.search(SearchQuery(query.clause, sort=query.sort, limit=query.limit, after=page.next))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES.keys())
@pytest.mark.parametrize("limit", [1, 7, 50])
def test_pages_by_cursor_and_by_offset_are_the_whole(filled, clause, sort, limit):
    whole = filled.search(SearchQuery(clause, sort=sort, limit=1_000))
    assert len(whole.hits) == whole.total > 0
    assert whole.next is None
    ids = [hit.id for hit in whole.hits]
    assert len(set(ids)) == len(ids)
    if limit > 1:
        walked, last = _walk(filled, SearchQuery(clause, sort=sort, limit=limit))
        assert walked == ids
        assert last.total == whole.total
    for offset in (0, 1, 13, whole.total - 1, whole.total, whole.total + 5):
        page = filled.search(SearchQuery(clause, sort=sort, offset=offset, limit=limit))
        assert [hit.id for hit in page.hits] == ids[offset : offset + limit]
        assert (page.next is None) == (offset + limit >= whole.total)


def test_orders_are_what_they_say(filled):
    papers = {each.id: each for each in made_papers(400)}

    def order(sort):
        return [papers[hit.id] for hit in filled.search(SearchQuery(sort=sort, limit=400)).hits]

    assert order(Sort.OLDEST) == sorted(papers.values(), key=lambda each: (each.announced, each.id))
    assert order(Sort.NEWEST) == order(Sort.OLDEST)[::-1]
    assert order(Sort.UPDATED) == sorted(
        papers.values(), key=lambda each: (each.updated, each.id), reverse=True
    )
    hits = filled.search(SearchQuery(parse_query("graph"), limit=400)).hits
    assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, hit.id))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["", "graph"])
def test_no_paper_is_skipped_or_repeated_while_others_arrive(empty, sort, text):
    empty.index(made_papers(60))
    query = SearchQuery(parse_query(text), sort=sort, limit=11)
    before = [hit.id for hit in empty.search(SearchQuery(query.clause, sort=sort, limit=1_000)).hits]
    arrivals = iter(made_papers(200, seed=3, first=5_000))

    def arrive():
        empty.index([next(arrivals) for _ in range(3)])

    walked, _ = _walk(empty, query, arrive)
    assert len(set(walked)) == len(walked)
    assert [each for each in walked if each in set(before)] == before


@pytest.mark.parametrize("sort", Sort)
def test_papers_that_tie_in_everything_come_by_id(empty, sort):
    empty.index([paper(f"2405.{number:05d}", "same words") for number in range(60, 0, -1)])
    walked, _ = _walk(empty, SearchQuery(parse_query("same"), sort=sort, limit=8))
    rising = [f"2405.{number:05d}" for number in range(1, 61)]
    assert walked == (rising if sort in {Sort.RELEVANCE, Sort.OLDEST} else rising[::-1])


def test_ids_of_any_shape_come_back_whole(empty):
    ids = [
        "a",
        "Z",
        "2401.00001",
        "cond-mat/9901001",
        "x" * 24,
        "x" * 25,
        "Ünïcode",
        "A_b",
        "~",
        "9" * 30,
        "math.GT/0309136",
    ]
    empty.index([paper(each) for each in ids])
    assert [hit.id for hit in empty.search(SearchQuery(sort=Sort.OLDEST)).hits] == sorted(ids)
    assert [hit.id for hit in empty.search(SearchQuery(sort=Sort.NEWEST, limit=3)).hits] == sorted(ids)[::-1][
        :3
    ]


def test_beyond_the_window(filled):
    assert filled.search(SearchQuery(offset=9_990, limit=10)).hits == ()
    assert filled.search(SearchQuery(limit=0)).total == 400
    for asked in (SearchQuery(offset=9_991, limit=10), SearchQuery(offset=-1), SearchQuery(limit=-1)):
        with pytest.raises(PageOutOfRange):
            filled.search(asked)


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST])
def test_broken_and_foreign_cursors(filled, sort):
    query = SearchQuery(parse_query("graph"), sort=sort, limit=5)
    cursor = filled.search(query).next
    assert cursor is not None
    broken = [
        "",
        "x",
        "!!",
        "é",
        cursor[:-1],
        cursor[1:],
        cursor + "AAAA",
        cursor.swapcase(),
        "A" * 5_000,
        "\x00",
    ]
    for text in broken:
        with pytest.raises(CursorError):
            filled.search(SearchQuery(query.clause, sort=sort, limit=5, after=text))
    with pytest.raises(CursorError):
        filled.search(SearchQuery(parse_query("quantum"), sort=sort, limit=5, after=cursor))
    with pytest.raises(CursorError):
        filled.search(SearchQuery(query.clause, sort=Sort.UPDATED, limit=5, after=cursor))
    with pytest.raises(PageOutOfRange):
        filled.search(SearchQuery(query.clause, sort=sort, offset=5, limit=5, after=cursor))
