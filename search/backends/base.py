"""The seam every engine fits: what it promises, and nothing of how.

Plain values in and out; ids are the last tie-break everywhere; errors are those of `search.errors` only.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Protocol

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

NO_KEYWORDS: Mapping[str, float] = MappingProxyType({})


class IndexBuild(Protocol):
    """A new index under construction; nobody sees it before the build ends well."""

    def add(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """Adds papers; of two with one id the later stays."""
        ...


class SearchBackend(Protocol):
    """One search engine with one index of papers. Safe to share between threads; forked processes may go on using it."""

    @property
    def name(self) -> str:
        """The engine's name, as `SearchPage.backend` says it."""
        ...

    def search(self, query: SearchQuery) -> SearchPage:
        """The page asked for. Order: score falling, then id rising; or date, then id, both falling (oldest: both rising).

        Following `next` never skips or repeats a paper while others are added. PageOutOfRange beyond the offset window,
        CursorError for a cursor that is broken or another query's.
        """
        ...

    def diagnose(self, query: SearchQuery) -> Diagnosis:
        """What each demand of the query does to its answer, and spellings for words that hardly any paper has.

        For pages that are empty or nearly so. At most 12 demands and 8 words are looked at, the first ones.
        """
        ...

    def related(
        self,
        papers: Sequence[SearchDocument | str] = (),
        *,
        keywords: Mapping[str, float] = NO_KEYWORDS,
        limit: int = 25,
        within: SearchQuery | None = None,
    ) -> Related:
        """Papers about what some papers, and a reader's own weighted words, are about; best first, none of those papers.

        A paper whose text is at hand is better given whole than by its id: one request less. Ids that the index does not hold are
        passed over; at most 50 papers and 50 words count, the first ones. A weight
        above 0 makes a word count so many times; words of no weight are passed over. `within` bounds the answer as in `similar`.
        PageOutOfRange for a limit beyond the window.
        """
        ...

    def similar(
        self, paper: SearchDocument | str, *, limit: int = 25, within: SearchQuery | None = None
    ) -> tuple[SearchHit, ...]:
        """Papers about the same, best first, never the paper itself; empty for an id that the index does not hold.

        `within` bounds them to what it finds, by words, categories, dates or ids; its order and page do not matter.
        PageOutOfRange for a limit beyond the window.
        """
        ...

    def keywords(self, paper_id: str, *, limit: int = 10) -> tuple[Keyword, ...]:
        """The words and phrases that drive `similar`, strongest first; empty when the index does not hold the paper."""
        ...

    def index(self, documents: Iterable[SearchDocument]) -> IndexReport:
        """Adds or replaces papers by id; visible to every search of this process that starts after the return, and to those
        of others within a second.
        """
        ...

    def delete(self, ids: Iterable[str]) -> int:
        """Removes papers; the number that were there."""
        ...

    def rebuild(self) -> AbstractContextManager[IndexBuild]:
        """A new index from nothing: put in place at once on a clean exit, thrown away on an error.

        What is indexed meanwhile goes into the old one: the caller indexes again whatever changed since the start.
        """
        ...

    def status(self) -> IndexStatus:
        """What the index holds. IndexMissing, SchemaMismatch as in a search."""
        ...
