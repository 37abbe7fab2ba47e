"""Finding papers: plain values in and out, one query language, one analysis, engines behind one seam. No Django.

open_backend("tantivy:///var/index").search(SearchQuery(parse_query("graph neural networks")))
"""

from search.backends import IndexBuild, SearchBackend, open_backend
from search.clauses import Clause, map_categories
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
from search.printing import print_query
from search.reasons import Reason, reasons
from search.syntax import any_words, parse_query
from search.time_limit import answered_within
from search.types import (
    DateRange,
    Diagnosis,
    Facet,
    IndexReport,
    IndexStatus,
    Keyword,
    Linked,
    QueryPart,
    Related,
    SearchDocument,
    SearchHit,
    SearchPage,
    SearchQuery,
    Sort,
    Spelling,
)

__all__ = [
    "BackendUnavailable",
    "Clause",
    "CursorError",
    "DateRange",
    "Diagnosis",
    "Facet",
    "IndexBuild",
    "IndexMissing",
    "IndexReport",
    "IndexStatus",
    "IndexingError",
    "Keyword",
    "Linked",
    "PageOutOfRange",
    "QueryPart",
    "QuerySyntaxError",
    "Reason",
    "Related",
    "SchemaMismatch",
    "SearchBackend",
    "SearchDocument",
    "SearchError",
    "SearchHit",
    "SearchPage",
    "SearchQuery",
    "Sort",
    "Spelling",
    "answered_within",
    "any_words",
    "highlight",
    "map_categories",
    "open_backend",
    "parse_query",
    "print_query",
    "reasons",
]
