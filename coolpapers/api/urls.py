"""Addresses under /api: version 1, its description for machines and for people, and a 404 that is never a page."""

from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, include, path, re_path

from coolpapers.api.api import api
from coolpapers.api.docs import docs
from coolpapers.api.edge import at_edge
from coolpapers.api.openapi import openapi


def no_such_call(request: HttpRequest) -> NoReturn:
    raise Http404


def _calls() -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        assert isinstance(pattern, URLPattern)
        yield URLPattern(pattern.pattern, at_edge(pattern.callback), pattern.default_args, pattern.name)


urlpatterns: list[Any] = [
    path("v1/", include((list(_calls()), "api"))),
    path("openapi.json", at_edge(openapi), name="openapi"),
    path("docs", docs, name="api-docs"),
    re_path("", at_edge(no_such_call)),
]
