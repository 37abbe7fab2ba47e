"""Exception → answer: what may leave a call, said once for all calls.

Whatever a client can send ends as a `Problem`; a store or engine that is away as the project's 503; the rest is a fault of
ours, logged, and answered as 500 in the same form.
"""

from collections.abc import Sequence

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja.errors import HttpError, ValidationError

from coolpapers.api.lookup import Moved, moved
from coolpapers.api.problems import MOST_FAULTS, Fault, Kind, Problem
from coolpapers.faults import service_away
from search import CursorError, PageOutOfRange, QuerySyntaxError

log = structlog.get_logger("coolpapers.api")


def answer(request: HttpRequest, fault: Exception) -> HttpResponse:
    """The answer to a call that ended in `fault`."""
    match fault:
        case Problem():
            return fault.response(request)
        case Moved():
            return moved(request, fault)
        case ValidationError():
            return _bad_input(fault).response(request)
        case HttpError():
            return _unread_body(fault).response(request)
        case QuerySyntaxError():
            told = Fault("q", fault.message, fault.position)
            return Problem(Kind.BAD_QUERY, str(fault), told).response(request)
        case CursorError() | PageOutOfRange():
            return Problem(Kind.BAD_CURSOR, str(fault), Fault("cursor", str(fault))).response(request)
        case Http404():
            return Problem(
                Kind.NOT_FOUND, "There is no such call; /api/docs lists those there are."
            ).response(request)
        case SuspiciousOperation():
            return _suspicious(fault).response(request)
        case UnreadablePostError():
            return Problem(Kind.BAD_REQUEST, "The request body broke off.").response(request)
    if away := service_away(request, fault):
        return away
    log.error("call failed", path=request.path[:200], exc_info=fault)
    # What Django does for a view that raised: error reporting and test clients listen to it.
    got_request_exception.send(sender=None, request=request)
    detail = "The service failed to answer; its log holds the reason under X-Request-ID."
    return Problem(Kind.SERVER_ERROR, detail).response(request)


def _bad_input(fault: ValidationError) -> Problem:
    """The 400 that names each value that does not fit."""
    kind = Kind.BAD_BODY if fault.errors[0]["loc"][0] == "body" else Kind.BAD_VALUE
    faults = [
        Fault(_param(error["loc"]), error["msg"], error.get("ctx", {}).get("position"))
        for error in fault.errors[:MOST_FAULTS]
    ]
    return Problem(kind, f"{faults[0].param}: {faults[0].message}", *faults)


def _param(location: Sequence[int | str]) -> str:
    """`limit` of ("query", "limit"), `ids.3` of ("body", "asked", "ids", 3): the argument's name is our own affair."""
    inner = location[2:] if location[0] == "body" else location[1:]
    return ".".join(str(part) for part in inner) or "body"


def _unread_body(fault: HttpError) -> Problem:
    """Ninja wraps whatever the parser raises; the parser's own words are the cause."""
    cause = fault.__cause__
    return cause if isinstance(cause, Problem) else Problem(Kind.BAD_BODY, str(fault))


def _suspicious(fault: SuspiciousOperation) -> Problem:
    if isinstance(fault, RequestDataTooBig):
        return Problem(Kind.TOO_LARGE, f"A body has at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes.")
    if isinstance(fault, TooManyFieldsSent):
        return Problem(
            Kind.BAD_REQUEST,
            f"A query string has at most {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} parameters.",
        )
    if isinstance(fault, DisallowedHost):
        return Problem(Kind.BAD_REQUEST, "The header Host names no host that is served here.")
    return Problem(Kind.BAD_REQUEST, "The request is malformed.")
