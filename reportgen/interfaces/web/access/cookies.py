"""Cookies of organisers and visitors: how they are called, set and removed, and the start of a session."""

from __future__ import annotations

from hashlib import sha256

from starlette.responses import Response

from reportgen.interfaces.web.access.passwords import browser_proof
from reportgen.interfaces.web.installation import Installation

VISITOR, SESSION = "bezoek", "sessie"
"""Names of the cookies: of a visitor before login (for the form's CSRF token), and of a session."""

KNOWN_BROWSER_AGE = 180 * 24 * 3600
"""Seconds for which a browser is known again."""


def begin_session(installation: Installation, answer: Response, name: str, stored: str, proof: str = "") -> None:
    """Begins the session of an organiser, and has the browser known again.

    Args:
        stored: the hash of their password.
        proof: by which the browser is known already; empty for a new one.
    """
    delete_cookie(installation, answer, VISITOR)
    set_cookie(installation, answer, SESSION, installation.login_sessions.start(name, stored))
    set_cookie(installation, answer, browser_cookie(name), proof or browser_proof(stored, name), KNOWN_BROWSER_AGE)


def cookie_name(installation: Installation, name: str) -> str:
    """A name, with TLS behind ``__Host-``: browsers then accept the cookie from this host alone (RFC 6265bis)."""
    return f"__Host-{name}" if installation.tls else name


def browser_cookie(name: str) -> str:
    """The name of the cookie by which a browser is known again as one of this organiser; several may share one."""
    return f"bekend-{sha256(name.encode()).hexdigest()[:12]}"


def set_cookie(installation: Installation, answer: Response, name: str, value: str, max_age: int | None = None) -> None:
    """Sets a cookie that no script reads and no other site sends.

    Args:
        max_age: in seconds; None until the browser ends.
    """
    answer.set_cookie(
        cookie_name(installation, name),
        value,
        max_age,
        httponly=True,
        samesite="strict",
        secure=installation.tls,
        path="/",
    )


def delete_cookie(installation: Installation, answer: Response, name: str) -> None:
    """Removes a cookie, with the attributes it was set with: browsers keep a ``__Host-`` cookie without them."""
    answer.delete_cookie(
        cookie_name(installation, name), httponly=True, samesite="strict", secure=installation.tls, path="/"
    )
