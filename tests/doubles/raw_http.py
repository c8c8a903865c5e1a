"""HTTP requests that no browser sends, as raw bytes."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from doubles.form_client import FormClient

SCRIPT = "<script>alert(1)</script>"
"""Text that must never reach a page unescaped."""


def exchange(port: int, sent: bytes) -> bytes:
    """Sends bytes to a port of this machine; all that is received until the server closes."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        connection.sendall(sent)
        while piece := connection.recv(65536):
            received += piece
    return received


def cookies_of(browser: FormClient) -> bytes:
    """The Cookie header of a browser."""
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
    """Sends a request; the status code, and the whole response."""
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
    """A multipart body of parts, each the parameters of Content-Disposition after ``form-data``, and the content."""
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (boundary, about, content)
        for about, content in parts
    )
    return body + b"--%b--\r\n" % boundary
