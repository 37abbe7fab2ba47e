"""The engine of large and shared installations: Elasticsearch 9. Composes the modules beside it."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from search.backends.base import NO_KEYWORDS
from search.backends.elasticsearch.address import Address
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.frequencies import KnownFrequencies
from search.backends.elasticsearch.generations import Generations
from search.backends.elasticsearch.lookups import ElasticsearchLookups
from search.backends.elasticsearch.paging import ask_page, cursor_of, facet_of, hits_of, total_of
from search.backends.elasticsearch.translate import translate
from search.backends.elasticsearch.views import Views
from search.backends.elasticsearch.writer import BulkWriter, delete_papers, index_papers, rebuild_index
from search.cursor import check_page
from search.diagnosis import diagnose
from search.errors import BackendUnavailable
from search.planning import effective_sort, plan_query
from search.related import paper_keywords, related, similar
from search.types import (
    Diagnosis,
    IndexReport,
    IndexStatus,
    Keyword,
    Related,
    SearchDocument,
    SearchHit,
    SearchPage,
    SearchQuery,
)


class ElasticsearchBackend:
    """A SearchBackend over one cluster, shared by any number of processes and machines."""

    name = "elasticsearch"

    def __init__(self, address: Address) -> None:
        self._connection = Connection(address)
        self._generations = Generations(self._connection)
        self._views = Views(self._connection)
        self._frequencies = KnownFrequencies(self._connection, self._views)

    def search(self, query: SearchQuery) -> SearchPage:
        """See SearchBackend."""
        started = time.perf_counter()
        check_page(query)
        plan = plan_query(query)
        sort = effective_sort(query, plan)
        self._generations.check()
        answer, pit = ask_page(query, translate(plan), sort, self._connection, self._views)
        hits = answer["hits"]["hits"]
        self._generations.check(hits[0]["_index"] if hits and query.after is None else None)
        facets = tuple(facet_of(answer, name) for name in query.facets)
        shown, total, cursor = hits_of(answer, query, sort), total_of(answer), cursor_of(answer, query, pit)
        took_ms = (time.perf_counter() - started) * 1_000
        return SearchPage(shown, total, True, facets, cursor, took_ms, self.name)

    def _lookups(self) -> ElasticsearchLookups:
        self._generations.check()
        return ElasticsearchLookups(self._connection, self._frequencies)

    def similar(
        self, paper: SearchDocument | str, *, limit: int = 25, within: SearchQuery | None = None
    ) -> tuple[SearchHit, ...]:
        """See SearchBackend. One request; one more for an id, and where words are new to this process."""
        return similar(self._lookups(), paper, limit, within)

    def keywords(self, paper_id: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """See SearchBackend. One request, or two."""
        return paper_keywords(self._lookups(), paper_id, limit)

    def related(
        self,
        papers: Sequence[SearchDocument | str] = (),
        *,
        keywords: Mapping[str, float] = NO_KEYWORDS,
        limit: int = 25,
        within: SearchQuery | None = None,
    ) -> Related:
        """See SearchBackend. One request; one more for ids, and where a word is new."""
        return related(self._lookups(), papers, keywords, limit, within)

    def diagnose(self, query: SearchQuery) -> Diagnosis:
        """See SearchBackend. One request, and one more for spellings."""
        return diagnose(query, self._lookups())

    def index(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """See SearchBackend."""
        with self._changing():
            return index_papers(self._connection, self._generations, documents)

    def delete(self, ids: Iterable[str]) -> int:
        """See SearchBackend."""
        with self._changing():
            return delete_papers(self._connection, self._generations, ids)

    @contextmanager
    def rebuild(self) -> Iterator[BulkWriter]:
        """See SearchBackend. Of two rebuilds at a time the one begun last stays, the other fails."""
        with self._changing(), rebuild_index(self._connection, self._generations) as build:
            yield build

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Whatever came of it, the next search looks at the index as it is."""
        try:
            yield
        finally:
            self._views.changed()

    def status(self) -> IndexStatus:
        """See SearchBackend."""
        current = self._generations.current()
        told = self._connection.ask(
            lambda client: client.indices.stats(
                index=current.name,
                metric=["docs", "store"],
                filter_path="_all.primaries.docs.count,_all.primaries.store.size_in_bytes",
            )
        )
        primaries = told.get("_all", {}).get("primaries")
        if not primaries:
            raise BackendUnavailable(f"Elasticsearch is still starting the index {current.name}.")
        return IndexStatus(
            self.name,
            int(primaries["docs"]["count"]),
            current.schema_version,
            current.built_at,
            int(primaries["store"]["size_in_bytes"]),
        )
