"""What HTTP asks of every call, around the call itself: HEAD, OPTIONS, 405, CORS, conditional requests.

A call sees GET and POST only. Any page may call (`*`): the interface is public, reads only, and knows no cookies.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from coolpapers.api.errors import answer
from coolpapers.api.problems import Kind, Problem

View = Callable[..., HttpResponse]

PREFLIGHT_AGE_S: Final = 86_400
EXPOSED: Final = "ETag, Retry-After, X-Request-ID"


def at_edge(view: View) -> View:
    """The view with HTTP's manners; an exception that leaves it is answered too."""

    @csrf_exempt
    @wraps(view)
    def edged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        try:
            response = view(request, *args, **kwargs)
        except Exception as fault:
            response = answer(request, fault)
        finally:
            request.method = method
        if response.status_code == 405:
            response = _options(request, response)
        response = _conditional(request, response)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        if method == "HEAD":
            response.content = b""
        return response

    return edged


def _options(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """The answer to OPTIONS, or the 405 of a method that the address does not take."""
    methods = {method.strip() for method in refused["Allow"].split(",")} | {"OPTIONS"}
    if "GET" in methods:
        methods.add("HEAD")
    allow = ", ".join(sorted(methods))
    if request.method != "OPTIONS":
        detail = f"This address takes {allow}."
        return Problem(Kind.METHOD_NOT_ALLOWED, detail, headers={"Allow": allow}).response(request)
    return HttpResponse(
        status=204,
        headers={
            "Allow": allow,
            "Access-Control-Allow-Methods": allow,
            "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
            "Access-Control-Max-Age": str(PREFLIGHT_AGE_S),
        },
    )


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 when the client holds this very answer. Here and not left to the middleware, which passes HEAD by."""
    if "ETag" not in response or response.status_code != 200:
        return response
    decided = get_conditional_response(request, etag=response["ETag"], response=response)
    if decided is not None and decided.status_code == 412:
        return Problem(Kind.PRECONDITION_FAILED, "No ETag in If-Match is current.").response(request)
    return decided or response
