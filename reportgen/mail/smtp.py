"""Carries letters to a mail server over SMTP, and knows for each how far it got.

SMTP has no exactly-once: between the final dot and the answer to it nobody knows (RFC 1047). So every stage is noted
before it is entered, and a connection that is lost after the dot makes a letter uncertain, never lost and never double.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from select import select

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.states import Accepted, Outcome, Postponed, Stage, Unknown
from reportgen.errors import MailError
from reportgen.mail.sender import OnStage
from reportgen.mail.server_probe import ServerProbe, probe_of
from reportgen.mail.smtp_replies import base64_of, outcome_of, stuffed, words_of, xtext

IDLE = timedelta(seconds=10)
"""After so long without a letter a session is asked whether it is still there."""

A_SESSION = 100
"""Letters after which a session is ended; servers allow some hundred at most."""


class Smtp:
    """A sender that hands letters to one mail server, many a session."""

    leaves_the_machine = True

    def __init__(
        self, server: SmtpServer, password: str, clock: Callable[[], datetime], pause: Callable[[float], None]
    ) -> None:
        """
        Args:
            password: of the server's user; empty where there is none.
            clock: tells the time, for pacing.
            pause: waits so many seconds.
        """
        self._server = server
        self._password = password
        self._clock = clock
        self._pause = pause
        self._trust: ssl.SSLContext | None = None
        self._session: smtplib.SMTP | None = None
        self._in_session = 0
        self._next: dict[str, datetime] = {}
        self._used = clock()

    def ready(self, recipient: str) -> None:
        """Opens a session where there is none, and waits until pacing lets a letter to this address go.

        Raises:
            MailError: the server cannot be reached, has no TLS, or does not let us in; no letter is touched.
        """
        self._wait_for("")
        self._wait_for(_domain(recipient))
        if self._in_session >= A_SESSION:
            self.close()
        if self._session is not None and not self._is_alive(self._session):
            self.close()
        if self._session is None:
            self._session, self._in_session, self._used = self._opened(), 0, self._clock()

    def is_ready(self, recipient: str) -> bool:
        """Whether a session is open and fresh, and pacing lets a letter to this address go now."""
        now = self._clock()
        waits = any(now < self._next.get(each, now) for each in ("", _domain(recipient)))
        return self._session is not None and self._in_session < A_SESSION and now - self._used < IDLE and not waits

    def limit(self) -> int:
        """The largest letter the server takes, in bytes as they go over the wire.

        Raises:
            MailError: as for ``ready``.
        """
        if self._session is None:
            self._session, self._in_session, self._used = self._opened(), 0, self._clock()
        said = self._session.esmtp_features.get("size", "")
        offered = int(said) if said.isdigit() and int(said) > 0 else self._server.max_bytes
        return min(offered, self._server.max_bytes)

    def look(self) -> ServerProbe:
        """Opens a session as for letters and ends it without one: what can be seen of the server.

        Raises:
            MailError: as for ``ready``.
        """
        self._session = self._opened()
        seen = probe_of(self._session)
        self.close()
        return seen

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Hands one letter over, to one recipient.

        Raises:
            MailError: as for ``ready``, when no session is open.
        """
        if self._session is None:
            self.ready(recipient)
        session = self._session
        assert session is not None
        self._in_session += 1
        self._note_pace(recipient)
        stage = Stage.MAIL
        try:
            on_stage(stage)
            _wait_at_most(session, self._server.timeout)
            code, said = session.docmd("MAIL", self._from(session, key, len(letter)))
            if code == 250:
                on_stage(stage := Stage.RCPT)
                code, said = session.docmd("RCPT", self._to(session, recipient))
            if stage is Stage.RCPT and code in (250, 251):
                on_stage(stage := Stage.DATA)
                code, said = session.docmd("DATA")
                if code == 354:
                    session.send(stuffed(letter))
                    on_stage(Stage.DOT)  # noting it takes a moment, in which a server that broke off can say so
                    _refuse_interruption(session)
                    stage = Stage.DOT
                    _wait_at_most(session, self._server.timeout_after_data)
                    session.send(b".\r\n")
                    code, said = session.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            return Unknown(words_of(fault)) if stage is Stage.DOT else Postponed(stage, words_of(fault))
        outcome = outcome_of(stage, code, said)
        if not isinstance(outcome, Accepted):
            self._start_anew(code)
        return outcome

    def close(self) -> None:
        """Ends the session, if there is one."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(OSError, smtplib.SMTPException):
                _wait_at_most(session, 5)
                session.quit()
            session.close()

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        where = f"{server.host}:{server.port}"
        session: smtplib.SMTP | None = None
        try:
            if server.tls is Tls.IMPLICIT:
                session = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=self._trusted())
            else:
                session = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
            if session.sock is not None:  # what is sent goes at once; the dot does not wait for the body's receipt
                session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            session.ehlo_or_helo_if_needed()
            if server.tls is Tls.STARTTLS:
                if not session.has_extn("starttls"):
                    raise MailError(
                        "The mail server offers no STARTTLS, and mail never goes in plain text",
                        where=where,
                        todo='ask who runs it, or set tls = "implicit" with its port in event.toml',
                    )
                session.starttls(context=self._trusted())
                session.ehlo()
            if server.user:
                _logged_in(session, server.user, self._password)
        except MailError:
            _hung_up(session)
            raise
        except ssl.SSLError as fault:
            _hung_up(session)
            raise MailError(
                f"The mail server cannot be trusted: {words_of(fault)}",
                where=where,
                todo="check the name of the server and its certificate; mail never goes without",
            ) from None
        except smtplib.SMTPAuthenticationError as fault:
            _hung_up(session)
            raise MailError(
                f"The mail server does not let us in: {words_of(fault)}",
                where=where,
                todo="check user in event.toml, and the password in REPORTGEN_SMTP_PASSWORD",
            ) from None
        except (OSError, smtplib.SMTPException) as fault:
            _hung_up(session)
            raise MailError(
                f"The mail server cannot be reached: {words_of(fault)}",
                where=where,
                todo="check host and port in event.toml, and run again; no letter was touched",
            ) from None
        return session

    def _trusted(self) -> ssl.SSLContext:
        """Whose certificates are trusted; read once, for that takes longer than a letter."""
        if self._trust is None:
            self._trust = ssl.create_default_context(cafile=self._server.ca_file or None)
        return self._trust

    def _is_alive(self, session: smtplib.SMTP) -> bool:
        if self._clock() - self._used < IDLE:
            return True
        try:
            _wait_at_most(session, self._server.timeout)
            return bool(session.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False

    def _start_anew(self, code: int) -> None:
        """Clears what the server remembers of a letter that did not go; a session it is done with is ended."""
        try:
            if code == 421 or self._session is None or self._session.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _from(self, session: smtplib.SMTP, key: str, size: int) -> str:
        address = self._server.envelope_sender
        if self._server.verp:
            local, _, domain = address.rpartition("@")
            address = f"{local}+{key}@{domain}"
        asks = f"FROM:<{address}>"
        if session.has_extn("size"):
            asks += f" SIZE={size}"
        if session.has_extn("8bitmime"):
            asks += " BODY=8BITMIME"
        if session.has_extn("dsn"):
            asks += f" RET=HDRS ENVID={xtext(key)}"
        return asks

    def _to(self, session: smtplib.SMTP, recipient: str) -> str:
        asks = f"TO:<{recipient}>"
        if session.has_extn("dsn"):
            asks += f" NOTIFY=FAILURE,DELAY ORCPT=rfc822;{xtext(recipient)}"
        return asks

    def _wait_for(self, domain: str) -> None:
        until = self._next.get(domain)
        if until is not None and (wait := (until - self._clock()).total_seconds()) > 0:
            self._pause(wait)

    def _note_pace(self, recipient: str) -> None:
        self._used = now = self._clock()
        if self._server.per_minute:
            self._next[""] = now + timedelta(minutes=1) / self._server.per_minute
        if self._server.per_minute_per_domain:
            self._next[_domain(recipient)] = now + timedelta(minutes=1) / self._server.per_minute_per_domain


def _wait_at_most(session: smtplib.SMTP, seconds: float) -> None:
    if session.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is gone")
    session.sock.settimeout(seconds)


def _refuse_interruption(session: smtplib.SMTP) -> None:
    """Before the dot a server has nothing to say: if it did, or hung up, the dot had better not go."""
    if session.sock is None or select([session.sock], [], [], 0)[0]:
        raise smtplib.SMTPServerDisconnected("the server broke off in the middle of the letter")


def _logged_in(session: smtplib.SMTP, user: str, password: str) -> None:
    """Logs in; a password goes as UTF-8 (RFC 4616), where the library would stumble over an é."""
    if (user + password).isascii():
        session.login(user, password)
        return
    if "PLAIN" in session.esmtp_features.get("auth", "").upper().split():
        code, said = session.docmd("AUTH", f"PLAIN {base64_of(f'{chr(0)}{user}{chr(0)}{password}')}")
    else:
        code, said = session.docmd("AUTH", f"LOGIN {base64_of(user)}")
        if code == 334:
            code, said = session.docmd(base64_of(password))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _hung_up(session: smtplib.SMTP | None) -> None:
    if session is not None:
        session.close()


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()
