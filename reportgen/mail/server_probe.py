"""What a mail server tells about itself before a letter is sent."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class ServerProbe:
    """What a session shows of a mail server.

    Attributes:
        tls: the version of TLS, such as ``TLSv1.3``; empty for plain text.
        expires: the end of its certificate; None without one.
        max_bytes: the largest letter it accepts; 0 where it names no limit.
    """

    tls: str
    expires: datetime | None
    max_bytes: int


def probe_of(session: smtplib.SMTP) -> ServerProbe:
    """What an open session shows, after EHLO."""
    size = session.esmtp_features.get("size", "")
    most = int(size) if size.isdigit() else 0
    if not isinstance(session.sock, ssl.SSLSocket):
        return ServerProbe("", None, most)
    certificate = session.sock.getpeercert() or {}
    until = str(certificate.get("notAfter", ""))
    expires = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None
    return ServerProbe(session.sock.version() or "", expires, most)
