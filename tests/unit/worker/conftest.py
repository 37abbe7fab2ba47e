"""The test arXiv, taken for arXiv by the worker's sources."""

import pytest

from tests.arxiv import running
from tests.unit.worker.arxiv_world import TUESDAY, eastern, week
from worker import network
from worker.http import retrying


@pytest.fixture
def arxiv(settings, monkeypatch):
    """The server, at Tuesday noon in its own time zone."""
    monkeypatch.setattr(retrying, "BACKOFF_FIRST_S", 0.02)  # what fails for long fails fast
    with running(week(), now=eastern(TUESDAY, 12)) as server:
        settings.OAI_URL, settings.FEED_URL = server.oai_url, server.feed_url
        settings.ARXIV_API_URL, settings.LISTING_URL = server.api_url, server.listing_url
        settings.REQUEST_INTERVAL_S = 0
        network.client.cache_clear()
        network._FEED_ETAGS.clear()
        yield server
        network.client.cache_clear()


@pytest.fixture
def memory_index(settings):
    """An empty index of this test's own."""
    from coolpapers import engine

    settings.SEARCH_URL = "memory://"
    engine.search_backend.cache_clear()
    yield engine.search_backend()
    engine.search_backend.cache_clear()
