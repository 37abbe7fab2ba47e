"""Engines under generated queries: hostile strings find or fail to parse; ids and keys sort as they should."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import QuerySyntaxError, SearchQuery, Sort, open_backend, parse_query
from search.backends.bm25 import rounded_length
from search.backends.tantivy.ordering import UNCODED, day_key, decode_id, encode_id, second_key
from tests.contract.search.papers import FAMILY, FILLERS, SUBJECTS, THINGS, made_papers
from tests.property.test_search_syntax import ALPHABET

IDS = st.one_of(
    st.text(min_size=1, max_size=30),
    st.text(alphabet="-./0123456789abcz", min_size=1, max_size=26),
    st.from_regex(r"[0-9]{4}\.[0-9]{5}", fullmatch=True),
)


@given(IDS)
def test_an_id_comes_back_from_its_column(paper_id):
    code = encode_id(paper_id)
    assert 0 <= code < 2**64
    assert code == UNCODED or decode_id(code) == paper_id


@given(st.from_regex(r"([a-z-]{1,8}/[0-9]{2}(0[1-9]|1[0-2])[0-9]{3}|[0-9]{4}\.[0-9]{4,5})", fullmatch=True))
def test_every_arxiv_id_has_a_code_of_its_own(paper_id):
    code = encode_id(paper_id)
    assert code != UNCODED
    assert decode_id(code) == paper_id


@given(IDS, IDS, st.integers(-10, 70_000), st.integers(-10, 70_000))
def test_keys_never_order_wrongly(one, other, day, next_day):
    for key in (day_key, second_key):
        first, second = key(day, one), key(day, other)
        assert 0 <= first < 2**63
        if one < other:
            assert first <= second
    if 0 <= day < next_day < 65_536:
        assert day_key(day, one) < day_key(next_day, other)


@given(st.integers(0, 2**31))
def test_lengths_round_down(length):
    assert rounded_length(length) <= length
    assert rounded_length(length) == length or length >= 40


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    engines = [
        open_backend(f"tantivy://{tmp_path_factory.mktemp('tantivy') / 'index'}"),
        open_backend("memory://"),
    ]
    for engine in engines:
        engine.index(made_papers(120))
    return engines


TYPED = st.one_of(
    ALPHABET,
    st.lists(
        st.sampled_from([*SUBJECTS, *THINGS, *FILLERS, *FAMILY, "OR", "-", "(", ")", '"', "ti:", "au:", "cat:hep-th", "announced:2024-01-05.."]),
        max_size=7,
    ).map(" ".join),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED, st.sampled_from(["all", "any"]), st.sampled_from(list(Sort)))
def test_every_engine_answers_alike(both, text, match, sort):
    try:
        clause = parse_query(text, match=match)
    except QuerySyntaxError:
        return
    query = SearchQuery(clause, sort=sort, limit=200)
    one, other = (engine.search(query) for engine in both)
    assert one.total == other.total
    assert {hit.id for hit in one.hits} == {hit.id for hit in other.hits}
    if sort is not Sort.RELEVANCE:
        assert one.hits == other.hits
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits], rel=1e-4)


@settings(max_examples=30)
@given(
    st.integers(1, 40),
    st.sampled_from(list(Sort)),
    st.sampled_from(["", "graph", "quantum OR the", "author:wen"]),
)
def test_pages_partition_the_answer(both, limit, sort, text):
    clause = parse_query(text)
    for engine in both:
        whole = [hit.id for hit in engine.search(SearchQuery(clause, sort=sort, limit=200)).hits]
        walked, cursor = [], None
        while True:
            page = engine.search(SearchQuery(clause, sort=sort, limit=limit, after=cursor))
            walked += [hit.id for hit in page.hits]
            cursor = page.next
            if cursor is None:
                break
        assert walked == whole
