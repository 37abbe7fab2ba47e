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
    return None if cursor is None else changed_call(request, cursor=cursor)


def changed_call(request: HttpRequest, **changes: str) -> str:
    """The address of this call with some parameters changed; those changed to "" are left out."""
    query = QueryDict(mutable=True)
    query.update(request.GET)
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    address = f"{origin(request)}{request.path_info}"
    return f"{address}?{query.urlencode()}" if query else address
