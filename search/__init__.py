"""Finding papers: plain values in and out, one query language, one analysis, engines behind one seam. No Django.

open_backend("tantivy:///var/index").search(SearchQuery(parse_query("graph neural networks")))
"""

from search.backends import IndexBuild, SearchBackend, open_backend
from search.clauses import Clause
from search.errors import (
    BackendUnavailable,
    CursorError,
    IndexingError,
    IndexMissing,
    PageOutOfRange,
    QuerySyntaxError,
    SchemaMismatch,
    SearchError,
)
from search.highlight import highlight
from search.keywords import KeywordExtractor
from search.printing import print_query
from search.syntax import any_words, parse_query
from search.types import (
    DateRange,
    Facet,
    IndexReport,
    IndexStatus,
    Keyword,
    SearchDocument,
    SearchHit,
    SearchPage,
    SearchQuery,
    Sort,
)

__all__ = [
    "BackendUnavailable",
    "Clause",
    "CursorError",
    "DateRange",
    "Facet",
    "IndexBuild",
    "IndexMissing",
    "IndexReport",
    "IndexStatus",
    "IndexingError",
    "Keyword",
    "KeywordExtractor",
    "PageOutOfRange",
    "QuerySyntaxError",
    "SchemaMismatch",
    "SearchBackend",
    "SearchDocument",
    "SearchError",
    "SearchHit",
    "SearchPage",
    "SearchQuery",
    "Sort",
    "any_words",
    "highlight",
    "open_backend",
    "parse_query",
    "print_query",
]
