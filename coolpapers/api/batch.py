"""POST /papers/batch: many papers by identifier at once."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router

from coolpapers.api.answers import JSON, OPTIONS
from coolpapers.api.paper_json import has_version, paper_json
from coolpapers.api.schemas import Batch, BatchAnswer
from coolpapers.api.site import origin
from coolpapers.api.strict_query import check_no_names
from coolpapers.identifiers import ArxivId, looks_like_identifier
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import papers_by_id

router = Router(tags=["Papers"])


@router.post(
    "/papers/batch", response=BatchAnswer, operation_id="batch", summary="Get many papers by identifier"
)
def batch(request: HttpRequest, asked: Batch) -> HttpResponse:
    """Up to 500 papers in the order asked for. One that is not held, or not in the version asked for, is null, as is what is no
    identifier at all.
    """
    check_no_names(request)
    identifiers = [looks_like_identifier(text) for text in asked.ids]
    held = papers_by_id({identifier.value for identifier in identifiers if identifier})
    home = origin(request)
    found = [_found(held, identifier, home) if identifier else None for identifier in identifiers]
    content = orjson.dumps({"papers": found}, option=OPTIONS)
    return HttpResponse(content, content_type=JSON, headers={"Cache-Control": "no-store"})


def _found(held: dict[str, Paper], identifier: ArxivId, home: str) -> dict[str, Any] | None:
    paper = held.get(identifier.value)
    return (
        paper_json(paper, home, identifier.version)
        if paper and has_version(paper, identifier.version)
        else None
    )
