"""What every request and every answer must keep to, whatever page it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, MutableMapping
from typing import Any

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words

MOST_BYTES = 21_000_000
"""Bytes of a request: a list of the largest size that is read, and the form around it."""

MOST_BYTES_LEFT = 200_000_000
"""Bytes of a request that are thrown away unread, so that its sender hears why."""

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:@/\\\[\]?#]+))(?::[0-9]{1,5})?")

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{what}-src 'self'" for what in ("script", "style", "img", "font", "connect")),
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

STRICT = "max-age=31536000"
"""For how long a browser comes back by TLS alone, in seconds."""


class SecurityMiddleware:
    """Turns away who asks for another host or sends too much, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], tls: bool) -> None:
        self._app = app
        self._hosts = frozenset(each.casefold() for each in hosts)
        self._headers = {**HEADERS, **({"Strict-Transport-Security": STRICT} if tls else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Takes one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

        async def guarded(message: Message) -> None:
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
            await send(message)

        refusal = self._refusal(headers)
        if refusal:
            await _heard_out(receive)
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, _counted(receive), guarded)

    def _refusal(self, headers: MutableMapping[str, str]) -> Response | None:
        if _host(headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("Deze naam is hier niet bekend.", 400)
        size = headers.get("content-length", "0")
        if len(size) > 20 or not size.isdecimal() or int(size) > MOST_BYTES:
            return HTMLResponse(web_page("refused", code=413, said=web_words()["refused"]["413"]), 413)
        return None


class TooLarge(Exception):
    """A request goes on beyond what it may hold."""


def _counted(receive: Receive) -> Receive:
    """What is received, as long as it is not too much: a size that is not told beforehand counts as well."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message: Any = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > MOST_BYTES:
                await _heard_out(receive)
                raise TooLarge
        return dict(message)

    return counting


async def _heard_out(receive: Receive) -> None:
    """Lets someone who sends too much finish, within reason: a browser shows no answer before it has."""
    taken = 0
    while taken < MOST_BYTES_LEFT:
        message = await receive()
        if message["type"] != "http.request" or not message.get("more_body", False):
            return
        taken += len(message.get("body", b""))


def _host(said: str) -> str:
    """The name in a Host header, without the port; empty for what is no name."""
    found = _HOST.fullmatch(said.casefold())
    return (found[1] or found[2]) if found else ""
