"""The whole site in this process for a browser: the test database with some papers, and their index."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from coolpapers.engine import search_backend
from coolpapers.papers.records import PaperRecord
from coolpapers.papers.store import upsert
from tests.browser.script_site import WEB
from tests.conftest import missing
from worker.pipeline import rebuild_index


@contextmanager
def stored_site(papers: Iterable[PaperRecord], folder: Path, database: Any) -> Iterator[str]:
    """The address; `database` is pytest-django's blocker. The tables are empty again afterwards."""
    if not (WEB / "static/vendor/mathjax/startup.js").exists():
        missing("MathJax is not in coolpapers/web/static/vendor (make install)")
    search_backend.cache_clear()
    index = f"tantivy://{folder / 'index'}"
    with database.unblock(), override_settings(SEARCH_URL=index, ALLOWED_HOSTS=["localhost"]):
        server = LiveServer("localhost")
        try:
            upsert(papers)
            rebuild_index()
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            search_backend.cache_clear()
