"""GET /papers/{id}: one paper as JSON or as a citation."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from coolpapers.api.answers import PAPERS_AGE_S, digest, json_answer, kept
from coolpapers.api.lookup import PaperId, held_paper
from coolpapers.api.paper_json import paper_json
from coolpapers.api.schemas import Paper
from coolpapers.api.site import origin
from coolpapers.api.strict_query import StrictQuery
from coolpapers.citations import FORMATS
from coolpapers.papers.citing import citation_fields

router = Router(tags=["Papers"])


class PaperParameters(BaseModel):
    """In which form."""

    model_config = ConfigDict(frozen=True)

    format: Literal["json", "bibtex", "ris", "csl-json"] = Field(
        "json", description="`json`, or a citation for a reference manager."
    )


@router.get("/papers/{path:id}", response=Paper, operation_id="paper", summary="Get one paper")
def paper(
    request: HttpRequest, paper_id: PaperId, given: Annotated[PaperParameters, StrictQuery(...)]
) -> HttpResponse:
    """The paper, or its citation. Title and abstract are the newest version's whichever version is asked for. Another
    way to write the identifier (`1406.02661`, `math.GT/0309136`, an address on arxiv.org) is answered by 301 to the one
    the paper is known by.
    """
    identifier, held = held_paper(paper_id)
    if given.format == "json":
        return json_answer(paper_json(held, origin(request), identifier.version), max_age=PAPERS_AGE_S)
    chosen = FORMATS[given.format]
    text = chosen.write(citation_fields(held, identifier.version)).encode()
    name = f"{identifier.versioned.replace('/', '-')}.{chosen.extension}"
    response = HttpResponse(text, content_type=chosen.content_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return kept(response, f'"{digest(text)}"', PAPERS_AGE_S)
