"""Parses a letter into what its recipient sees, for previews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

from reportgen.errors import MailError, foreign_faults_as
from reportgen.mail.inbox.html_text import text_of_html
from reportgen.mail.letter_identity import CALENDAR, PDF


@dataclass(frozen=True, slots=True)
class LetterAttachment:
    """A file in a letter: its name, its content type and its size in bytes."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ParsedLetter:
    """The headers, texts and attachments of a letter, as its recipient sees them.

    Attributes:
        reply_to: where an answer goes; empty where the letter does not say so.
        html: the text with its form; empty without one.
        pack, pack_name: the pack and the name of its file; empty in a letter without one.
        calendars: the iCalendar files.
        attachments: all of them, in order, the pack included.
    """

    sender: str
    recipient: str
    reply_to: str
    subject: str
    date: datetime
    text: str
    html: str
    pack: bytes
    pack_name: str
    calendars: tuple[bytes, ...]
    attachments: tuple[LetterAttachment, ...]


def parse_letter(content: bytes) -> ParsedLetter:
    """A letter, parsed.

    Raises:
        MailError: it has no text, or several packs.
    """
    with foreign_faults_as(MailError, "This letter cannot be read", where="", todo="verify the archive"):
        return _parsed(content)


def texts_in_letter(content: bytes) -> tuple[str, ...]:
    """What a letter says, as plain text and as its HTML shows it.

    Raises:
        MailError: it cannot be read.
    """
    with foreign_faults_as(MailError, "This letter cannot be read", where="", todo="verify the archive"):
        letter = message_from_bytes(content, policy=policy.default)
        plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
        shown = text_of_html(str(html.get_content())) if html else ""
        return tuple(text for text in (str(plain.get_content()) if plain else "", shown) if text)


def _parsed(content: bytes) -> ParsedLetter:
    letter = message_from_bytes(content, policy=policy.default)
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    attached = [
        (str(each.get_filename() or each.get_content_type()), each.get_content_type(), each.get_payload(decode=True))
        for each in letter.iter_attachments()
    ]
    packs = [(name, bytes(content)) for name, kind, content in attached if kind == PDF]
    if text is None or len(packs) > 1:
        raise MailError("This is no letter with a text and one pack")
    name, pack = packs[0] if packs else ("", b"")
    return ParsedLetter(
        _addresses(letter["From"]),
        _addresses(letter["To"]),
        _addresses(letter["Reply-To"]),
        str(letter["Subject"]),
        letter["Date"].datetime,
        str(text.get_content()),
        str(html.get_content()) if html else "",
        pack,
        name,
        tuple(bytes(content) for _, kind, content in attached if kind == CALENDAR),
        tuple(LetterAttachment(name, kind, len(content)) for name, kind, content in attached),
    )


def _addresses(header: Any) -> str:
    """The addresses in a header as people read them: ``A. de Boer <a.deboer@example.org>``."""
    found = () if header is None else header.addresses
    return ", ".join(
        f"{each.display_name} <{each.addr_spec}>" if each.display_name else str(each.addr_spec) for each in found
    )
