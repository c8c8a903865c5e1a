"""Parses a letter into what its recipient sees, for previews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy

from reportgen.errors import MailError, foreign_faults_as
from reportgen.mail.inbox.html_text import text_of_html


@dataclass(frozen=True, slots=True)
class ParsedLetter:
    """The headers, text and attachments of a letter; ``others`` are the file names of attachments beside the pack.

    A letter without a pack has an empty ``pack`` and no ``pack_name``.
    """

    sender: str
    recipient: str
    subject: str
    date: datetime
    text: str
    pack: bytes
    pack_name: str
    others: tuple[str, ...]


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
    text = letter.get_body(("plain",))
    attached = [(str(each.get_filename() or each.get_content_type()), each) for each in letter.iter_attachments()]
    packs = [(name, each) for name, each in attached if each.get_content_type() == "application/pdf"]
    if text is None or len(packs) > 1:
        raise MailError("This is no letter with a text and one pack")
    name, pack = packs[0] if packs else ("", None)
    return ParsedLetter(
        str(letter["From"]),
        str(letter["To"]),
        str(letter["Subject"]),
        letter["Date"].datetime,
        str(text.get_content()),
        bytes(pack.get_payload(decode=True)) if pack else b"",
        name,
        tuple(other for other, each in attached if each is not pack),
    )
