"""GET /papers/{id}/related: papers about the same, and the keywords that link them."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from coolpapers.api.answers import PAPERS_AGE_S, json_answer
from coolpapers.api.lookup import PaperId, held_paper
from coolpapers.api.paper_json import paper_json
from coolpapers.api.parameters import DEFAULT_LIMIT, Limit
from coolpapers.api.schemas import RelatedAnswer
from coolpapers.api.site import origin
from coolpapers.api.strict_query import StrictQuery
from coolpapers.engine import search_backend
from coolpapers.papers.selectors import papers_by_id

router = Router(tags=["Search"])


class RelatedParameters(BaseModel):
    """How many."""

    model_config = ConfigDict(frozen=True)

    limit: Limit = Field(DEFAULT_LIMIT, description="Papers to return.")


@router.get(
    "/papers/{path:id}/related", response=RelatedAnswer, operation_id="related", summary="Find related papers"
)
def related(
    request: HttpRequest, paper_id: PaperId, given: Annotated[RelatedParameters, StrictQuery(...)]
) -> HttpResponse:
    """Papers about the same as this one, best first. Both lists are empty for a paper that the engine does not hold yet."""
    identifier, _ = held_paper(paper_id)
    engine = search_backend()
    hits = engine.similar(identifier.value, limit=given.limit)
    papers = papers_by_id(hit.id for hit in hits)
    home = origin(request)
    body = {
        "keywords": [
            {"text": word.text, "weight": word.weight} for word in engine.keywords(identifier.value)
        ],
        "results": [
            {**paper_json(papers[hit.id], home), "score": hit.score} for hit in hits if hit.id in papers
        ],
    }
    return json_answer(body, max_age=PAPERS_AGE_S)
