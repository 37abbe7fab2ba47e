"""This process's search backend, opened once from COOLPAPERS_SEARCH_URL."""

from functools import cache

from django.conf import settings

from search import SearchBackend, open_backend


@cache
def search_backend() -> SearchBackend:
    """The backend that pages, REST and the index pipeline share; opening it never needs the engine to be up."""
    return open_backend(settings.SEARCH_URL)
