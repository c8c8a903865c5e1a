"""Connections to mail servers, and a reader that bounds a whole answer instead of each read."""

from __future__ import annotations

import socket
import ssl

from reportgen.domain.response_limit import ResponseLimit

PIECE = 65_536
"""Bytes that are read or sent at a time."""


def connection_to(host: str, port: int, seconds: float, trust: ssl.SSLContext | None) -> socket.socket:
    """A connection to the first address of a host that answers.

    Args:
        seconds: how long that may take; the addresses share it, so that one that is silent does not use it up.
        trust: the certificates that are trusted, for TLS from the start; None for plain text.

    Raises:
        OSError: no address answers, or there is no TLS.
    """
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    faults: list[OSError] = []
    for *_, address in addresses:
        try:
            connection = socket.create_connection((str(address[0]), port), seconds / len(addresses))
            break
        except OSError as fault:
            faults.append(fault)
    else:
        raise faults[-1] if faults else OSError(f"{host} has no address")
    connection.settimeout(seconds)
    try:
        # Without this the dot of a letter waits until its body is acknowledged.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return trust.wrap_socket(connection, server_hostname=host) if trust else connection
    except OSError:
        connection.close()
        raise


class ResponseReader:
    """Reads answers from a socket, each within its own limit."""

    def __init__(self, connection: socket.socket, limit: ResponseLimit) -> None:
        self._connection = connection
        self._limit = limit
        self._unread = bytearray()

    @property
    def has_unread(self) -> bool:
        """Whether more came than was asked for."""
        return bool(self._unread)

    def begin(self, limit: ResponseLimit) -> None:
        """Begins the next answer."""
        self._limit = limit

    def readline(self, limit: int) -> bytes:
        """The next line with its end; less at the end of the connection, or where the line is longer than the limit.

        Raises:
            OSError: the connection broke, or the response is over its limit.
        """
        looked_at = 0
        while (end := self._unread.find(b"\n", looked_at)) < 0 and len(self._unread) < limit:
            looked_at = len(self._unread)
            if not self._receive():
                break
        return self._taken(min(limit, end + 1 if end >= 0 else len(self._unread)))

    def read(self, size: int) -> bytes:
        """So many bytes; fewer at the end of the connection.

        Raises:
            OSError: as for ``readline``.
        """
        while len(self._unread) < size and self._receive():
            pass
        return self._taken(size)

    def close(self) -> None:
        """Forgets what was not read; the connection is closed by whoever opened it."""
        self._unread.clear()

    def _receive(self) -> int:
        """Receives the next piece; returns its size, 0 at the end of the connection."""
        self._connection.settimeout(self._limit.seconds_left())
        piece = self._connection.recv(PIECE)
        self._limit.take(len(piece))
        self._unread += piece
        return len(piece)

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._unread[:size])
        del self._unread[:size]
        return taken


def send_within(connection: socket.socket, data: bytes, limit: ResponseLimit) -> None:
    """Sends bytes as a whole within a limit.

    Raises:
        OSError: the connection broke, or the other side takes them too slowly.
    """
    rest = memoryview(data)
    while rest:
        connection.settimeout(limit.seconds_left())
        rest = rest[connection.send(rest[:PIECE]) :]
