"""The SMTP sender: sends letters to one mail server, and reports every stage before a letter enters it.

SMTP does not deliver exactly once: until the final dot is answered nobody knows whether the server has the letter
(RFC 1047). A connection that is lost in that stage makes the letter uncertain; in any earlier one it was not sent.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from select import select

from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.domain.delivery.states import Accepted, Outcome, Postponed, Stage, Unknown
from reportgen.domain.identifiers import domain_of
from reportgen.domain.timer import Timer
from reportgen.mail.sender import OnStage
from reportgen.mail.server_probe import ServerProbe, probe_of
from reportgen.mail.smtp_replies import dot_stuffed, error_text, outcome_of, xtext
from reportgen.mail.smtp_session import Session, open_session

MAX_IDLE = 10.0
"""Seconds without a letter after which a session is checked with NOOP."""

GOODBYE = 5.0
"""Seconds to wait for the answer to QUIT, on which nothing depends."""

LETTERS_PER_SESSION = 100
"""Letters after which a session is ended: many servers allow some hundred."""


class Smtp:
    """Sends letters to one mail server, many in a session."""

    sends_real_mail = True

    def __init__(self, server: SmtpServer, password: str, timer: Timer, pause: Callable[[float], None]) -> None:
        """
        Args:
            password: of the user in ``server``; empty where there is none.
            timer: monotonic seconds, for the pace and for limits: a clock can be set back while letters leave.
            pause: sleeps so many seconds.
        """
        self._server = server
        self._password = password
        self._timer = timer
        self._pause = pause
        self._context: ssl.SSLContext | None = None
        self._session: Session | None = None
        self._in_session = 0
        self._next: dict[str, float] = {}
        self._used = timer()

    def prepare(self, recipient: str) -> None:
        """Opens a session where there is none, and waits until the pace allows a letter to this address.

        Raises:
            MailError: the server cannot be reached, has no TLS, or refuses the login.
        """
        self._wait_for("")
        self._wait_for(domain_of(recipient))
        if self._in_session >= LETTERS_PER_SESSION:
            self.close()
        if self._session is not None and not self._is_alive(self._session):
            self.close()
        if self._session is None:
            self._begin_session()

    def is_ready(self, recipient: str) -> bool:
        """Whether a session is open and fresh, and the pace allows a letter to this address now."""
        now = self._timer()
        waits = any(now < self._next.get(each, now) for each in ("", domain_of(recipient)))
        return (
            self._session is not None
            and self._in_session < LETTERS_PER_SESSION
            and now - self._used < MAX_IDLE
            and not waits
        )

    def max_bytes(self) -> int:
        """The size of the largest letter that the server accepts.

        Raises:
            MailError: as for ``prepare``.
        """
        session = self._session or self._begin_session()
        size = session.esmtp_features.get("size", "")
        offered = int(size) if size.isdigit() and int(size) > 0 else self._server.max_bytes
        return min(offered, self._server.max_bytes)

    def probe(self, within: float | None = None) -> ServerProbe:
        """Opens a session as for letters, and ends it without sending one; what the server told.

        Args:
            within: seconds that all answers together may take; None for no such bound.

        Raises:
            MailError: as for ``prepare``.
        """
        probe = probe_of(self._begin_session(within))
        self.close()
        return probe

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Sends one letter to one recipient.

        Raises:
            MailError: as for ``prepare``, when no session is open.
        """
        if self._session is None:
            self.prepare(recipient)
        session = self._session
        assert session is not None
        self._in_session += 1
        self._record_pace(recipient)
        stage = Stage.MAIL
        try:
            on_stage(stage)
            session.answer_seconds = self._server.timeout
            code, reply = session.docmd("MAIL", self._mail_arguments(session, key, len(letter)))
            if code == 250:
                on_stage(stage := Stage.RCPT)
                code, reply = session.docmd("RCPT", self._rcpt_arguments(session, recipient))
            if stage is Stage.RCPT and code in (250, 251):
                on_stage(stage := Stage.DATA)
                code, reply = session.docmd("DATA")
                if code == 354:
                    session.send(dot_stuffed(letter))
                    on_stage(Stage.DOT)  # this takes a moment, in which a server can report that it breaks off
                    _assert_no_early_reply(session)
                    stage = Stage.DOT
                    session.answer_seconds = self._server.timeout_after_data
                    session.send(b".\r\n")
                    code, reply = session.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            return Unknown(error_text(fault)) if stage is Stage.DOT else Postponed(stage, error_text(fault))
        outcome = outcome_of(stage, code, reply)
        if not isinstance(outcome, Accepted):
            self._reset(code)
        return outcome

    def close(self) -> None:
        """Ends the session, if there is one."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(OSError, smtplib.SMTPException):
                session.answer_seconds = session.sending_seconds = GOODBYE
                session.quit()
            session.close()

    def _begin_session(self, within: float | None = None) -> Session:
        session = self._session = open_session(self._server, self._password, self._ssl_context, self._timer, within)
        self._in_session, self._used = 0, self._timer()
        return session

    def _ssl_context(self) -> ssl.SSLContext:
        """The certificates that are trusted; loaded once, which takes longer than a letter."""
        if self._context is None:
            self._context = ssl.create_default_context(cafile=self._server.ca_file or None)
        return self._context

    def _is_alive(self, session: Session) -> bool:
        if self._timer() - self._used < MAX_IDLE:
            return True
        try:
            session.answer_seconds = self._server.timeout
            return bool(session.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False

    def _reset(self, code: int) -> None:
        """Resets a session after a letter that was not accepted; ends it where the server does."""
        try:
            if code == 421 or self._session is None or self._session.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _mail_arguments(self, session: Session, key: str, size: int) -> str:
        address = self._server.envelope_sender
        if self._server.verp:
            local, _, domain = address.rpartition("@")
            address = f"{local}+{key}@{domain}"
        arguments = f"FROM:<{address}>"
        if session.has_extn("size"):
            arguments += f" SIZE={size}"
        if session.has_extn("8bitmime"):
            arguments += " BODY=8BITMIME"
        if session.has_extn("dsn"):
            arguments += f" RET=HDRS ENVID={xtext(key)}"
        return arguments

    def _rcpt_arguments(self, session: Session, recipient: str) -> str:
        arguments = f"TO:<{recipient}>"
        if session.has_extn("dsn"):
            arguments += f" NOTIFY=FAILURE,DELAY ORCPT=rfc822;{xtext(recipient)}"
        return arguments

    def _wait_for(self, domain: str) -> None:
        until = self._next.get(domain)
        if until is not None and (wait := until - self._timer()) > 0:
            self._pause(wait)

    def _record_pace(self, recipient: str) -> None:
        self._used = now = self._timer()
        if self._server.per_minute:
            self._next[""] = now + 60 / self._server.per_minute
        if self._server.per_minute_per_domain:
            self._next[domain_of(recipient)] = now + 60 / self._server.per_minute_per_domain


def _assert_no_early_reply(session: Session) -> None:
    """Raises where the server replied or hung up before the dot, so that the dot is not sent."""
    if session.sock is None or session.has_unread or select([session.sock], [], [], 0)[0]:
        raise smtplib.SMTPServerDisconnected("the server broke off in the middle of the letter")
