"""Tries the mail server that the settings name, before letters go over it; nothing is sent."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

from pydantic import ValidationError

from reportgen.application.doctor.mail import PROBE_TIMEOUT, PROBE_WITHIN
from reportgen.application.resources import smtp_password
from reportgen.config.event_folder import parsed_event_toml
from reportgen.config.schema import EventFile
from reportgen.config.settings import mail_server_of
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.errors import ConfigurationError, MailError
from reportgen.mail.smtp import Smtp

MAX_SAID = 200
"""Characters of what a mail server says that are shown."""


@dataclass(frozen=True, slots=True)
class MailTrial:
    """What came of it.

    Attributes:
        outcome: ``good``, or a key of the Dutch words for what went wrong.
        said: the mail server's own words, where it had any.
        max_bytes: the largest letter it takes; 0 where it names no limit.
    """

    outcome: str
    host: str = ""
    port: int = 0
    user: str = ""
    said: str = ""
    max_bytes: int = 0


def has_password(user: str = "x") -> bool:
    """Whether the environment of the server gives a password for the mail server, which is never shown."""
    try:
        return bool(smtp_password(SmtpServer("-", 0, Tls.IMPLICIT, user, "", 0, 0, 0, "", False, 1, 1)))
    except (ConfigurationError, OSError, UnicodeDecodeError):
        return False


def try_mail_server(folder: Path) -> MailTrial:
    """Opens a session as for letters, and ends it.

    Raises:
        ConfigurationError: event.toml is no TOML.
    """
    try:
        server = mail_server_of(EventFile.model_validate(parsed_event_toml(folder)), folder)
    except ValidationError:
        return MailTrial("settings")
    if server is None:
        return MailTrial("none")
    trial = MailTrial("good", server.host, server.port, server.user)
    if server.user and not has_password(server.user):
        return replace(trial, outcome="password")
    if server.ca_file and not Path(server.ca_file).is_file():
        return replace(trial, outcome="certificate")
    quick = replace(server, timeout=min(server.timeout, PROBE_TIMEOUT))
    try:
        probe = Smtp(quick, smtp_password(server), monotonic, lambda seconds: None).probe(PROBE_WITHIN)
    except MailError as fault:
        cause = fault.__context__
        return replace(trial, outcome=_outcome(cause), said=_said(cause))
    except (OSError, ssl.SSLError) as fault:
        return replace(trial, outcome=_outcome(fault))
    return replace(trial, max_bytes=probe.max_bytes)


def _outcome(cause: BaseException | None) -> str:
    match cause:
        case None:
            return "no-starttls"
        case smtplib.SMTPAuthenticationError():
            return "login"
        case ssl.SSLCertVerificationError():
            return "certificate"
        case ssl.SSLError():
            return "encryption"
        case socket.gaierror() | UnicodeError():
            return "name"
        case ConnectionRefusedError():
            return "refused"
        case TimeoutError():
            return "silent"
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return "broken"
        case smtplib.SMTPNotSupportedError():
            return "no-login"
    return "unreachable"


def _said(cause: BaseException | None) -> str:
    """What the mail server said, on one line."""
    if not isinstance(cause, smtplib.SMTPResponseException):
        return ""
    raw = cause.smtp_error
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join("".join(char for char in text if char.isprintable() or char == " ").split())[:MAX_SAID]
