"""Whether a form was sent by one of our own pages, without cookies or tokens.

The site knows its readers by nothing, so a forged request gains no rights; it could only make a reader's browser spend that
reader's share of the limits. Browsers say where a POST comes from: Sec-Fetch-Site (all since 2023, on https and loopback) and
Origin (on every POST). A client that sends neither is no browser, and nobody's to be misused.
Source of truth: the Fetch standard and W3C Fetch Metadata.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def same_origin(request: HttpRequest) -> bool:
    """False for a request that a page of another site made."""
    if (site := request.headers.get("Sec-Fetch-Site")) is not None:
        return site in {"same-origin", "none"}
    if (origin := request.headers.get("Origin")) is not None:
        return origin.lower().partition("://")[2] in _own_hosts(request)
    return True


def _own_hosts(request: HttpRequest) -> set[str]:
    """Host and port as the browser names them; the scheme is left out, since a server in front may end TLS."""
    hosts = {request.get_host().lower()}
    if settings.BASE_URL:
        hosts.add(urlsplit(settings.BASE_URL).netloc.lower())
    return hosts
