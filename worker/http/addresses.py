"""Which addresses may be asked, at what interval, and where a redirect may lead."""

from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from coolpapers.env import ARXIV_INTERVAL_S, LOOPBACK
from worker.http.answer import ExchangeRefused

MAX_REDIRECTS: Final = 5
_SCHEMES: Final = frozenset({"http", "https"})


def checked(url: str) -> SplitResult:
    """The parts of an address that may be asked. Raises ExchangeRefused."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - a wrong port raises here
    except ValueError as error:
        raise ExchangeRefused(f"{url[:200]} is no address: {error}") from error
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise ExchangeRefused(f"{url[:200]} is not an http or https address")
    return parts


def is_loopback(parts: SplitResult) -> bool:
    return parts.hostname in LOOPBACK


def interval_for(parts: SplitResult, configured_s: float) -> float:
    """Seconds between requests to this host: as configured on loopback, elsewhere never under arXiv's terms."""
    return configured_s if is_loopback(parts) else max(configured_s, ARXIV_INTERVAL_S)


def redirected(url: str, location: str) -> str:
    """Where the redirect leads: within the same host, or from one arXiv host to another; never from https to http.

    Raises ExchangeRefused for anywhere else: an answer must not be able to send us about.
    """
    here = checked(url)
    try:
        target = urljoin(url, location)
    except ValueError as error:
        raise ExchangeRefused(f"{url} redirects to {location[:200]!r}, which is no address") from error
    there = checked(target)
    same = here.hostname == there.hostname
    if not same and not (_is_arxiv(here) and _is_arxiv(there)):
        raise ExchangeRefused(f"{url} redirects to the strange host {there.hostname}")
    if here.scheme == "https" and there.scheme == "http":
        raise ExchangeRefused(f"{url} redirects from https to http")
    return target


def _is_arxiv(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return host == "arxiv.org" or host.endswith(".arxiv.org")
