"""Requests as no browser sends them, byte by byte."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from doubles.form_client import FormClient

SCRIPT = "<script>alert(1)</script>"
"""What no participant is called."""


def exchange(port: int, said: bytes) -> bytes:
    """Sends bytes to this machine, and what comes back until the other side closes."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), 60) as line:
        line.sendall(said)
        while piece := line.recv(65536):
            heard += piece
    return heard


def cookies_of(browser: FormClient) -> bytes:
    """What a browser sends to say who it is."""
    return "; ".join(f"{each.name}={each.value}" for each in browser.session.cookies).encode()


def request(
    port: int,
    method: str,
    target: str,
    headers: Sequence[bytes] = (),
    body: bytes = b"",
    cookies: bytes = b"",
    host: bytes | None = None,
) -> tuple[int, bytes]:
    """A request with whatever is asked for; the code of the answer, and all of it."""
    lines = [
        f"{method} {target} HTTP/1.1".encode("utf-8", "surrogatepass"),
        b"Host: " + (b"127.0.0.1:%d" % port if host is None else host),
        b"Connection: close",
        *([b"Cookie: " + cookies] if cookies else []),
        *headers,
        *([b"Content-Length: %d" % len(body)] if body or method == "POST" else []),
    ]
    answer = exchange(port, b"\r\n".join(lines) + b"\r\n\r\n" + body)
    assert answer.startswith(b"HTTP/1.1 "), answer[:200]
    return int(answer[9:12]), answer


def multipart(*parts: tuple[bytes, bytes], boundary: bytes = b"grens") -> bytes:
    """A form of many parts, each with its Content-Disposition behind ``form-data``, and what it holds."""
    said = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (boundary, about, content)
        for about, content in parts
    )
    return said + b"--%b--\r\n" % boundary
