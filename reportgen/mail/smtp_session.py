"""Sessions with a mail server: connection, TLS and login, with every answer bounded in time and bytes as a whole."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.response_limit import ResponseLimit
from reportgen.domain.timer import Timer
from reportgen.errors import MailError
from reportgen.i18n.message import said
from reportgen.mail.connection import ResponseReader, connection_to, send_within
from reportgen.mail.smtp_replies import base64_of, error_text

MAX_ANSWER = 256_000
"""Bytes of one answer; the longest of a good server are those to EHLO and HELP, of some thousands."""


class Session(smtplib.SMTP):
    """A session whose answers are bounded as a whole, in time and in bytes.

    Attributes:
        answer_seconds: how long each next answer may take.
        sending_seconds: how long the server may take to receive a letter.
    """

    def __init__(
        self, server: SmtpServer, trust: ssl.SSLContext | None, timer: Timer, whole: ResponseLimit | None
    ) -> None:
        """Connects, and reads the greeting.

        Args:
            trust: the certificates that are trusted, for TLS from the start.
            timer: monotonic seconds.
            whole: bounds all answers together; None for no such bound.

        Raises:
            OSError, SMTPException: there is no connection.
        """
        self._trust = trust
        self._timer = timer
        self._whole = whole
        self.answer_seconds, self.sending_seconds = server.timeout, server.timeout_after_data
        super().__init__(server.host, server.port, timeout=server.timeout)

    def getreply(self) -> tuple[int, bytes]:
        """The next answer, as in smtplib."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is gone")
        try:
            limit = self._limit(self.answer_seconds)
        except OSError as fault:
            self.close()
            raise smtplib.SMTPServerDisconnected(str(fault)) from None
        if isinstance(self.file, ResponseReader):
            self.file.begin(limit)
        else:  # a new connection, or one that has TLS from here
            self.file = ResponseReader(self.sock, limit)
        reply = super().getreply()
        if self.sock is not None:
            self.sock.settimeout(self.answer_seconds)  # for TLS, which may begin here
        return reply

    def send(self, s: bytes | str) -> None:  # type: ignore[override]  # smtplib sends nothing else
        """Sends a command or a part of a letter."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is gone")
        try:
            data = s.encode(self.command_encoding) if isinstance(s, str) else s
            send_within(self.sock, data, self._limit(self.sending_seconds))
        except OSError as fault:
            self.close()
            raise smtplib.SMTPServerDisconnected(f"the server does not take what is sent: {fault}") from None

    @property
    def has_unread(self) -> bool:
        """Whether the server said more than it was asked."""
        return isinstance(self.file, ResponseReader) and self.file.has_unread

    def bound_answers_apart(self) -> None:
        """Lets each answer take its own time from here, whatever those before it took."""
        self._whole = None

    def _limit(self, seconds: float) -> ResponseLimit:
        if self._whole is not None:
            seconds = min(seconds, self._whole.seconds_left())
        return ResponseLimit(self._timer, seconds, MAX_ANSWER)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connection_to(host, port, timeout, self._trust)


def open_session(
    server: SmtpServer,
    password: str,
    trust: Callable[[], ssl.SSLContext],
    timer: Timer,
    within: float | None = None,
) -> Session:
    """A session in which letters can be sent.

    Args:
        password: of the user in ``server``; empty where there is none.
        trust: the certificates that are trusted; called where there is TLS.
        timer: monotonic seconds.
        within: seconds that all answers together may take until the session is open; None for no such bound.

    Raises:
        MailError: the server cannot be reached, has no TLS, or refuses the login.
    """
    where = f"{server.host}:{server.port}"
    session: Session | None = None
    whole = None if within is None else ResponseLimit(timer, within, MAX_ANSWER)
    try:
        session = Session(server, trust() if server.tls is Tls.IMPLICIT else None, timer, whole)
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
            said("The mail server cannot be trusted: {reason}", reason=error_text(fault)),
            where=where,
            todo="check the name of the server and its certificate; mail never goes without",
        ) from None
    except smtplib.SMTPAuthenticationError as fault:
        _disconnect(session)
        raise MailError(
            said("The mail server does not let us in: {reason}", reason=error_text(fault)),
            where=where,
            todo="check user in event.toml, and the password in REPORTGEN_SMTP_PASSWORD",
        ) from None
    except (OSError, smtplib.SMTPException) as fault:
        _disconnect(session)
        raise MailError(
            said("The mail server cannot be reached: {reason}", reason=error_text(fault)),
            where=where,
            todo="check host and port in event.toml, and run again; no letter was touched",
        ) from None
    session.bound_answers_apart()
    return session


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
