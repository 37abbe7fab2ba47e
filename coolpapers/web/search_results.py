"""SearchRequest → the papers of one page of results, with what the engine told of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from coolpapers.engine import search_backend
from coolpapers.identifiers import looks_like_identifier
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import rows_in_order
from coolpapers.web.paging import Pages
from coolpapers.web.paper_text import PaperText, paper_texts
from coolpapers.web.search_request import REACH, SearchRequest
from search import Facet, SearchPage, SearchQuery, highlight
from search.clauses import Clause, Doi

_DOI: Final = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?(10\.[0-9]{4,9}/\S{1,200})\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """`relaxed`: nothing had all the words, so these papers have some of them."""

    asked: SearchRequest
    papers: list[Paper]
    clause: Clause | None
    total: int
    total_exact: bool
    facets: tuple[Facet, ...]
    relaxed: bool
    pages: Pages

    @classmethod
    def of(cls, asked: SearchRequest) -> "SearchResults":
        """Raises QuerySyntaxError, and BadParameter for a page beyond the last."""
        query, relaxed = asked.query(asked.match), False
        page = search_backend().search(query)
        if not page.total and asked.match == "all" and (loose := asked.query("any")).clause != query.clause:
            query, page = loose, search_backend().search(loose)
            relaxed = bool(page.total)
        return cls(
            asked=asked,
            papers=rows_in_order([hit.id for hit in page.hits]),
            clause=query.clause,
            total=page.total,
            total_exact=page.total_exact,
            facets=page.facets,
            relaxed=relaxed,
            pages=_pages(asked, page),
        )

    def texts(self, papers: Sequence[Paper]) -> dict[str, PaperText]:
        """The papers' HTML with the query's words marked."""
        plain = paper_texts(papers)
        return {
            paper.arxiv_id: plain[paper.arxiv_id].marked(
                paper,
                highlight(self.clause, paper.title, field="title"),
                highlight(self.clause, paper.abstract, field="abstract"),
            )
            for paper in papers
        }


def paper_meant(typed: str) -> str | None:
    """The identifier, with its version if given, when the whole input names one paper: an id, an address, a DOI that is held."""
    if identifier := looks_like_identifier(typed):
        return identifier.versioned
    if doi := _DOI.match(typed.strip()):
        page = search_backend().search(SearchQuery(clause=Doi(doi[1]), limit=1))
        return page.hits[0].id if page.hits else None
    return None


def _pages(asked: SearchRequest, page: SearchPage) -> Pages:
    return Pages(asked.slice, min(page.total, REACH - REACH % asked.slice.show), asked.address)
