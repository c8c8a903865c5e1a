"""Parses whose letter some bytes are, and what is in them, for the check before they are sent."""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.utils import getaddresses

from reportgen.errors import MailError
from reportgen.i18n.message import said
from reportgen.mail.header_text import header_text

PDF, CALENDAR = "application/pdf", "text/calendar"


@dataclass(frozen=True, slots=True)
class LetterIdentity:
    """What the bytes of a letter say about their recipient, and what is in it.

    Attributes:
        name: the recipient's; empty where the letter does not have it.
        pdf: the pack; empty without one.
        calendars: the iCalendar files in it.
    """

    recipient: str
    name: str
    message_id: str
    pdf: bytes
    calendars: tuple[bytes, ...] = ()


def identity_of(letter: bytes, bare: bool = False) -> LetterIdentity:
    """Recipient, Message-ID, pack and calendar, parsed from a letter's bytes.

    Args:
        bare: it may have neither pack nor calendar, as that of a message.

    Raises:
        MailError: the letter has not exactly one recipient, more than one pack, neither pack nor calendar, or cannot
            be parsed.
    """
    head, body = _split(letter)
    recipients = [each for header in ("To", "Cc", "Bcc") for each in getaddresses(map(str, head.get_all(header, [])))]
    parts = list(_leaves(head, body))
    pdfs, calendars = ([each for kind, each in parts if kind == wanted] for wanted in (PDF, CALENDAR))
    if len(recipients) != 1 or len(pdfs) > 1:
        raise MailError(
            said(
                "A letter has {count} recipients and {total} packs instead of one",
                count=len(recipients),
                total=len(pdfs),
            )
        )
    if not pdfs and not calendars and not bare:
        raise MailError("A letter has no pack, and no calendar")
    try:
        pdf, files = a2b_base64(pdfs[0]) if pdfs else b"", tuple(map(a2b_base64, calendars))
    except ValueError:
        raise MailError("A letter's pack or calendar cannot be decoded") from None
    name, address = recipients[0]
    message_id = str(head["Message-ID"]).strip()  # a long one stands on a line of its own
    return LetterIdentity(address, header_text(name, ""), message_id, pdf, files)


_END_OF_HEAD = b"\r\n\r\n"
_NEXT_HEADER = re.compile(r"\r\n(?![ \t])")
_HEADER = re.compile(r"([!-9;-~]+):[ \t]*((?:[^\r\n]|\r\n[ \t])*)")


def _split(part: bytes) -> tuple[Message, bytes]:
    """The headers of a letter or of a part of it, and its body.

    Raises:
        MailError: the headers are malformed, so that readers may differ about them.
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
    """The content type and the encoded body of each part that has no parts itself.

    Python's own parser goes line by line, which takes longer than sending the letter.
    """
    boundary = head.get_boundary()
    if head.get_content_maintype() != "multipart" or not boundary:
        yield head.get_content_type(), body
        return
    for each in _between_boundaries(body, b"--" + boundary.encode()):
        yield from _leaves(*_split(each))


def _between_boundaries(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """The parts between the boundaries of a body.

    Searching for the hyphen alone is fastest: a letter has few of them, and base64 has none.
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
