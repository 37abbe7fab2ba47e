"""Whole addresses of this service in answers: from BASE_URL where the operator gave one, else as the request came."""

from django.conf import settings
from django.http import HttpRequest, QueryDict


def origin(request: HttpRequest) -> str:
    """Scheme and host (and prefix) without a closing slash. Raises DisallowedHost for a host not served."""
    if settings.BASE_URL:
        return str(settings.BASE_URL)
    prefix = request.path.removesuffix(request.path_info)
    return f"{request.scheme}://{request.get_host()}{prefix}"


def next_page(request: HttpRequest, cursor: str | None) -> str | None:
    """The address of the page after this one: the same call with another cursor; None when `cursor` is."""
    if cursor is None:
        return None
    query = QueryDict(mutable=True)
    query.update(request.GET)
    query["cursor"] = cursor
    return f"{origin(request)}{request.path_info}?{query.urlencode()}"
