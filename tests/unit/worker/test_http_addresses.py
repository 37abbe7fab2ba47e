"""Which addresses are asked, at what interval, and where redirects may lead."""

import pytest

from worker.http.addresses import checked, interval_for, redirected
from worker.http.answer import ExchangeRefused

OAI = "https://oaipmh.arxiv.org/oai?verb=Identify"


@pytest.mark.parametrize(
    "here, location, there",
    [
        (OAI, "/oai2?x=1", "https://oaipmh.arxiv.org/oai2?x=1"),
        (OAI, "https://export.arxiv.org/oai2", "https://export.arxiv.org/oai2"),
        (
            "http://arxiv.org/list/cs/new",
            "https://www.arxiv.org/list/cs/new",
            "https://www.arxiv.org/list/cs/new",
        ),
        ("http://127.0.0.1:8001/oai", "http://127.0.0.1:8002/", "http://127.0.0.1:8002/"),
        ("https://mirror.example.org/a", "//mirror.example.org/b", "https://mirror.example.org/b"),
    ],
)
def test_redirect_is_followed(here: str, location: str, there: str) -> None:
    assert redirected(here, location) == there


@pytest.mark.parametrize(
    "here, location",
    [
        (OAI, "https://example.org/"),
        (OAI, "https://arxiv.org.example.org/"),
        (OAI, "https://notarxiv.org/"),
        (OAI, "http://127.0.0.1:6379/"),
        (OAI, "http://169.254.169.254/latest/meta-data"),
        (OAI, "http://oaipmh.arxiv.org/oai"),
        (OAI, "file:///etc/passwd"),
        (OAI, "ftp://arxiv.org/"),
        (OAI, "https://[::1"),
        (OAI, "https://arxiv.org:99999999/"),
        ("http://127.0.0.1:8001/oai", "https://arxiv.org/"),
        ("https://mirror.example.org/a", "https://arxiv.org/"),
    ],
)
def test_redirect_is_refused(here: str, location: str) -> None:
    with pytest.raises(ExchangeRefused):
        redirected(here, location)


@pytest.mark.parametrize(
    "url", ["", "oai", "file:///etc/passwd", "gopher://arxiv.org/", "http:///x", "http://[a"]
)
def test_only_http_addresses_are_asked(url: str) -> None:
    with pytest.raises(ExchangeRefused):
        checked(url)


@pytest.mark.parametrize(
    "url, configured, interval",
    [
        ("http://127.0.0.1:1/", 0, 0),
        ("http://localhost/", 0.3, 0.3),
        ("http://[::1]:80/", 0, 0),
        ("https://export.arxiv.org/", 0, 3),
        ("https://export.arxiv.org/", 10, 10),
        ("https://127.0.0.1.example.org/", 0, 3),
    ],
)
def test_interval_is_arxivs_off_loopback(url: str, configured: float, interval: float) -> None:
    assert interval_for(checked(url), configured) == interval
