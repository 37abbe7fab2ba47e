"""The engine's ranking for a judged query, asked for as pages and programs ask."""

from search import (
    Clause,
    QuerySyntaxError,
    SearchBackend,
    SearchHit,
    SearchQuery,
    any_words,
    parse_query,
)
from tests.relevance.judged_set import JudgedQuery

DEPTH = 1_000  # papers in a run, as is the custom of TREC


def _clause(text: str) -> Clause | None:
    """A question as the reader's language has it with match=any; what that language refuses is read as bare words."""
    try:
        return parse_query(text, match="any")
    except QuerySyntaxError:
        return any_words(text)


def search_answer(backend: SearchBackend, query: JudgedQuery) -> tuple[SearchHit, ...]:
    """The papers that answer the query's text; only judged ones where the collection is pooled."""
    clause = _clause(query.text or "")
    if clause is None:
        return ()
    pool = frozenset(query.grades) if query.pooled else None
    return backend.search(SearchQuery(clause, limit=DEPTH, ids=pool)).hits


def related_answer(backend: SearchBackend, query: JudgedQuery) -> tuple[SearchHit, ...]:
    """The papers like the query's paper; only judged ones where the collection is pooled."""
    if query.doc_id is None:
        return ()
    if not query.pooled:
        return backend.similar(query.doc_id, limit=DEPTH)
    pool = SearchQuery(ids=frozenset(query.grades))
    return backend.similar(query.doc_id, limit=len(query.grades), within=pool)
