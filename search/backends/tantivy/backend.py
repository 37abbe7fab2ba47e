"""The embedded engine: Tantivy in a directory, default of every installation. Composes the modules beside it."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import tantivy

from search import fields as f
from search.backends.base import NO_KEYWORDS
from search.backends.tantivy.guard import engine_guard
from search.backends.tantivy.lookups import TantivyLookups
from search.backends.tantivy.paging import page_of
from search.backends.tantivy.reader import Reader
from search.backends.tantivy.schema import YEAR
from search.backends.tantivy.translate import translate
from search.backends.tantivy.writer import BuildWriter, delete_papers, index_papers, rebuild_index
from search.cursor import check_page
from search.diagnosis import diagnose
from search.planning import effective_sort, plan_query
from search.related import paper_keywords, related, similar
from search.types import (
    Diagnosis,
    Facet,
    IndexReport,
    IndexStatus,
    Keyword,
    Related,
    SearchDocument,
    SearchHit,
    SearchPage,
    SearchQuery,
)

_FACET_COLUMNS = {"category": f.CATEGORY, "year": YEAR}
_MAX_FACETS = 1_000  # values; arXiv has 155 categories and 36 years


class TantivyBackend:
    """A SearchBackend over one directory; the directory may be shared by any number of processes."""

    name = "tantivy"

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reader = Reader(root)

    def search(self, query: SearchQuery) -> SearchPage:
        """See SearchBackend."""
        started = time.perf_counter()
        check_page(query)
        plan = plan_query(query)
        with engine_guard(self._root):
            engine_query = translate(plan)
            rows, view = page_of(query, engine_query, effective_sort(query, plan), self._reader)
            facets = tuple(_facet(view.searcher, engine_query, name) for name in query.facets)
        took_ms = (time.perf_counter() - started) * 1_000
        return SearchPage(rows.hits, rows.total, True, facets, rows.cursor, took_ms, self.name)

    def _lookups(self) -> TantivyLookups:
        return TantivyLookups(self._reader.view())

    def similar(
        self, paper: SearchDocument | str, *, limit: int = 25, within: SearchQuery | None = None
    ) -> tuple[SearchHit, ...]:
        """See SearchBackend."""
        with engine_guard(self._root):
            return similar(self._lookups(), paper, limit, within)

    def keywords(self, paper_id: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """See SearchBackend."""
        with engine_guard(self._root):
            return paper_keywords(self._lookups(), paper_id, limit)

    def related(
        self,
        papers: Sequence[SearchDocument | str] = (),
        *,
        keywords: Mapping[str, float] = NO_KEYWORDS,
        limit: int = 25,
        within: SearchQuery | None = None,
    ) -> Related:
        """See SearchBackend."""
        with engine_guard(self._root):
            return related(self._lookups(), papers, keywords, limit, within)

    def diagnose(self, query: SearchQuery) -> Diagnosis:
        """See SearchBackend."""
        with engine_guard(self._root):
            return diagnose(query, self._lookups())

    def index(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """See SearchBackend. Waits while another process adds papers."""
        return index_papers(self._root, documents)

    def delete(self, ids: Iterable[str]) -> int:
        """See SearchBackend."""
        return delete_papers(self._root, ids)

    def rebuild(self) -> AbstractContextManager[BuildWriter]:
        """See SearchBackend. BackendUnavailable while another rebuild runs."""
        return rebuild_index(self._root)

    def status(self) -> IndexStatus:
        """See SearchBackend."""
        view = self._reader.view()
        size = sum(path.stat().st_size for path in view.build.path.glob("*") if path.is_file())
        build = view.build
        return IndexStatus(self.name, view.searcher.num_docs, build.schema_version, build.built_at, size)


def _facet(searcher: tantivy.Searcher, query: tantivy.Query, name: str) -> Facet:
    wanted = {"values": {"terms": {"field": _FACET_COLUMNS[name], "size": _MAX_FACETS}}}
    buckets = searcher.aggregate(query, wanted)["values"]["buckets"]
    counts = [(_label(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return Facet(name, tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))))


def _label(key: object) -> str:
    """A bucket's value as text; Tantivy gives years as floating-point numbers."""
    return str(int(key)) if isinstance(key, float) else str(key)
