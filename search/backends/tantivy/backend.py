"""The embedded engine: Tantivy in a directory, default of every installation. Composes the modules beside it."""

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import tantivy

from search import fields as f
from search.backends.tantivy.guard import engine_guard
from search.backends.tantivy.paging import best_of, page_of
from search.backends.tantivy.reader import Reader
from search.backends.tantivy.schema import SOURCE, YEAR
from search.backends.tantivy.translate import translate
from search.backends.tantivy.writer import BuildWriter, delete_papers, index_papers, rebuild_index
from search.cursor import check_page
from search.keywords import KeywordExtractor, split_source
from search.plan import OneOf
from search.planning import effective_sort, plan_query
from search.related import plan_related, related_limit
from search.types import (
    Facet,
    IndexReport,
    IndexStatus,
    Keyword,
    SearchDocument,
    SearchHit,
    SearchPage,
    SearchQuery,
)

_FACET_COLUMNS = {"category": f.CATEGORY, "year": YEAR}
_MAX_FACETS = 1_000  # values; arXiv has 155 categories and 36 years


class _Statistics:
    """Term statistics of one view."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self.documents: int = searcher.num_docs

    def document_frequency(self, stem: str) -> int:
        return self._searcher.doc_freq(f.ALL, stem)


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
        return SearchPage(rows.hits, rows.total, True, facets, rows.next, took_ms, self.name)

    def similar(
        self, paper_id: str, *, limit: int = 25, within: SearchQuery | None = None
    ) -> tuple[SearchHit, ...]:
        """See SearchBackend."""
        size = related_limit(limit)
        searcher = self._reader.view().searcher
        with engine_guard(self._root):
            source = _source(searcher, paper_id)
            if source is None or not size:
                return ()
            terms = KeywordExtractor(_Statistics(searcher)).terms(*split_source(source))
            if not terms:
                return ()
            return best_of(searcher, translate(plan_related(terms, paper_id, within)), size)

    def keywords(self, paper_id: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """See SearchBackend."""
        searcher = self._reader.view().searcher
        with engine_guard(self._root):
            source = _source(searcher, paper_id)
            if source is None:
                return ()
            return KeywordExtractor(_Statistics(searcher)).keywords(*split_source(source), limit=limit)

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


def _source(searcher: tantivy.Searcher, paper_id: str) -> str | None:
    hits = searcher.search(translate(OneOf(f.ID, (paper_id,))), limit=1, count=False).hits
    if not hits:
        return None
    kept = searcher.doc(hits[0][1]).get_first(SOURCE)
    return bytes(kept or b"").decode("utf-8", "surrogatepass")


def _facet(searcher: tantivy.Searcher, query: tantivy.Query, name: str) -> Facet:
    wanted = {"values": {"terms": {"field": _FACET_COLUMNS[name], "size": _MAX_FACETS}}}
    buckets = searcher.aggregate(query, wanted)["values"]["buckets"]
    counts = [(_label(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return Facet(name, tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))))


def _label(key: object) -> str:
    """A bucket's value as text; Tantivy gives years as floating-point numbers."""
    return str(int(key)) if isinstance(key, float) else str(key)
