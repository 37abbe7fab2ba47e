"""Every way a call can fail, as one exception with its RFC 9457 answer.

The kinds are data: the documentation page lists them, and `type` of an answer is the address of its kind there.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

CONTENT_TYPE: Final = "application/problem+json"
DOCS_PATH: Final = "/api/docs"
SHOWN: Final = 60
"""Characters of a client's value that a message repeats."""
MOST_FAULTS: Final = 20
"""Entries of `errors`; a query string may hold a thousand wrong names."""


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a kind of problem answers with and means."""

    anchor: str
    status: int
    title: str
    meaning: str


class Kind(Enum):
    """The kinds of problems; a store or engine that is away is the project-wide 503 of `coolpapers.faults`."""

    UNKNOWN_PARAMETER = KindFacts(
        "unknown-parameter",
        400,
        "Unknown parameter",
        "The call has no parameter of that name. Nothing is ignored silently: a misspelt filter would give "
        "wrong papers. `detail` names the parameters there are.",
    )
    BAD_VALUE = KindFacts(
        "bad-value",
        400,
        "Bad parameter value",
        "A parameter is given twice, or its value is outside what the call takes; `errors` names each.",
    )
    BAD_QUERY = KindFacts(
        "bad-query",
        400,
        "Query syntax error",
        "The words in `q` cannot be read as a query; `position` of the error is the 0-based offset in code points.",
    )
    BAD_CURSOR = KindFacts(
        "bad-cursor",
        400,
        "Bad cursor",
        "The cursor is damaged, or it was made by a call with other filters. Begin again without a cursor.",
    )
    BAD_BODY = KindFacts(
        "bad-body",
        400,
        "Bad request body",
        "The body is not the JSON that the call takes; `param` of each error is the path to the value.",
    )
    BAD_REQUEST = KindFacts(
        "bad-request", 400, "Bad request", "The request breaks a rule of HTTP or a limit of this server."
    )
    NOT_FOUND = KindFacts(
        "not-found", 404, "Not found", "There is no such call, or the paper or version asked for is not held."
    )
    METHOD_NOT_ALLOWED = KindFacts(
        "method-not-allowed",
        405,
        "Method not allowed",
        "The header `Allow` lists the methods of this address.",
    )
    PRECONDITION_FAILED = KindFacts(
        "precondition-failed", 412, "Precondition failed", "`If-Match` names no current form of the answer."
    )
    TOO_LARGE = KindFacts(
        "too-large", 413, "Content too large", "The request body is larger than 1,000,000 bytes."
    )
    SERVER_ERROR = KindFacts(
        "server-error",
        500,
        "Server error",
        "A fault of this service; the header X-Request-ID names it in its log.",
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `position` is a 0-based offset into the value, in code points."""

    param: str
    message: str
    position: int | None = None


class Problem(Exception):
    """A call that cannot be answered as asked; `response` says so."""

    def __init__(
        self, kind: Kind, detail: str, *faults: Fault, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.headers = headers or {}

    @classmethod
    def bad_value(cls, param: str, message: str, position: int | None = None) -> "Problem":
        """A 400 about one parameter."""
        return cls(Kind.BAD_VALUE, f"{param}: {message}", Fault(param, message, position))

    def response(self, request: HttpRequest) -> HttpResponse:
        """The RFC 9457 answer to `request`; never to be stored."""
        facts = self.kind.value
        body = {
            "type": f"{DOCS_PATH}#{facts.anchor}",
            "title": facts.title,
            "status": facts.status,
            "detail": self.detail,
            "instance": escape_uri_path(request.path),
            "errors": self.faults,
        }
        headers = {"Cache-Control": "no-store", **self.headers}
        return HttpResponse(
            orjson.dumps(body), status=facts.status, content_type=CONTENT_TYPE, headers=headers
        )


def shown(given: str) -> str:
    """The value as messages quote it."""
    return repr(given if len(given) <= SHOWN else given[: SHOWN - 1] + "…")
