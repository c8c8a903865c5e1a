"""HTTP sessions whose answers are bounded as a whole: in time, and in bytes after decompression."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager

from reportgen.domain.response_limit import ResponseLimit
from reportgen.domain.timer import Timer
from reportgen.errors import SourceError
from reportgen.i18n.message import said

PIECE = 65_536
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """What answers may take as a whole.

    Attributes:
        seconds: for one answer, which is at most a page.
        max_bytes: of one answer, after decompression; a page of 10,000 rows has some five million.
        all_seconds: for all answers together; all tables take some minutes.
        all_bytes: of all answers together.
    """

    seconds: float = 300.0
    max_bytes: int = 50_000_000
    all_seconds: float = 1_500.0
    all_bytes: int = 500_000_000


class BoundedHttp:
    """Makes sessions whose answers are bounded, each alone and all together."""

    def __init__(self, limits: HttpLimits, timer: Timer) -> None:
        self._limits = limits
        self._timer = timer
        self._all = ResponseLimit(timer, limits.all_seconds, limits.all_bytes)

    def session(self) -> requests.Session:
        """A session of requests."""
        session = requests.Session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _BoundedAdapter(self))
        return session

    def response_limit(self) -> ResponseLimit:
        """The limits of the next answer as it comes over the network.

        Raises:
            TimeoutError: all time is up.
        """
        seconds = min(self._all.seconds_left(), self._limits.seconds)
        return ResponseLimit(self._timer, seconds, self._limits.max_bytes)

    def body(self, pieces: Iterable[bytes]) -> bytes:
        """The body of an answer.

        Args:
            pieces: of it, decompressed.

        Raises:
            OSError: it is too large.
        """
        whole, limit = bytearray(), ResponseLimit(self._timer, self._limits.seconds, self._limits.max_bytes)
        for piece in pieces:
            limit.take(len(piece))
            self._all.take(len(piece))
            whole += piece
        return bytes(whole)


class _BoundedAdapter(HTTPAdapter):
    """Reads each answer, of a redirection too, in full and within its limits before anything looks at it."""

    def __init__(self, http: BoundedHttp) -> None:
        self._http = http
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Makes the pools of connections, as in requests."""
        super().init_poolmanager(*args, **options)
        self._bound(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        """The pools of connections by way of a proxy, as in requests."""
        manager = super().proxy_manager_for(*args, **options)
        self._bound(manager)
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Sends a request; the whole answer.

        Raises:
            SourceError: the answer is too large.
            requests.RequestException: it does not come, or not in time.
        """
        try:
            self._limit = self._http.response_limit()
        except TimeoutError as fault:
            raise requests.ReadTimeout(str(fault), request=request) from None
        response = super().send(request, *args, **{**options, "stream": True})
        try:
            response._content = self._http.body(response.iter_content(PIECE))  # where requests itself keeps it
        except requests.RequestException:  # which is an OSError
            raise
        except OSError as fault:
            raise SourceError(
                said("What CBS answers is too much: {reason}", reason=fault), todo="try again later"
            ) from None
        finally:
            response.close()
        return response

    def _bound(self, manager: PoolManager) -> None:
        """Gives the connections of a manager answers that are read by ``_BoundedReader``."""

        def response(connection: socket.socket, **options: Any) -> HTTPResponse:
            options_of_answer = {**options, "sock": _BoundedSocket(connection, self._limit)}
            return HTTPResponse(**options_of_answer)

        def connection(kind: Callable[..., Any], **options: Any) -> Any:
            made = kind(**options)
            made.response_class = response
            return made

        def pool(kind: type[HTTPConnectionPool], host: str, port: int, **options: Any) -> HTTPConnectionPool:
            made: Any = kind(host, port, **options)
            made.ConnectionCls = partial(connection, kind.ConnectionCls)
            return made  # type: ignore[no-any-return]  # Any only to set a factory where urllib3 has a class

        by_scheme: Any = {"http": partial(pool, HTTPConnectionPool), "https": partial(pool, HTTPSConnectionPool)}
        manager.pool_classes_by_scheme = by_scheme


class _BoundedSocket:
    """What an HTTP answer needs of a socket: a file to read, which is bounded."""

    def __init__(self, connection: socket.socket, limit: ResponseLimit) -> None:
        self._connection = connection
        self._limit = limit

    def makefile(self, mode: str) -> io.BufferedReader:
        """The file of the answer."""
        return io.BufferedReader(_BoundedReader(self._connection, self._limit))


class _BoundedReader(io.RawIOBase):
    """Reads a socket within a limit."""

    def __init__(self, connection: socket.socket, limit: ResponseLimit) -> None:
        self._connection = connection
        self._longest = connection.gettimeout()
        self._limit = limit
        self._stream = connection.makefile("rb", buffering=0)  # keeps the socket open for as long as it is read

    def readable(self) -> bool:
        """It is read only."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Reads the next piece.

        Raises:
            OSError: the connection broke, or the response is over its limit.
        """
        left = self._limit.seconds_left()
        self._connection.settimeout(left if self._longest is None else min(left, self._longest))
        size = self._stream.readinto(buffer)
        self._limit.take(size or 0)
        return size

    def close(self) -> None:
        """Lets go of the socket."""
        if not self.closed:
            self._stream.close()
        super().close()
