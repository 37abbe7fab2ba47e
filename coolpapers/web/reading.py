"""The frame of every page view: reading methods only, and a refused parameter becomes a 400 page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from coolpapers.web.errors import refused
from coolpapers.web.parameters import BadParameter

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def reading(view: View[P]) -> View[P]:
    """The view for GET and HEAD; browsers ask again before they show a kept copy, which costs a 304."""

    @wraps(view)
    def framed(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except BadParameter as fault:
            return refused(request, fault)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, no_cache=True)
        return response

    return cast(View[P], require_safe(framed))
