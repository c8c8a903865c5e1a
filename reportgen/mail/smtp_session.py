"""Opens sessions with a mail server: connection, TLS and login."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.errors import MailError
from reportgen.mail.smtp_replies import base64_of, error_text


def open_session(server: SmtpServer, password: str, trust: Callable[[], ssl.SSLContext]) -> smtplib.SMTP:
    """A session in which letters can be sent.

    Args:
        password: of the user in ``server``; empty where there is none.
        trust: the certificates that are trusted; called where there is TLS.

    Raises:
        MailError: the server cannot be reached, has no TLS, or refuses the login.
    """
    where = f"{server.host}:{server.port}"
    session: smtplib.SMTP | None = None
    try:
        if server.tls is Tls.IMPLICIT:
            session = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust())
        else:
            session = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        if session.sock is not None:  # without it the dot waits until the body is acknowledged
            session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        session.ehlo_or_helo_if_needed()
        if server.tls is Tls.STARTTLS:
            if not session.has_extn("starttls"):
                raise MailError(
                    "The mail server offers no STARTTLS, and mail never goes in plain text",
                    where=where,
                    todo='ask who runs it, or set tls = "implicit" with its port in event.toml',
                )
            session.starttls(context=trust())
            session.ehlo()
        if server.user:
            _log_in(session, server.user, password)
    except MailError:
        _disconnect(session)
        raise
    except ssl.SSLError as fault:
        _disconnect(session)
        raise MailError(
            f"The mail server cannot be trusted: {error_text(fault)}",
            where=where,
            todo="check the name of the server and its certificate; mail never goes without",
        ) from None
    except smtplib.SMTPAuthenticationError as fault:
        _disconnect(session)
        raise MailError(
            f"The mail server does not let us in: {error_text(fault)}",
            where=where,
            todo="check user in event.toml, and the password in REPORTGEN_SMTP_PASSWORD",
        ) from None
    except (OSError, smtplib.SMTPException) as fault:
        _disconnect(session)
        raise MailError(
            f"The mail server cannot be reached: {error_text(fault)}",
            where=where,
            todo="check host and port in event.toml, and run again; no letter was touched",
        ) from None
    return session


def set_timeout(session: smtplib.SMTP, seconds: float) -> None:
    """Sets how long to wait for the next reply.

    Raises:
        SMTPServerDisconnected: the connection is gone.
    """
    if session.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is gone")
    session.sock.settimeout(seconds)


def _log_in(session: smtplib.SMTP, user: str, password: str) -> None:
    """Logs in; smtplib cannot send a password that is not ASCII, so that one is sent as UTF-8 (RFC 4616) here."""
    if (user + password).isascii():
        session.login(user, password)
        return
    if "PLAIN" in session.esmtp_features.get("auth", "").upper().split():
        code, reply = session.docmd("AUTH", f"PLAIN {base64_of(f'{chr(0)}{user}{chr(0)}{password}')}")
    else:
        code, reply = session.docmd("AUTH", f"LOGIN {base64_of(user)}")
        if code == 334:
            code, reply = session.docmd(base64_of(password))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _disconnect(session: smtplib.SMTP | None) -> None:
    if session is not None:
        session.close()
