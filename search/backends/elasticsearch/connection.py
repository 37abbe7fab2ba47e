"""The client of this process, and what can go wrong on the wire as errors of `search.errors`.

A client is made at the first request of each process, so forked workers never share sockets. A node that does not answer
is left out for some seconds while others take its requests; with one node every request tries it again.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any, Final

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, SerializationError, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError
from elasticsearch.serializer import OrjsonSerializer

from search.backends.elasticsearch.address import Address
from search.errors import BackendUnavailable, IndexMissing
from search.time_limit import seconds_left

# The transport logs every request; failures reach our own log as errors.
logging.getLogger("elastic_transport").setLevel(logging.WARNING)

SERVER_MAJOR: Final = "9"
LONG_S: Final = (
    300.0  # for what takes as long as the index is large: refreshing, swapping, a bulk on a busy machine
)

_RETRY_STATUS = (429, 502, 503, 504)
_RETRY_AFTER_S = 10
_LONGEST_WAIT_S = 3_600
REST_S = 5.0
"""Seconds for which readers' questions are refused at once after one was not answered in time: a server that hangs would hold
every thread of the web process for its whole time limit, and the pages that need no search with them."""


class Connection:
    """One cluster, asked from any thread and any process."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._client: Elasticsearch | None = None
        self._rests_until = {True: 0.0, False: 0.0}  # steady seconds, for questions in haste and for readers

    def ask(self, request: Callable[[Elasticsearch], Any], *, timeout_s: float | None = None) -> Any:
        """The body of the cluster's answer. BackendUnavailable, IndexMissing.

        What has a time limit of its own (writing, building) is asked even while readers are refused. A question in haste
        (`answered_within`) that was not answered says nothing to readers, who wait longer.
        """
        if timeout_s is not None:
            with self._guard():
                answer = request(self._checked().options(request_timeout=timeout_s))
            return getattr(answer, "body", answer)
        in_haste = seconds_left() is not None
        if time.monotonic() < max(self._rests_until[in_haste], self._rests_until[False]):
            raise BackendUnavailable(self._silence, retry_after_s=ceil(REST_S))
        try:
            with self._guard():
                answer = request(self._limited(self._checked()))
        except BackendUnavailable as away:
            if isinstance(away.__cause__, ConnectionTimeout):
                self._rests_until[in_haste] = time.monotonic() + REST_S
            raise
        return getattr(answer, "body", answer)

    def _limited(self, client: Elasticsearch) -> Elasticsearch:
        """The client for a question of now: what is left of its time is shared among the nodes that may be asked in turn."""
        left = seconds_left()
        if left is None:
            return client
        if left == 0.0:
            raise BackendUnavailable(self._silence)
        return client.options(request_timeout=min(left, self.address.timeout_s) / len(self.address.nodes))

    def close(self) -> None:
        """Closes the sockets; the next request opens others."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _checked(self) -> Elasticsearch:
        """This process's client; the cluster's version is looked at once, before the first request."""
        if self._pid != os.getpid():
            self._reset()
        if self._client is None:
            left = seconds_left()
            if not self._lock.acquire(timeout=-1 if left is None else left):
                raise BackendUnavailable(self._silence)
            try:
                if self._client is None:
                    client = self._made()
                    self._check_version(self._limited(client))
                    self._client = client
            finally:
                self._lock.release()
        return self._client

    def _made(self) -> Elasticsearch:
        given = self.address
        several = len(given.nodes) > 1
        secure: dict[str, Any] = {"ca_certs": given.ca} if given.ca else {}
        return Elasticsearch(
            list(given.nodes),
            basic_auth=(given.user, given.password) if given.user else None,
            api_key=given.api_key or None,
            request_timeout=given.timeout_s,
            # A single node is tried twice: the first try may have met a connection that died while idle.
            max_retries=max(len(given.nodes) - 1, 1),
            retry_on_timeout=several,
            retry_on_status=_RETRY_STATUS if several else (),
            serializer=OrjsonSerializer(),
            **secure,
        )

    def _check_version(self, client: Elasticsearch) -> None:
        """BackendUnavailable for servers of another major version: their scores, and half of the calls, differ."""
        try:
            told = client.nodes.info(metric="_none", filter_path="nodes.*.version")
        except ApiError as error:
            if error.meta.status in {401, 403}:  # may be no monitor; the request itself will tell
                return
            if "media_type" in str(error.body):  # how version 8 answers a client of version 9
                raise self._wrong_version("of an older version") from error
            raise
        found = {str(node["version"]) for node in told.get("nodes", {}).values()}
        for version in sorted(found):
            if version.partition(".")[0] != SERVER_MAJOR:
                raise self._wrong_version(version)

    @property
    def _silence(self) -> str:
        return f"Elasticsearch at {self.address.shown} did not answer within its time limit."

    def _wrong_version(self, version: str) -> BackendUnavailable:
        return BackendUnavailable(
            f"Elasticsearch at {self.address.shown} is {version}; version {SERVER_MAJOR} is needed.",
            retry_after_s=300,
        )

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except UnsupportedProductError as error:
            raise BackendUnavailable(f"What answers at {self.address.shown} is no Elasticsearch.") from error
        except ApiError as error:
            raise self.refusal(
                error.meta.status, error.body, error.meta.headers.get("retry-after")
            ) from error
        except ConnectionTimeout as error:
            raise BackendUnavailable(self._silence) from error
        except TlsError as error:
            raise BackendUnavailable(
                f"The certificate of Elasticsearch at {self.address.shown} is not trusted; name its authority with ?ca=."
                f" ({error.message})",
                retry_after_s=60,
            ) from error
        except (NoConnection, SerializationError, TransportError) as error:
            raise BackendUnavailable(
                f"Elasticsearch at {self.address.shown} cannot be reached: {error}"
            ) from error

    def refusal(self, status: int, body: object, retry_after: str | None = None) -> BackendUnavailable:
        """The error for an answer that is none; also for one part of a bulk or a multiple search."""
        kind, reason = _cause(body)
        if kind == "index_not_found_exception":
            return IndexMissing(f"Elasticsearch at {self.address.shown} has no index {self.address.index}.")
        if status in {401, 403}:
            return BackendUnavailable(
                f"Elasticsearch at {self.address.shown} refuses the login in the address of the search engine "
                f"({status} {kind}).",
                retry_after_s=60,
            )
        given = retry_after if retry_after and retry_after.isdecimal() else ""
        wait_s = min(int(given[:6]), _LONGEST_WAIT_S) if given else _RETRY_AFTER_S
        return BackendUnavailable(
            f"Elasticsearch at {self.address.shown} answered {status}: {kind} {reason}"[:500],
            retry_after_s=wait_s,
        )


def _cause(body: object) -> tuple[str, str]:
    """Kind and reason of the error in an answer."""
    error = body.get("error") if isinstance(body, dict) else body
    if isinstance(error, dict):
        (error,) = error.get("root_cause", [])[:1] or (error,)  # "all shards failed" says nothing
        return str(error.get("type", "")), str(error.get("reason", ""))
    return "", str(error or "")
