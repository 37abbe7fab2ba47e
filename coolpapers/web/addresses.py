"""Addresses of our own pages, in the one spelling that links, redirects, feeds and the sitemap share."""

from typing import Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest

from coolpapers.papers.models import Paper

_SAFE: Final = "/,+-.:@"  # stand for themselves in a path


def paper_path(arxiv_id: str) -> str:
    """The page of one paper, with or without version."""
    return f"/arxiv/{quote(arxiv_id, safe=_SAFE)}"


def fetch_path(arxiv_id: str) -> str:
    """Where a paper that is not held is asked for."""
    return f"{paper_path(arxiv_id)}/fetch"


def related_path(paper: Paper) -> str:
    return f"{paper_path(paper.arxiv_id)}/related"


def related_list_path(ids: str, **params: object) -> str:
    """What is related to papers, their ids joined by commas."""
    return _with(f"{paper_path(ids)}/related", params)


def list_path(names: str, **params: object) -> str:
    """A LIST in its canonical spelling; parameters that are None or empty are left out."""
    return _with(f"/arxiv/{quote(names, safe=_SAFE)}", params)


def search_path(query: str = "", **params: object) -> str:
    return _with("/arxiv/search", {"query": query, **params})


def feed_path(path: str) -> str:
    """The Atom address of a list's or a search's page."""
    bare, mark, query = path.partition("?")
    return f"{bare}/feed{mark}{query}"


def absolute(request: HttpRequest, path: str) -> str:
    """The address with scheme and host: BASE_URL where the operator gave one, else as the request came."""
    return settings.BASE_URL + path if settings.BASE_URL else request.build_absolute_uri(path)


def _with(path: str, params: dict[str, object]) -> str:
    given = {name: value for name, value in params.items() if value not in (None, "")}
    return f"{path}?{urlencode(given, safe=',')}" if given else path
