"""GET /search: the reader's query language over the engine, papers from the store."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from coolpapers.api.answers import SEARCH_AGE_S, json_answer
from coolpapers.api.cursors import make_cursor, read_cursor
from coolpapers.api.paper_fragments import paper_fragments, with_members
from coolpapers.api.parameters import (
    DEFAULT_LIMIT,
    Categories,
    Cursor,
    Day,
    ExcludedCategories,
    Facets,
    Flag,
    Limit,
    SortOrder,
    categories_of,
    check_span,
)
from coolpapers.api.schemas import SearchAnswer
from coolpapers.api.site import changed_call, next_page, origin
from coolpapers.api.strict_query import StrictQuery
from coolpapers.engine import search_backend
from coolpapers.match_reasons import MatchReasons
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import rows_in_order
from coolpapers.reader_query import read_query
from coolpapers.search_advice import FEW, Demand, advice
from search import Clause, DateRange, SearchQuery, Sort, highlight

router = Router(tags=["Search"])

_UNMARKED: Final = {"highlights": None, "reasons": None}


class SearchParameters(BaseModel):
    """What a search asks."""

    model_config = ConfigDict(frozen=True)

    q: str = Field(
        "",
        description='Words of the query language: `word word`, `"exact phrase"`, `-without`, `a OR b`, `( … )`, `prefix*`, '
        "`author:` `title:` `abstract:` `category:` `submitted:2024-01..2024-06` and more. Empty: every paper, newest first. "
        "At most 1,000 characters.",
        json_schema_extra={"maxLength": 1000, "example": 'ti:"diffusion models" au:ho -video'},
    )
    match: Literal["all", "any"] = Field(
        "all", description="`all`: papers with every plain word; `any`: ranks papers with some."
    )
    category: Categories = Field(
        None,
        description="Categories, archives and groups, joined by commas; after a minus those to leave out.",
    )
    exclude_category: ExcludedCategories = Field(
        None, description="Leaves out papers in any of these, cross-lists included."
    )
    from_: Day = Field(None, alias="from", description="First day of `date_field`, UTC.")
    until: Day = Field(None, description="Last day of `date_field`, UTC, included.")
    date_field: Literal["announced", "submitted", "updated"] = Field(
        "announced", description="What `from` and `until` bound."
    )
    sort: SortOrder = Field(
        Sort.RELEVANCE, description="`relevance` is `newest` where `q` holds nothing to rank by."
    )
    limit: Limit = Field(DEFAULT_LIMIT, description="Papers a page.")
    cursor: Cursor = None
    facets: Facets = Field(default_factory=frozenset, description="Counts to return, joined by commas.")
    highlight: Flag = Field(
        False, description="Whether to return where the words stand, and in which fields."
    )


@router.get("/search", response=SearchAnswer, operation_id="search", summary="Search papers")
def search(request: HttpRequest, given: Annotated[SearchParameters, StrictQuery(...)]) -> HttpResponse:
    """Papers that match `q` within the filters. The syntax is that of the search page; a query that cannot be read is a
    400 with its position. Papers that arrive while you follow `next` make it neither skip nor repeat any.
    """
    check_span(given.from_, given.until)
    clause = read_query(given.q, match=given.match)
    include, exclude = categories_of(given.category, given.exclude_category)
    bounded = given.from_ or given.until
    query = SearchQuery(
        clause=clause,
        categories=include,
        exclude_categories=exclude,
        dates=(DateRange(given.date_field, given.from_, given.until),) if bounded else (),
        sort=given.sort,
        after=read_cursor(request, given.cursor)[0] if given.cursor is not None else None,
        limit=given.limit,
        facets=tuple(sorted(given.facets)),
    )
    page = search_backend().search(query)
    found = [hit.id for hit in page.hits]
    rows = rows_in_order(found) if given.highlight else None
    papers = paper_fragments(found, origin(request), rows=rows)
    marks = _marks(clause, rows) if rows else {}
    results = [
        with_members(papers[hit.id], {"score": hit.score, **marks.get(hit.id, _UNMARKED)})
        for hit in page.hits
        if hit.id in papers
    ]
    body = {
        "query": given.q,
        "total": page.total,
        "total_exact": page.total_exact,
        "results": results,
        "facets": {
            facet.name: [{"value": value, "count": count} for value, count in facet.counts]
            for facet in page.facets
        },
        "suggestions": _suggestions(request, given, query, page.total)
        if page.total <= FEW and given.cursor is None
        else None,
        "next": next_page(request, make_cursor(request, page.next) if page.next else None),
    }
    return json_answer(body, max_age=SEARCH_AGE_S, volatile={"took_ms": round(page.took_ms, 2)})


def _marks(clause: Clause | None, papers: Sequence[Paper]) -> dict[str, dict[str, Any]]:
    why = MatchReasons(clause)
    return {
        paper.arxiv_id: {"highlights": _highlights(clause, paper), "reasons": why.everywhere(paper)}
        for paper in papers
    }


def _highlights(clause: Clause | None, paper: Paper) -> dict[str, tuple[tuple[int, int], ...]]:
    if clause is None:
        return {"title": (), "abstract": ()}
    return {"title": highlight(clause, paper.title), "abstract": highlight(clause, paper.abstract)}


def _suggestions(
    request: HttpRequest, given: SearchParameters, query: SearchQuery, total: int
) -> dict[str, Any]:
    advised = advice(given.q, query, match=given.match, total=total)
    return {
        "corrections": [
            {"query": one.query, "papers": one.papers, "address": changed_call(request, q=one.query)}
            for one in advised.corrections
        ],
        "spellings": [
            {
                "word": one.word,
                "offer": one.offer,
                "papers": one.papers,
                "address": changed_call(request, q=one.query),
            }
            for one in advised.spellings
        ],
        "demands": [
            _demand(request, given, one)
            for one in (*advised.demands, *([advised.together] if advised.together else []))
        ],
    }


def _demand(request: HttpRequest, given: SearchParameters, one: Demand) -> dict[str, Any]:
    """The demand, with the call that lacks it."""
    changes = {"q": one.query}
    included = ",".join(given.category.terms) if given.category else ""
    excluded = [*(given.category.excluded if given.category else ())]
    excluded += given.exclude_category.terms if given.exclude_category else ()
    if "dates" in one.dropped:
        changes |= {"from": "", "until": ""}
    if "exclusions" in one.dropped:
        changes |= {"category": included, "exclude_category": ""}
    if "categories" in one.dropped:
        # What follows a minus in `category` stays demanded.
        kept = () if "exclusions" in one.dropped else excluded
        changes |= {"category": "", "exclude_category": ",".join(kept)}
    shown = {"categories": included, "exclusions": "".join(f"-{name}" for name in excluded)}
    return {
        "texts": [shown.get(kind, text) for kind, text in one.parts],
        "alone": one.alone,
        "without": one.without,
        "address": changed_call(request, **changes),
    }
