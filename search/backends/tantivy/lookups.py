"""What questions about the index ask of one Tantivy view."""

from collections.abc import Collection, Iterable
from typing import Final

import tantivy

from search import fields as f
from search.backends.lookups import FieldToken, Frequencies
from search.backends.tantivy.paging import best_of
from search.backends.tantivy.paging import paper_ids as paper_ids_of
from search.backends.tantivy.reader import View
from search.backends.tantivy.schema import SOURCE
from search.backends.tantivy.translate import matches, translate
from search.plan import OneOf, Plan
from search.types import SearchHit

# Frequencies remembered a view, 5 MB. One costs 10 µs to look up, a paper asks for a hundred, mostly the same (2026-11-23).
_MAX_KNOWN: Final = 30_000


class TantivyLookups:
    """The Lookups of one view."""

    def __init__(self, view: View) -> None:
        self._searcher = view.searcher
        self._known = view.frequencies

    def frequencies(self, wanted: Iterable[FieldToken]) -> Frequencies:
        """See Lookups."""
        known = self._known
        if len(known) > _MAX_KNOWN:
            known.clear()
        papers: dict[FieldToken, int] = {}
        for each in wanted:
            count = known.get(each)
            if count is None:
                count = known[each] = self._searcher.doc_freq(*each)
            if count:
                papers[each] = count
        return Frequencies(self._searcher.num_docs, papers)

    def counts(self, plans: Collection[Plan]) -> list[int]:
        """See Lookups."""
        return [matches(self._searcher.search(translate(plan), limit=1, count=True)) for plan in plans]

    def sources(self, paper_ids: Collection[str]) -> dict[str, str]:
        """See Lookups."""
        if not paper_ids:
            return {}
        wanted = translate(OneOf(f.ID, tuple(paper_ids)))
        hits = self._searcher.search(wanted, limit=len(paper_ids), count=False).hits
        places = [place for _, place in hits]
        return dict(zip(paper_ids_of(self._searcher, places), map(self._source, places), strict=True))

    def _source(self, place: tantivy.DocAddress) -> str:
        kept = self._searcher.doc(place).get_first(SOURCE)
        return bytes(kept or b"").decode("utf-8", "surrogatepass")

    def best(self, plan: Plan, size: int, *, with_sources: bool) -> list[tuple[SearchHit, str]]:
        """See Lookups."""
        found = best_of(self._searcher, translate(plan), size)
        if not with_sources:
            return [(hit, "") for hit in found]
        kept = self.sources([hit.id for hit in found])
        return [(hit, kept[hit.id]) for hit in found]
