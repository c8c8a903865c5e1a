"""What can be seen of a mail server without sending it anything."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class ServerProbe:
    """A mail server as a session shows it.

    Attributes:
        tls: the version of TLS, such as ``TLSv1.3``; empty for plain text.
        expires: when its certificate does; None without one.
        most_bytes: the largest letter it says it takes; 0 where it says nothing.
    """

    tls: str
    expires: datetime | None
    most_bytes: int


def probe_of(session: smtplib.SMTP) -> ServerProbe:
    """What a session shows that is open and has greeted."""
    said = session.esmtp_features.get("size", "")
    most = int(said) if said.isdigit() else 0
    if not isinstance(session.sock, ssl.SSLSocket):
        return ServerProbe("", None, most)
    certificate = session.sock.getpeercert() or {}
    until = str(certificate.get("notAfter", ""))
    expires = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None
    return ServerProbe(session.sock.version() or "", expires, most)
