"""SearchRequest → the papers of one page of results, with what the engine told of them."""

import re
from dataclasses import dataclass, replace
from typing import Final

from coolpapers.engine import search_backend
from coolpapers.identifiers import looks_like_identifier
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import rows_in_order
from coolpapers.search_advice import FEW, Advice, advice
from coolpapers.web.paging import Pages
from coolpapers.web.search_request import REACH, SearchRequest
from search import Facet, SearchPage, SearchQuery
from search.clauses import Clause, Doi

_DOI: Final = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?(10\.[0-9]{4,9}/\S{1,200})\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """`relaxed`: nothing had all the words, so these papers have some of them, and the numbers are theirs."""

    asked: SearchRequest
    strict: SearchQuery  # what was asked
    strict_total: int
    papers: list[Paper]
    clause: Clause | None  # what was answered
    total: int
    total_exact: bool
    facets: tuple[Facet, ...]
    relaxed: bool
    pages: Pages

    @classmethod
    def of(cls, asked: SearchRequest) -> "SearchResults":
        """Raises QuerySyntaxError, and BadParameter for a page beyond the last."""
        strict = query = asked.query(asked.match)
        page = search_backend().search(query)
        strict_total, relaxed = page.total, False
        may_relax = asked.match == "all" and not _doi(asked.form.query)
        if not page.total and may_relax and (loose := asked.query("any")).clause != query.clause:
            query, page = loose, search_backend().search(loose)
            relaxed = bool(page.total)
        return cls(
            asked=asked,
            strict=strict,
            strict_total=strict_total,
            papers=rows_in_order([hit.id for hit in page.hits]),
            clause=query.clause,
            total=page.total,
            total_exact=page.total_exact,
            facets=page.facets,
            relaxed=relaxed,
            pages=_pages(asked, page),
        )

    @property
    def doi(self) -> str:
        """The DOI that was typed and is not held; empty when the words were no DOI."""
        return "" if self.strict_total else _doi(self.asked.form.query)

    def advice(self) -> Advice:
        """What to type instead, where nothing or hardly anything was found."""
        if self.strict_total > FEW or self.asked.slice.page > 1:
            return Advice()
        return advice(self.asked.form.query, self.strict, match=self.asked.match, total=self.strict_total)

    def as_meant(self, advised: Advice) -> "SearchResults | None":
        """The papers of the query as it is meant, where that leaves no doubt and the reader does not insist on the letter."""
        if self.strict_total or self.doi or self.asked.form.literal or not advised.meant:
            return None
        form = replace(self.asked.form, query=advised.meant.query)
        return SearchResults.of(replace(self.asked, form=form))


def paper_meant(typed: str) -> str | None:
    """The identifier, with its version if given, when the whole input names one paper: an id, an address, a DOI that is held."""
    if identifier := looks_like_identifier(typed):
        return identifier.versioned
    if doi := _doi(typed):
        page = search_backend().search(SearchQuery(clause=Doi(doi), limit=1))
        return page.hits[0].id if page.hits else None
    return None


def _doi(typed: str) -> str:
    found = _DOI.match(typed.strip())
    return found[1] if found else ""


def _pages(asked: SearchRequest, page: SearchPage) -> Pages:
    return Pages(asked.slice, min(page.total, REACH - REACH % asked.slice.show), asked.address)
