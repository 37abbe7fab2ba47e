"""An end to every exchange: time-outs count from byte to byte, so a server that drips would never meet one."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse

_current: Final = threading.local()


class Deadline:
    """While the block runs: after `seconds` the connection of this thread's exchange is shut, and `passed` is true."""

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._lock = threading.Lock()
        self._over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        _current.deadline = self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._over = True  # the connection may serve another exchange from now on
        self._timer.cancel()
        _current.deadline = None

    def watch(self, connection: socket.socket) -> None:
        with self._lock:
            self._socket = connection
            if self.passed:
                _shut(connection)

    def _shut(self) -> None:
        with self._lock:
            if self._over:
                return
            self.passed = True
            if self._socket is not None:
                _shut(self._socket)


def _shut(connection: socket.socket) -> None:
    # Below TLS: its own shutdown would wait for the other side.
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _watch(connection: socket.socket | None) -> None:
    deadline: Deadline | None = getattr(_current, "deadline", None)
    if deadline is not None and connection is not None:
        deadline.watch(connection)


class _WatchedHTTPConnection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own
        _watch(self.sock)
        return super().getresponse()


class _WatchedHTTPSConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own
        _watch(self.sock)
        return super().getresponse()


class WatchedHTTPPool(HTTPConnectionPool):
    """Connections that a Deadline can end."""

    ConnectionCls = _WatchedHTTPConnection


class WatchedHTTPSPool(HTTPSConnectionPool):
    """Connections over TLS that a Deadline can end."""

    ConnectionCls = _WatchedHTTPSConnection
