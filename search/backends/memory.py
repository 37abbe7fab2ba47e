"""Search without an engine: dictionaries and the same plan. The oracle of the contract tests, and of small sites' tests."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from search.backends.base import NO_KEYWORDS
from search.backends.memory_lists import Papers
from search.backends.preparing import without_refused
from search.cursor import check_page, read_cursor, write_cursor
from search.diagnosis import diagnose
from search.errors import CursorError
from search.fields import SCHEMA_VERSION, IndexedPaper, prepare
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
    Sort,
)

_KEPT_VIEWS = 16


class _Build:
    """A new set of papers under construction."""

    def __init__(self) -> None:
        self.papers: dict[str, IndexedPaper] = {}

    def add(self, documents: Iterable[SearchDocument]) -> IndexReport:
        failures: dict[str, str] = {}
        count = 0
        for document in without_refused(documents, failures):
            self.papers[document.id] = prepare(document)
            count += 1
        return IndexReport(count, failures=failures)


class MemoryBackend:
    """A SearchBackend that lives and dies with its process."""

    name = "memory"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._built_at = datetime.now(UTC)
        self._now = Papers({})
        self._views: dict[str, Papers] = {}

    def search(self, query: SearchQuery) -> SearchPage:
        """See SearchBackend."""
        started = time.perf_counter()
        check_page(query)
        plan, view, behind = plan_query(query), self._now, None
        sort = effective_sort(query, plan)
        if query.after is not None:
            place = read_cursor(query, query.after)
            key, last_id = place.get("k"), place.get("i")
            if not isinstance(key, (int, float)) or not isinstance(last_id, str):
                raise CursorError("This cursor is damaged; start again from the first page")
            behind = (float(key), last_id)
            view = self._views.get(str(place.get("v")), view)
        scores = view.scores(plan)
        falling = sort in {Sort.NEWEST, Sort.UPDATED}
        rows = sorted((_key(view.papers[key], value, sort), key) for key, value in scores.items())
        if falling:
            rows.reverse()
        if behind is not None:
            rows = [row for row in rows if (row < behind if falling else row > behind)]
        page = rows[query.offset : query.offset + query.limit]
        cursor: Callable[[], str] | None = None
        if page and len(rows) > query.offset + query.limit:
            cursor = partial(self._cursor, query, page[-1], view)
        hits = tuple(SearchHit(key, scores[key] if sort is Sort.RELEVANCE else 0.0) for _, key in page)
        facets = tuple(_facet(view, scores, name) for name in query.facets)
        took_ms = (time.perf_counter() - started) * 1_000
        return SearchPage(hits, len(scores), True, facets, cursor, took_ms, self.name)

    def _cursor(self, query: SearchQuery, last: tuple[float, str], view: Papers) -> str:
        return write_cursor(query, {"k": last[0], "i": last[1], "v": self._kept(view)})

    def _kept(self, view: Papers) -> str:
        """The name of a view for a cursor; the last few stay."""
        name = str(id(view))
        self._views[name] = view
        while len(self._views) > _KEPT_VIEWS:
            del self._views[next(iter(self._views))]
        return name

    def similar(
        self, paper: SearchDocument | str, *, limit: int = 25, within: SearchQuery | None = None
    ) -> tuple[SearchHit, ...]:
        """See SearchBackend."""
        return similar(self._now, paper, limit, within)

    def keywords(self, paper_id: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """See SearchBackend."""
        return paper_keywords(self._now, paper_id, limit)

    def related(
        self,
        papers: Sequence[SearchDocument | str] = (),
        *,
        keywords: Mapping[str, float] = NO_KEYWORDS,
        limit: int = 25,
        within: SearchQuery | None = None,
    ) -> Related:
        """See SearchBackend."""
        return related(self._now, papers, keywords, limit, within)

    def diagnose(self, query: SearchQuery) -> Diagnosis:
        """See SearchBackend."""
        return diagnose(query, self._now)

    def index(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """See SearchBackend."""
        build = _Build()
        report = build.add(documents)
        with self._lock:
            self._now = Papers(self._now.papers | build.papers)
        return report

    def delete(self, ids: Iterable[str]) -> int:
        """See SearchBackend."""
        gone = set(ids)
        with self._lock:
            left = {key: paper for key, paper in self._now.papers.items() if key not in gone}
            removed = self._now.documents - len(left)
            self._now = Papers(left)
        return removed

    @contextmanager
    def rebuild(self) -> Iterator[_Build]:
        """See SearchBackend."""
        build, begun = _Build(), datetime.now(UTC)
        yield build
        with self._lock:
            self._now, self._built_at = Papers(build.papers), begun

    def status(self) -> IndexStatus:
        """See SearchBackend."""
        return IndexStatus(self.name, self._now.documents, SCHEMA_VERSION, self._built_at)


def _key(paper: IndexedPaper, scored: float, sort: Sort) -> float:
    if sort is Sort.RELEVANCE:
        return -scored
    return paper.updated_at if sort is Sort.UPDATED else paper.announced


def _facet(view: Papers, keys: Iterable[str], name: str) -> Facet:
    counts: Counter[str] = Counter()
    for key in keys:
        paper = view.papers[key]
        counts.update(set(paper.categories) if name == "category" else (str(paper.year),))
    return Facet(name, tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
