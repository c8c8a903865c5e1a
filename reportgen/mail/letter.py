"""Composes letters: a covering text with a pack, a calendar or both, as the exact bytes that will be sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr
from hashlib import sha256

from reportgen.domain.identifiers import TEST_COPY
from reportgen.domain.text_words import slug
from reportgen.errors import MailError
from reportgen.i18n.message import said
from reportgen.mail.calendar import CalendarFile

PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
"""An address without a name, quotes or comments, which a header can hold unchanged (RFC 5322 dot-atom)."""

TEST_SUBJECT = "[TEST]"
"""What stands before the subject of a test copy."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sender, recipient and date of a letter; ``key`` is the letter's in the ledger."""

    key: str
    sender_name: str
    sender_email: str
    recipient_name: str
    recipient_email: str
    written: datetime


@dataclass(frozen=True, slots=True)
class LetterContents:
    """Subject, texts and attachments of a letter.

    Attributes:
        pdf: the pack; empty in a letter without one.
        calendars: the iCalendar files, which a reader opens one by one.
    """

    subject: str
    text: str
    html: str
    pdf: bytes
    pdf_name: str
    calendars: tuple[CalendarFile, ...] = ()


def compose(envelope: Envelope, contents: LetterContents) -> bytes:
    """A letter with all its headers, Date and Message-ID included; the same input gives the same bytes.

    Raises:
        MailError: an address holds what no header may hold.
    """
    for address in (envelope.sender_email, envelope.recipient_email):
        if not PLAIN_ADDRESS.fullmatch(address):
            raise MailError(
                said("'{address}' is no plain address", address=address), todo="mend the address in the list"
            )
    for line in (envelope.sender_name, envelope.recipient_name, contents.subject):
        if _holds_unfit(line):
            raise MailError(
                said("{line!r} holds characters that no header may hold", line=line), todo="mend the name in the list"
            )
    # The classic message class: the newer one loses spaces when it folds long headers that are not ASCII.
    letter = MIMEMultipart("mixed", boundary=_boundary(envelope.key, "mixed"), policy=policy.compat32)
    letter["From"] = _address(envelope.sender_name, envelope.sender_email)
    letter["To"] = _address(envelope.recipient_name, envelope.recipient_email)
    letter["Reply-To"] = envelope.sender_email
    letter["Subject"] = _encoded(contents.subject)
    letter["Date"] = format_datetime(envelope.written)
    letter["Message-ID"] = message_id(envelope.key, envelope.sender_email)
    letter["Auto-Submitted"] = "auto-generated"
    letter["Content-Language"] = "nl"
    bodies = MIMEMultipart("alternative", boundary=_boundary(envelope.key, "alternative"))
    bodies.attach(MIMEText(contents.text, "plain", "utf-8"))
    bodies.attach(MIMEText(contents.html, "html", "utf-8"))
    letter.attach(bodies)
    if contents.pdf:
        pack = MIMEApplication(contents.pdf, "pdf")
        pack.add_header("Content-Disposition", "attachment", filename=contents.pdf_name)
        letter.attach(pack)
    for each in contents.calendars:
        calendar = MIMEText(each.content.decode(), "calendar", "utf-8")
        calendar.set_param("method", each.method.value)
        calendar.add_header("Content-Disposition", "attachment", filename=each.name)
        letter.attach(calendar)
    return letter.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def unfit_header(name: str, email: str) -> bool:
    """Whether no letter can be addressed to somebody: by the address, or by what the name holds."""
    return not PLAIN_ADDRESS.fullmatch(email) or _holds_unfit(name)


def _holds_unfit(line: str) -> bool:
    return any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in line)


def plain_message(envelope: Envelope, subject: str, text: str) -> bytes:
    """A message of plain text, without a pack."""
    written = MIMEText(text, "plain", "utf-8", policy=policy.compat32)
    written["From"] = _address(envelope.sender_name, envelope.sender_email)
    written["To"] = _address(envelope.recipient_name, envelope.recipient_email)
    written["Subject"] = _encoded(subject)
    written["Date"] = format_datetime(envelope.written)
    written["Message-ID"] = message_id(envelope.key, envelope.sender_email)
    written["Auto-Submitted"] = "auto-generated"
    return written.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def test_copy_of(letter: bytes, to: str) -> bytes:
    """A copy of a letter for a test address: marked as one, with a Message-ID of its own, and the same pack."""
    copy = message_from_bytes(letter, policy=policy.compat32)
    read = message_from_bytes(letter, policy=policy.default)
    for header, value in (
        ("To", to),
        ("Subject", _encoded(f"{TEST_SUBJECT} {read['Subject']}")),
        ("Message-ID", str(read["Message-ID"]).replace("<", f"<{TEST_COPY}", 1)),
    ):
        copy.replace_header(header, value)
    copy["X-Reportgen-Test"] = f"copy of the letter to {parseaddr(str(read['To']))[1]}"
    return copy.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def message_id(key: str, sender_email: str) -> str:
    """The Message-ID of a letter; it holds the key, by which a bounce is matched to it."""
    return f"<{key}@{sender_email.rpartition('@')[2]}>"


def pdf_name(municipality: str, title: str = "briefing") -> str:
    """An ASCII file name for a pack: ``briefing-sudwest-fryslan.pdf``."""
    return f"{slug(f'{title} {municipality}')}.pdf"


def _address(name: str, email: str) -> str:
    return formataddr((name, email)) if name.isascii() else f"{_encoded(name)} <{email}>"


def _encoded(text: str) -> str:
    """Text for a header as encoded words (RFC 2047) on one line; the header is folded later."""
    return Header(text, "utf-8", maxlinelen=60).encode().replace("\n", "")


def _boundary(key: str, part: str) -> str:
    """A boundary that is the same for the same letter, and occurs in no content by chance."""
    return f"={sha256(f'{key} {part}'.encode()).hexdigest()[:40]}="
