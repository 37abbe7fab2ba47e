"""The engine of large and shared installations: Elasticsearch 9. Composes the modules beside it."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from search.backends.base import NO_KEYWORDS
from search.backends.elasticsearch.address import Address
from search.backends.elasticsearch.connection import Connection
from search.backends.elasticsearch.generations import Generations
from search.backends.elasticsearch.lookups import ElasticsearchLookups
from search.backends.elasticsearch.paging import ask_page, facet_of, hits_of, next_of, total_of
from search.backends.elasticsearch.translate import translate
from search.backends.elasticsearch.views import Views
from search.backends.elasticsearch.writer import BulkWriter, delete_papers, index_papers, rebuild_index
from search.cursor import check_page
from search.diagnosis import diagnose
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
        shown, total, behind = hits_of(answer, query, sort), total_of(answer), next_of(answer, query, pit)
        took_ms = (time.perf_counter() - started) * 1_000
        return SearchPage(shown, total, True, facets, behind, took_ms, self.name)

    def _lookups(self) -> ElasticsearchLookups:
        self._generations.check()
        return ElasticsearchLookups(self._connection)

    def similar(
        self, paper_id: str, *, limit: int = 25, within: SearchQuery | None = None
    ) -> tuple[SearchHit, ...]:
        """See SearchBackend. Three requests."""
        return similar(self._lookups(), paper_id, limit, within)

    def keywords(self, paper_id: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """See SearchBackend. Two requests."""
        return paper_keywords(self._lookups(), paper_id, limit)

    def related(
        self,
        paper_ids: Sequence[str] = (),
        *,
        keywords: Mapping[str, float] = NO_KEYWORDS,
        limit: int = 25,
        within: SearchQuery | None = None,
    ) -> Related:
        """See SearchBackend. Three requests, for the reader's words alone two."""
        return related(self._lookups(), paper_ids, keywords, limit, within)

    def diagnose(self, query: SearchQuery) -> Diagnosis:
        """See SearchBackend. One request, and one more for spellings."""
        return diagnose(query, self._lookups())

    def index(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """See SearchBackend."""
        return index_papers(self._connection, self._generations, documents)

    def delete(self, ids: Iterable[str]) -> int:
        """See SearchBackend."""
        return delete_papers(self._connection, self._generations, ids)

    def rebuild(self) -> AbstractContextManager[BulkWriter]:
        """See SearchBackend. Of two rebuilds at a time the one begun last stays, the other fails."""
        return rebuild_index(self._connection, self._generations)

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
        primaries = told["_all"]["primaries"]
        return IndexStatus(
            self.name,
            int(primaries["docs"]["count"]),
            current.schema_version,
            current.built_at,
            int(primaries["store"]["size_in_bytes"]),
        )
