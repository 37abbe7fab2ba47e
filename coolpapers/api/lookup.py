"""The {id} of an address → the paper that is held; a 301 to the right spelling, or a 404, leave as exceptions."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja.params.models import Path

from coolpapers.api.answers import TAXONOMY_AGE_S
from coolpapers.api.paper_json import has_version
from coolpapers.api.problems import Fault, Kind, Problem
from coolpapers.identifiers import ArxivId, InvalidArxivId
from coolpapers.papers.models import Paper
from coolpapers.papers.selectors import papers_by_id

PaperId = Annotated[
    str,
    Path(
        ...,
        alias="id",
        description="arXiv identifier of either style, with or without version. The slash of an old one may stand as it is or "
        "as %2F.",
        example="2401.01234",
    ),
]


class Moved(Exception):
    """The identifier is written in another way than the one the paper is known by."""

    def __init__(self, identifier: ArxivId) -> None:
        super().__init__(f"known as {identifier.versioned}")
        self.identifier = identifier


def held_paper(text: str) -> tuple[ArxivId, Paper]:
    """The identifier in `text` and its paper with versions. Raises Moved, or the 404 that says what is not held."""
    try:
        identifier = ArxivId.parse(text)
    except InvalidArxivId as fault:
        raise _missing(str(fault)) from None
    if identifier.versioned != text:
        raise Moved(identifier)
    paper = papers_by_id([identifier.value]).get(identifier.value)
    if paper is None:
        raise _missing(
            f"{identifier.value} is not held here; arXiv's page of it would be {identifier.abs_url}"
        )
    if not has_version(paper, identifier.version):
        numbers = ", ".join(f"v{version.number}" for version in paper.versions.all())
        raise _missing(f"{identifier.value} is held in {numbers}, not in v{identifier.version}")
    return identifier, paper


def moved(request: HttpRequest, fault: Moved) -> HttpResponse:
    """301 to the same call with the identifier as the paper is known by it."""
    assert request.resolver_match is not None  # the fault came out of a call
    target = reverse(request.resolver_match.view_name, kwargs={"id": fault.identifier.versioned})
    query = request.GET.urlencode()
    response = HttpResponse(status=301)
    response["Location"] = f"{target}?{query}" if query else target
    response["Cache-Control"] = f"public, max-age={TAXONOMY_AGE_S}"
    del response["Content-Type"]
    return response


def _missing(detail: str) -> Problem:
    return Problem(Kind.NOT_FOUND, detail, Fault("id", detail))
