"""How things are said in SMTP, and what an answer means."""

from __future__ import annotations

import re
import smtplib
from base64 import b64encode

from reportgen.domain.delivery.states import Accepted, Outcome, Postponed, Refused, Stage, Unknown


def outcome_of(stage: Stage, code: int, said: bytes) -> Outcome:
    """What an answer of the server means (RFC 5321, 4.2.1): 2 done, 4 later, 5 never."""
    answer = f"{code} {' '.join(said.decode('utf-8', 'replace').split())}"[:500]
    if stage is Stage.DOT and 200 <= code < 300:
        return Accepted(answer)
    if stage is Stage.DOT and not 400 <= code < 600:
        return Unknown(answer)
    if 500 <= code < 600:
        return Refused(stage, answer)
    return Postponed(stage, answer)


def stuffed(letter: bytes) -> bytes:
    """The letter as it goes between DATA and the dot: a dot more where a line begins with one (RFC 5321, 4.5.2)."""
    whole = letter if letter.endswith(b"\r\n") else letter + b"\r\n"
    at = whole.find(b".")
    while at > 0 and whole[at - 1] != ord("\n"):  # dots are few, and in attachments none
        at = whole.find(b".", at + 1)
    return whole if at < 0 else re.sub(rb"(?m)^\.", b"..", whole)


def words_of(fault: Exception) -> str:
    """What went wrong, in one line."""
    if isinstance(fault, smtplib.SMTPResponseException):
        said = fault.smtp_error.decode("utf-8", "replace") if isinstance(fault.smtp_error, bytes) else fault.smtp_error
        return f"{fault.smtp_code} {' '.join(said.split())}"[:500]
    return " ".join(str(fault).split())[:500] or type(fault).__name__


def base64_of(text: str) -> str:
    """Text as AUTH wants it (RFC 4954)."""
    return b64encode(text.encode()).decode()


def xtext(text: str) -> str:
    """Text as a parameter of SMTP may hold it (RFC 3461, 4)."""
    return "".join(each if "!" <= each <= "~" and each not in "+=" else f"+{ord(each):02X}" for each in text)
