"""One exchange with one server: a request sent, an answer read within its bounds. No retries, no redirects, no waiting."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout, make_headers
from urllib3.exceptions import HTTPError, LocationValueError

from worker.http.addresses import checked, is_loopback
from worker.http.answer import RETURNED, Answer, ExchangeFailed, ExchangeRefused
from worker.http.body import whole_body
from worker.http.deadline import Deadline, WatchedHTTPPool, WatchedHTTPSPool

CONNECT_TIMEOUT_S: Final = 10.0
# A full page of arXivRaw takes arXiv's server tens of seconds to begin.
READ_TIMEOUT_S: Final = 60.0
_CHUNK: Final = 65_536
# Its connections and pools, as urllib3 writes them before what happened to them.
_OWN_NAMES: Final = re.compile(r"\A<?\w*(?:Connection|Pool)\w*\([^)]*\)>?: ")
_POOLS: Final = {"http": WatchedHTTPPool, "https": WatchedHTTPSPool}


class Transport:
    """Sends single requests over kept connections; safe over threads.

    Proxies are those of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, never for loopback addresses.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        connect_s: float = CONNECT_TIMEOUT_S,
        read_s: float = READ_TIMEOUT_S,
        deadline_s: float,
    ) -> None:
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip"}
        self._timeout = Timeout(connect=connect_s, read=read_s)
        self._deadline_s = deadline_s
        self._direct = _watched(PoolManager())
        self._proxies = {
            scheme: _proxy(url) for scheme, url in getproxies_environment().items() if scheme in _POOLS
        }

    def exchange(
        self,
        url: str,
        *,
        max_bytes: int,
        headers: Mapping[str, str],
        alive: Callable[[], None],
    ) -> Answer:
        """The server's answer; the body is read for statuses that are returned to the caller, else left.

        `alive` is called while the body comes, after every chunk. Raises ExchangeFailed, ExchangeRefused and what `alive` raises.
        """
        manager = self._manager(checked(url))
        with Deadline(self._deadline_s) as deadline:
            try:
                response = manager.request(
                    "GET",
                    url,
                    headers=self._headers | dict(headers),
                    timeout=self._timeout,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                try:
                    answer = _read(response, max_bytes, alive)
                except BaseException:
                    response.close()
                    raise
            except LocationValueError as error:
                raise ExchangeRefused(f"{url[:200]} is no address: {error}") from error
            except (HTTPError, HTTPException, OSError) as error:
                if deadline.passed:
                    raise ExchangeFailed(f"no whole answer within {self._deadline_s:g} s") from error
                raise ExchangeFailed(_in_words(error)) from error
        # A connection that ends within the headers looks like a complete answer without a body.
        if deadline.passed or (answer.status == 200 and not answer.body):
            raise ExchangeFailed(
                f"no whole answer within {self._deadline_s:g} s" if deadline.passed else "an empty answer"
            )
        return answer

    def close(self) -> None:
        """Closes the kept connections."""
        self._direct.clear()
        for manager in filter(None, self._proxies.values()):
            manager.clear()

    def _manager(self, parts: SplitResult) -> PoolManager:
        if parts.scheme not in self._proxies or is_loopback(parts) or proxy_bypass(parts.netloc):
            return self._direct
        proxy = self._proxies[parts.scheme]
        if proxy is None:
            raise ExchangeRefused(
                f"the proxy of {parts.scheme.upper()}_PROXY is not an http:// or https:// address"
            )
        return proxy


def _in_words(error: Exception) -> str:
    """What went wrong, without the client's own objects that urllib3 names in front of it."""
    told = _OWN_NAMES.sub("", str(error)).strip() or type(error).__name__
    return told[:500]


def _read(response: BaseHTTPResponse, max_bytes: int, alive: Callable[[], None]) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    wanted = response.status // 100 == 2 or response.status in RETURNED
    if wanted:
        length = headers.get("content-length", "")
        if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > max_bytes:
            raise ExchangeFailed(f"the body is {int(length):,} bytes long, more than {max_bytes:,}")
        body = whole_body(_chunks(response, alive), headers.get("content-encoding", ""), max_bytes)
        response.release_conn()
    else:
        body = b""
        response.close()
    return Answer(response.status, headers, body, datetime.now(UTC))


def _chunks(response: BaseHTTPResponse, alive: Callable[[], None]) -> Iterator[bytes]:
    # read1: what has come, however little, so that `alive` is called while a slow server drips.
    while chunk := response.read1(_CHUNK, decode_content=False):
        yield chunk
        alive()


def _proxy(url: str) -> PoolManager | None:
    """Connections through the proxy; None for a kind that is not spoken, such as SOCKS."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    headers = None
    if parts.username:
        headers = make_headers(proxy_basic_auth=f"{unquote(parts.username)}:{unquote(parts.password or '')}")
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    try:
        return _watched(ProxyManager(address, proxy_headers=headers))
    except (HTTPError, ValueError):
        return None


def _watched(manager: PoolManager) -> PoolManager:
    manager.pool_classes_by_scheme = _POOLS
    return manager
