"""The 503 answer of pages and REST alike: what is away, and when to try again."""

import json
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from search import BackendUnavailable, IndexMissing, SchemaMismatch

log = structlog.get_logger("coolpapers.faults")

RETRY_AFTER_S: Final = 10


def service_away(request: HttpRequest, fault: Exception) -> HttpResponse | None:
    """The 503 for a fault of store or engine, logged; None for any other exception."""
    match fault:
        case OperationalError() | InterfaceError():
            log.error("store away", fault=str(fault))
            return unavailable(request, "The paper store does not answer.")
        case BackendUnavailable() | IndexMissing() | SchemaMismatch():
            log.error("engine away", fault=str(fault))
            return unavailable(request, "The search engine does not answer; lists and papers are there.")
    return None


def unavailable(request: HttpRequest, detail: str) -> HttpResponse:
    """503 with Retry-After; a page for people, RFC 9457 problem+json under /api/."""
    if request.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": "Service Unavailable",
            "status": 503,
            "detail": detail,
            "instance": request.path,
            "errors": [],
        }
        response = HttpResponse(json.dumps(problem), content_type="application/problem+json", status=503)
    else:
        response = render(request, "503.html", {"detail": detail}, status=503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    response["Cache-Control"] = "no-store"
    return response
