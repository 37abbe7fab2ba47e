"""The interface of version 1: its calls, how their input is read, and how what goes wrong is told."""

from typing import Any, Final

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from coolpapers.api import batch, categories, days, paper, papers, related, search, status
from coolpapers.api.errors import answer
from coolpapers.api.problems import Kind, Problem

VERSION: Final = "1.0.0"
DESCRIPTION: Final = """\
arXiv papers by day, category, words and likeness, for programs. Reads only, no key, callable from any page (CORS `*`).

Answers are JSON in UTF-8, dates ISO 8601, times UTC with `Z`; offsets count Unicode code points. Every GET has an ETag:
send it back in `If-None-Match` and an unchanged answer costs you 304 and no body. Lists are paged by following `next`, a
whole address, until it is null. Errors are RFC 9457 `application/problem+json`; `type` leads to the kinds described on
/api/docs.

Thank you to arXiv for use of its open access interoperability. Metadata is CC0; papers are their authors'."""


class OrjsonParser(Parser):
    """Bodies by orjson: it refuses what is no JSON (NaN, lone surrogates) and nesting that would exhaust the stack."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            return orjson.loads(request.body)
        except orjson.JSONDecodeError as fault:
            raise Problem(Kind.BAD_BODY, f"The body is not JSON: {fault}") from None


def _answer(request: HttpRequest, fault: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(fault, Exception)  # ninja's signature allows a class; a call never ends in one
    return answer(request, fault)


api = NinjaAPI(
    title="Cool Papers",
    version=VERSION,
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    parser=OrjsonParser(),
)
# Ninja looks for the nearest class and has words of its own for these.
for kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(kind, _answer)
# The path of one paper matches what no earlier path does, so it comes last of its kind.
for resource in (search, papers, batch, related, paper, categories, days, status):
    api.add_router("", resource.router)
