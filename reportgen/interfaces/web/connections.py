"""Connections of browsers: how many may be open, and how long each may keep the server waiting.

uvicorn bounds the head of a request in bytes, and idle connections only while nothing at all is received on them. The
rest is here: half-sent heads and bodies, responses that nobody takes, and the number of connections.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import ip_address, ip_network
from math import inf
from time import monotonic
from typing import Any, ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Limits on connections.

    Attributes:
        total: connections that are open at once; up to twice as many while we work on a response for all of them.
        per_address: the same, of one address; 0 for no such limit, where all come through a proxy.
        head_seconds: time for a whole request line with its headers, from when the server waits for it.
        body_seconds: time for a request body, and a second more for each ``body_rate`` bytes received.
        body_rate: bytes per second.
        body_bytes: bytes of a request body, those that are discarded included.
        unread_seconds: time in which a client must take something of what was written to it.
    """

    total: int = 400
    per_address: int = 100
    head_seconds: float = 10
    body_seconds: float = 20
    body_rate: float = 5_000
    body_bytes: int = 250_000_000
    unread_seconds: float = 30


DEFAULT_LIMITS = ConnectionLimits()


class _Phase(Enum):
    """What a connection waits for: the head of a request, its body, or our response."""

    HEAD = auto()
    BODY = auto()
    RESPONSE = auto()


class BoundedConnection(H11Protocol):
    """A connection of a browser that ends when it is too late with something.

    Attributes:
        limits: the limits; all connections count that are in uvicorn's state of the server.
    """

    limits: ClassVar[ConnectionLimits] = DEFAULT_LIMITS

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._phase = _Phase.HEAD
        self._since = self._heard = self._taken = monotonic()
        self._received = 0
        self._late = False
        self.network = ""

    def connection_made(self, transport: Any) -> None:
        """Begins; where there are too many connections, the one ends whose deadline is nearest."""
        super().connection_made(transport)
        self.network = network_of(self.client[0] if self.client else "")
        for limit, among in ((self.limits.per_address, self.network), (self.limits.total, "")):
            connections = [cast(BoundedConnection, each) for each in self.connections]
            others = [each for each in connections if each is not self and (not among or each.network == among)]
            if limit and len(others) >= limit:
                nearest = min(others, key=lambda each: each.deadline)
                if nearest.deadline < inf:
                    nearest.abort()
                elif len(others) >= 2 * limit:
                    self.abort()

    def data_received(self, data: bytes) -> None:
        """Takes what came in."""
        self._heard = monotonic()
        self._received += len(data)
        super().data_received(data)
        self._note_phase()
        if self._received > self.limits.body_bytes:
            self.abort()

    def resume_writing(self) -> None:
        """The client took most of what was written to it."""
        self._taken = monotonic()
        super().resume_writing()

    @property
    def deadline(self) -> float:
        """When the client must have done its part, in monotonic seconds; infinite while it is our turn."""
        self._note_phase()
        if self.transport.get_write_buffer_size():
            return self._taken + self.limits.unread_seconds
        match self._phase:
            case _Phase.HEAD if self.cycle is not None and self._heard < self._since:
                return self._since + min(self.timeout_keep_alive, self.limits.head_seconds)
            case _Phase.HEAD:
                return self._since + self.limits.head_seconds
            case _Phase.BODY if not self.flow.read_paused:
                return self._since + self.limits.body_seconds + self._received / self.limits.body_rate
        return inf

    def end_if_late(self) -> None:
        """Ends the connection after its deadline; to be called a few times a second."""
        if not self.transport.get_write_buffer_size():
            self._taken = monotonic()
        late = monotonic() > self.deadline
        if late and self._late:  # twice in a row: what lay there to be read while we were busy is read by now
            self.abort()
        self._late = late

    def shutdown(self) -> None:
        """Ends when the server stops: at once where it is the client's turn, else after the response."""
        if self.deadline < inf:
            self.abort()
        else:
            super().shutdown()

    def abort(self) -> None:
        """Ends the connection at once: closing it would wait for the client to take what was written."""
        self.connections.discard(self)
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Answers what is no request of HTTP, or has too large a head, and ends the connection."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            page = web_page("error", code=400, message=web_words()["error"]["400"]).encode()
            headers = [
                *(("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))),
                *(("Connection", "close"), ("Cache-Control", "no-store")),
                *(("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'"),),
            ]
            for event in (
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=page),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:  # whatever still works on a response has nobody to send it to
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _note_phase(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            phase = _Phase.BODY if self.cycle.more_body else _Phase.RESPONSE
        else:
            phase = _Phase.BODY if self.conn.their_state is h11.SEND_BODY else _Phase.HEAD
        if phase is not self._phase:
            self._phase, self._since, self._received = phase, monotonic(), 0


def connections_with(limits: ConnectionLimits) -> type[BoundedConnection]:
    """The class of connections with these limits."""
    return type("BoundedConnection", (BoundedConnection,), {"limits": limits})


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network of an IPv6 address.

    Args:
        address: as a connection or a proxy gives it; anything else is taken as it is, cut to 64 characters.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
