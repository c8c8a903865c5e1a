"""Security middleware around the whole app: allowed host names, size of requests, security headers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, MutableMapping
from itertools import chain
from typing import Any

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words

MAX_HEAD_BYTES = 32_768
"""Bytes of an address and the headers of a request: browsers send a few thousand."""

MAX_BODY_BYTES = 21_000_000
"""Bytes of a request body: the largest list that is accepted, and the form around it."""

MAX_DISCARDED_BYTES = 200_000_000
"""Bytes of a refused body that are read and discarded: a browser shows no answer before it has sent everything."""

PIECE = 65_536
"""Bytes of a response that are written at once; the rest waits until the client took them."""

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:@/\\\[\]?#]+))(?::[0-9]{1,5})?")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("script", "style", "img", "font", "connect", "frame")),
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

FRAMED_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "sandbox",
            "default-src 'none'",
            "style-src 'unsafe-inline'",
            "form-action 'none'",
            "frame-ancestors 'self'",
            "base-uri 'none'",
        )
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
"""Headers of HTML that is not ours, for a frame on a page: it runs nothing, fetches nothing and reaches nothing,
also when it is opened by itself. Mail has its style inline."""

HSTS = "max-age=31536000"
"""Seconds for which a browser uses https only (RFC 6797): a year."""


class BodyTooLarge(Exception):
    """A request body is larger than its form may be."""


class SecurityMiddleware:
    """ASGI middleware that refuses other host names and large bodies, and adds the security headers.

    Args:
        hosts: accepted names in the Host header, without port.
        tls: whether browsers use https; then HSTS is sent.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], tls: bool) -> None:
        self._app = app
        self._hosts = frozenset(each.casefold() for each in hosts)
        self._headers = {**SECURITY_HEADERS, **({"Strict-Transport-Security": HSTS} if tls else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own: list[tuple[bytes, bytes]] = list(message.get("headers", []))
                there = {name.lower() for name, _ in own}
                own += [
                    (name.lower().encode(), value.encode())
                    for name, value in self._headers.items()
                    if name.lower().encode() not in there
                ]
                if b"cache-control" not in there:
                    own.append((b"cache-control", b"no-store"))
                message["headers"] = own
            for piece in _pieces(message):
                await send(piece)

        fields = (scope["raw_path"], scope["query_string"], *chain.from_iterable(scope["headers"]))
        head_bytes = sum(len(each) + 2 for each in fields)
        refusal = _error(431) if head_bytes > MAX_HEAD_BYTES else self._refusal(headers)
        if refusal:
            await _discard_body(receive)
            await refusal(scope, receive, send_with_headers)
            return
        await self._app(scope, limited(receive, MAX_BODY_BYTES), send_with_headers)

    def _refusal(self, headers: MutableMapping[str, str]) -> Response | None:
        if _host_name(headers.get("host", "")) not in self._hosts:
            return _error(400, "host")
        size = headers.get("content-length", "0")
        if len(size) > 20 or not size.isdecimal() or int(size) > MAX_BODY_BYTES:
            return _error(413)
        return None


def _error(code: int, about: str = "") -> Response:
    return HTMLResponse(web_page("error", code=code, message=web_words()["error"][about or str(code)]), code)


def _pieces(message: Message) -> Iterator[Message]:
    """A message as several with at most PIECE bytes of the response each: the server waits between them."""
    body = message.get("body", b"") if message["type"] == "http.response.body" else b""
    if len(body) <= PIECE:
        yield message
        return
    for start in range(0, len(body), PIECE):
        more = message.get("more_body", False) or start + PIECE < len(body)
        yield {**message, "body": body[start : start + PIECE], "more_body": more}


def limited(receive: Receive, size: int, told: int = 0) -> Receive:
    """``receive`` that counts bytes: a chunked body tells no size beforehand.

    The returned function raises BodyTooLarge beyond ``size`` bytes.

    Args:
        told: bytes of the body, where they were told: then it is raised at once, however few bytes came yet.
    """
    received = 0

    async def counting() -> Message:
        nonlocal received
        message: Any = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if max(received, told) > size:
                if message.get("more_body", False):
                    await _discard_body(receive)
                raise BodyTooLarge
        return dict(message)

    return counting


async def _discard_body(receive: Receive) -> None:
    """Reads the rest of a body, up to MAX_DISCARDED_BYTES."""
    discarded = 0
    while discarded < MAX_DISCARDED_BYTES:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        discarded += len(message.get("body", b""))


def _host_name(header: str) -> str:
    """The name in a Host header, without the port; empty when the header is malformed."""
    found = _HOST.fullmatch(header.casefold())
    return (found[1] or found[2]) if found else ""
