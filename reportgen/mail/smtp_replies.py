"""SMTP replies and the outcome each means, and the encodings of SMTP commands."""

from __future__ import annotations

import re
import smtplib
from base64 import b64encode

from reportgen.domain.delivery.permanent_replies import is_about_recipient
from reportgen.domain.delivery.states import Accepted, Blocked, Outcome, Postponed, Refused, Stage, Unknown


def outcome_of(stage: Stage, code: int, text: bytes) -> Outcome:
    """The outcome of a reply in a stage (RFC 5321, 4.2.1): 2yz accepted, 4yz postponed, 5yz refused or blocked."""
    answer = f"{code} {' '.join(text.decode('utf-8', 'replace').split())}"[:500]
    if stage is Stage.DOT and 200 <= code < 300:
        return Accepted(answer)
    if stage is Stage.DOT and not 400 <= code < 600:
        return Unknown(answer)
    if 500 <= code < 600:
        return Refused(stage, answer) if is_about_recipient(stage, answer) else Blocked(stage, answer)
    return Postponed(stage, answer)


def dot_stuffed(letter: bytes) -> bytes:
    """A letter as it is sent after DATA: with a second dot where a line begins with one (RFC 5321, 4.5.2)."""
    body = letter if letter.endswith(b"\r\n") else letter + b"\r\n"
    at = body.find(b".")
    while at > 0 and body[at - 1] != ord("\n"):  # a quick search: letters have few dots, and base64 has none
        at = body.find(b".", at + 1)
    return body if at < 0 else re.sub(rb"(?m)^\.", b"..", body)


def error_text(fault: Exception) -> str:
    """The text of an error, in one line."""
    if isinstance(fault, smtplib.SMTPResponseException):
        text = fault.smtp_error.decode("utf-8", "replace") if isinstance(fault.smtp_error, bytes) else fault.smtp_error
        return f"{fault.smtp_code} {' '.join(text.split())}"[:500]
    return " ".join(str(fault).split())[:500] or type(fault).__name__


def base64_of(text: str) -> str:
    """Text in base64, as AUTH takes it (RFC 4954)."""
    return b64encode(text.encode()).decode()


def xtext(text: str) -> str:
    """Text in xtext, as parameters of MAIL and RCPT take it (RFC 3461, 4)."""
    return "".join(each if "!" <= each <= "~" and each not in "+=" else f"+{ord(each):02X}" for each in text)
