"""A pack and its covering text become one letter, as the bytes that will be sent."""

from __future__ import annotations

import re
import unicodedata
from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, getaddresses, parseaddr
from hashlib import sha256

from reportgen.errors import MailError

PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
"""An address without a name, quotes or comments, as a header takes it unharmed (RFC 5322 dot-atom)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom to whom, under which name the ledger knows it, and when it was written."""

    key: str
    sender_name: str
    sender_email: str
    recipient_name: str
    recipient_email: str
    written: datetime


@dataclass(frozen=True, slots=True)
class LetterContents:
    """What a letter says and carries; without a calendar it is empty."""

    subject: str
    text: str
    html: str
    pdf: bytes
    pdf_name: str
    calendar: bytes


@dataclass(frozen=True, slots=True)
class ReadingLink:
    """What the bytes of a letter say of themselves, for the check before they leave."""

    recipient: str
    message_id: str
    pdf: bytes


def compose(envelope: Envelope, contents: LetterContents) -> bytes:
    """The whole letter, Date and Message-ID included; the same input gives the same bytes.

    Raises:
        MailError: an address holds what no header may hold.
    """
    for address in (envelope.sender_email, envelope.recipient_email):
        if not PLAIN_ADDRESS.fullmatch(address):
            raise MailError(f"'{address}' is no plain address", todo="mend the address in the list")
    for line in (envelope.sender_name, envelope.recipient_name, contents.subject):
        if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in line):
            raise MailError(f"{line!r} holds characters that no header may hold", todo="mend the name in the list")
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
    pack = MIMEApplication(contents.pdf, "pdf")
    pack.add_header("Content-Disposition", "attachment", filename=contents.pdf_name)
    letter.attach(pack)
    if contents.calendar:
        calendar = MIMEText(contents.calendar.decode(), "calendar", "utf-8")
        calendar.set_param("method", "PUBLISH")
        calendar.add_header("Content-Disposition", "attachment", filename="bijeenkomst.ics")
        letter.attach(calendar)
    return letter.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def note(envelope: Envelope, subject: str, text: str) -> bytes:
    """A few plain lines, without a pack."""
    written = MIMEText(text, "plain", "utf-8", policy=policy.compat32)
    written["From"] = _address(envelope.sender_name, envelope.sender_email)
    written["To"] = _address(envelope.recipient_name, envelope.recipient_email)
    written["Subject"] = _encoded(subject)
    written["Date"] = format_datetime(envelope.written)
    written["Message-ID"] = message_id(envelope.key, envelope.sender_email)
    written["Auto-Submitted"] = "auto-generated"
    return written.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def marked_copy(letter: bytes, to: str) -> bytes:
    """A copy of a letter for someone who tries the mail: marked, under a name of its own, the pack as it is."""
    copy = message_from_bytes(letter, policy=policy.compat32)
    read = message_from_bytes(letter, policy=policy.default)
    for header, value in (
        ("To", to),
        ("Subject", _encoded(f"[TEST] {read['Subject']}")),
        ("Message-ID", str(read["Message-ID"]).replace("<", "<test.", 1)),
    ):
        copy.replace_header(header, value)
    copy["X-Reportgen-Test"] = f"copy of the letter to {parseaddr(str(read['To']))[1]}"
    return copy.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def message_id(key: str, sender_email: str) -> str:
    """The letter's name among mail servers; it holds the key, so that a bounce finds its way back."""
    return f"<{key}@{sender_email.rpartition('@')[2]}>"


def pdf_name(municipality: str, title: str = "briefing") -> str:
    """An ASCII file name for a pack: ``briefing-sudwest-fryslan.pdf``."""
    plain = unicodedata.normalize("NFKD", f"{title} {municipality}").encode("ascii", "ignore").decode().lower()
    return f"{'-'.join(re.findall(r'[a-z0-9]+', plain))}.pdf"


def read(letter: bytes) -> ReadingLink:
    """What a letter's bytes say of themselves.

    Raises:
        MailError: the bytes are no letter with exactly one recipient and one PDF.
    """
    head, body = _divided(letter)
    recipients = [
        address for header in ("To", "Cc", "Bcc") for _, address in getaddresses(map(str, head.get_all(header, [])))
    ]
    pdfs = [each for kind, each in _leaves(head, body) if kind == "application/pdf"]
    if len(recipients) != 1 or len(pdfs) != 1:
        raise MailError(f"A letter has {len(recipients)} recipients and {len(pdfs)} packs instead of one")
    try:
        pdf = a2b_base64(pdfs[0])
    except ValueError:
        raise MailError("A letter's pack cannot be decoded") from None
    return ReadingLink(recipients[0], str(head["Message-ID"]), pdf)


_END_OF_HEAD = b"\r\n\r\n"
_NEXT_HEADER = re.compile(r"\r\n(?![ \t])")
_HEADER = re.compile(r"([!-9;-~]+):[ \t]*((?:[^\r\n]|\r\n[ \t])*)")


def _divided(part: bytes) -> tuple[Message, bytes]:
    """The head of a letter or of a part of it, and what follows.

    Raises:
        MailError: the head is not one that every reader takes for the same.
    """
    at = max(part.find(_END_OF_HEAD), 0)
    head = Message(policy.compat32)
    for line in _NEXT_HEADER.split(part[:at].decode("ascii", "surrogateescape")) if at else ():
        match = _HEADER.fullmatch(line)
        if match is None:
            raise MailError("A letter's head cannot be read")
        head[match[1]] = match[2]
    return head, part[at + len(_END_OF_HEAD) :] if at else part.removeprefix(b"\r\n")


def _leaves(head: Message, body: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a letter that hold no others, by kind, as they stand in it.

    The library's reader walks a letter line by line, which takes longer than sending it.
    """
    boundary = head.get_boundary()
    if head.get_content_maintype() != "multipart" or not boundary:
        yield head.get_content_type(), body
        return
    for each in _between(body, b"--" + boundary.encode()):
        yield from _leaves(*_divided(each))


def _between(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between the boundaries of a body; what follows the closing one is left out.

    Looking for the hyphen alone is quickest: a letter holds few of them, an attachment none.
    """
    begin, at = -1, body.find(b"-")
    while at >= 0:
        after = at + len(boundary)
        if not body.startswith(boundary, at) or (at and body[at - 2 : at] != b"\r\n"):
            at = body.find(b"-", at + 1)
            continue
        if begin >= 0:
            yield body[begin : max(at - 2, begin)]
        if body.startswith(b"--", after):
            return
        while body[after : after + 1] in (b" ", b"\t"):
            after += 1
        begin = after + 2 * body.startswith(b"\r\n", after)
        at = body.find(b"-", after)
    if begin >= 0:
        yield body[begin:]


def _address(name: str, email: str) -> str:
    return formataddr((name, email)) if name.isascii() else f"{_encoded(name)} <{email}>"


def _encoded(text: str) -> str:
    """Text for a header as encoded words on one line, short enough for every reader; folding comes later."""
    return Header(text, "utf-8", maxlinelen=60).encode().replace("\n", "")


def _boundary(key: str, part: str) -> str:
    """A boundary that is the same for the same letter, and in no content by chance."""
    return f"={sha256(f'{key} {part}'.encode()).hexdigest()[:40]}="
