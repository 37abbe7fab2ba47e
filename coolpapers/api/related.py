"""GET /papers/{id}/related and GET /related: papers about the same, and the keywords that link them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from coolpapers.api.answers import PAPERS_AGE_S, json_answer
from coolpapers.api.lookup import PaperId, held_paper
from coolpapers.api.paper_fragments import paper_fragments, with_members
from coolpapers.api.parameters import (
    DEFAULT_LIMIT,
    MAX_IDS,
    MAX_KEYWORDS,
    MAX_WEIGHT,
    Categories,
    Day,
    ExcludedCategories,
    Ids,
    Keywords,
    Limit,
    categories_of,
    check_span,
)
from coolpapers.api.problems import Fault, Kind, Problem
from coolpapers.api.schemas import RelatedAnswer, RelatedToManyAnswer
from coolpapers.api.site import origin
from coolpapers.api.strict_query import StrictQuery
from coolpapers.engine import search_backend
from coolpapers.papers.documents import search_document
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import rows_in_order
from search import DateRange, SearchQuery

router = Router(tags=["Search"])


class RelatedParameters(BaseModel):
    """How many, and within which bounds."""

    model_config = ConfigDict(frozen=True)

    category: Categories = Field(
        None,
        description="Only papers in these categories, archives and groups, joined by commas; after a minus those to leave out.",
    )
    exclude_category: ExcludedCategories = Field(
        None, description="Leaves out papers in any of these, cross-lists included."
    )
    from_: Day = Field(None, alias="from", description="Only papers announced on this day or later.")
    until: Day = Field(None, description="Only papers announced on this day or earlier.")
    limit: Limit = Field(DEFAULT_LIMIT, description="Papers to return.")

    def within(self) -> SearchQuery | None:
        """The bounds, None when there are none. Raises the 400 for days that end before they begin."""
        check_span(self.from_, self.until)
        include, exclude = categories_of(self.category, self.exclude_category)
        bounded = self.from_ or self.until
        if not (include or exclude or bounded):
            return None
        dates = (DateRange("announced", self.from_, self.until),) if bounded else ()
        return SearchQuery(categories=include, exclude_categories=exclude, dates=dates)


class RelatedToManyParameters(RelatedParameters):
    """To what, too."""

    ids: Ids = Field(
        (), description=f"arXiv identifiers joined by commas, at most {MAX_IDS}; versions do not matter."
    )
    q: Keywords = Field(
        {},
        description=f"Words and phrases of your own joined by commas, at most {MAX_KEYWORDS}; `word:2.5` counts so many times: "
        f"behind a colon stands a number above 0 and at most {MAX_WEIGHT}, and nothing else. "
        "No query language: each is a word or a phrase, as `keywords` of an answer writes them.",
    )


@router.get(
    "/papers/{path:id}/related", response=RelatedAnswer, operation_id="related", summary="Find related papers"
)
def related(
    request: HttpRequest, paper_id: PaperId, given: Annotated[RelatedParameters, StrictQuery(...)]
) -> HttpResponse:
    """Papers about the same as this one, best first, within the bounds."""
    _, paper = held_paper(paper_id)
    return json_answer(_answer(request, [paper], {}, given), max_age=PAPERS_AGE_S)


@router.get(
    "/related",
    response=RelatedToManyAnswer,
    operation_id="related_to_many",
    summary="Find papers related to several, or to your own words",
)
def related_to_many(
    request: HttpRequest, given: Annotated[RelatedToManyParameters, StrictQuery(...)]
) -> HttpResponse:
    """Papers about the same as those of `ids` together and as the words of `q`, best first, within the bounds: a reading list
    or a reader's interests as the question. One of the two is needed. Identifiers that are not held are told in `unknown`.
    """
    if not given.ids and not given.q:
        detail = "ids or q is needed: papers, or words of your own, to relate to."
        raise Problem(Kind.BAD_VALUE, detail, Fault("ids", detail), Fault("q", detail))
    papers = rows_in_order(given.ids)
    body = _answer(request, papers, given.q, given)
    known = {paper.arxiv_id for paper in papers}
    body["unknown"] = [name for name in given.ids if name not in known]
    return json_answer(body, max_age=PAPERS_AGE_S)


def _answer(
    request: HttpRequest, papers: Sequence[Paper], words: Mapping[str, float], given: RelatedParameters
) -> dict[str, Any]:
    documents = list(map(search_document, papers))
    found = search_backend().related(documents, keywords=words, limit=given.limit, within=given.within())
    shown = paper_fragments([hit.id for hit in found.hits], origin(request))
    return {
        "keywords": [{"text": word.text, "weight": word.weight} for word in found.keywords],
        "results": [
            with_members(shown[hit.id], {"score": hit.score, "shared": hit.words})
            for hit in found.hits
            if hit.id in shown
        ],
    }
