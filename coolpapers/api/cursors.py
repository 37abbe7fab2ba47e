"""Cursors of all paged calls: where a page ended, signed, and bound to the call that made it.

Opaque to clients. A cursor holds a digest of the call's filters: with other filters it would skip papers, so that is a 400.
"""

from typing import Final
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from coolpapers.api.answers import digest
from coolpapers.api.problems import Fault, Kind, Problem

PRESENTATION: Final = frozenset({"cursor", "limit", "facets", "highlight"})
"""Parameters that neither choose nor order papers: they may change from page to page."""


def make_cursor(request: HttpRequest, *place: str) -> str:
    """The cursor for `place` in the answer to this call."""
    return _signer().sign_object([_question(request), *place])


def read_cursor(request: HttpRequest, cursor: str) -> list[str]:
    """The place that `make_cursor` wrote for the same question. Raises the 400 for any other cursor."""
    try:
        question, *place = _signer().unsign_object(cursor)
    except BadSignature:
        raise _bad(
            "The cursor is damaged or was made by another installation; begin again without it."
        ) from None
    if question != _question(request):
        raise _bad("The cursor was made by a call with other filters; begin again without it.")
    return [str(part) for part in place]


def _signer() -> Signer:
    return Signer(salt="coolpapers.api.cursor", sep=".")


def _question(request: HttpRequest) -> str:
    asked = {name: request.GET[name] for name in sorted(request.GET) if name not in PRESENTATION}
    return digest(f"{request.path_info}?{urlencode(asked)}".encode())


def _bad(detail: str) -> Problem:
    return Problem(Kind.BAD_CURSOR, detail, Fault("cursor", detail))
