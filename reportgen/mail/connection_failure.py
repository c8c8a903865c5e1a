"""Why a session with a mail server could not be opened, by what the libraries raised."""

from __future__ import annotations

import smtplib
import socket
import ssl

MAX_SAID = 200
"""Characters of what a mail server says that are shown."""


def failure_kind(cause: BaseException | None) -> str:
    """What kept a session with a mail server from being opened, in a word; None is a server without STARTTLS."""
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


def server_words(cause: BaseException | None) -> str:
    """What the mail server said, on one line."""
    if not isinstance(cause, smtplib.SMTPResponseException):
        return ""
    raw = cause.smtp_error
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    return " ".join("".join(char for char in text if char.isprintable() or char == " ").split())[:MAX_SAID]
