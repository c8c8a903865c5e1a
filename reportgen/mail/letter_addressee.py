"""Everything in a letter that says who it is for, read with Python's own parser, to verify an archive thoroughly."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from icalendar import Calendar

from reportgen.errors import MailError
from reportgen.i18n.message import said


@dataclass(frozen=True, slots=True)
class LetterAddressee:
    """What a letter says about its addressee.

    Attributes:
        name: the display name in To; empty where it has none.
        recipient: the address in To.
        packs: every attached PDF, decoded; a letter of cancellation has none.
        calendar_uids: the UID of every entry of every attached calendar.
    """

    name: str
    recipient: str
    message_id: str
    packs: tuple[bytes, ...]
    calendar_uids: tuple[str, ...]


def addressee_of(letter: bytes) -> LetterAddressee:
    """What a letter says about its addressee.

    Raises:
        MailError: it cannot be parsed, or is not to exactly one person.
    """
    try:
        message = message_from_bytes(letter, policy=policy.compat32)
        headers = [str(each) for name in ("To", "Cc", "Bcc") for each in message.get_all(name, [])]
        people = getaddresses(headers)
        if len(people) != 1:
            raise MailError(said("A letter has {count} recipients instead of one", count=len(people)))
        ((name, recipient),) = people
        packs, uids = [], []
        for part in message.walk():
            kind = part.get_content_type()
            if kind == "application/pdf":
                packs.append(_payload(part))
            elif kind == "text/calendar":
                calendar = Calendar.from_ical(_payload(part))
                uids += [str(entry.get("UID", "")) for entry in calendar.walk("VEVENT")]
        decoded = str(make_header(decode_header(name)))
        message_id = str(message["Message-ID"]).strip()  # a long one stands on a line of its own
        return LetterAddressee(decoded, recipient, message_id, tuple(packs), tuple(uids))
    except MailError:
        raise
    except Exception as fault:  # whoever damaged the letter may have put anything anywhere
        raise MailError(said("A letter cannot be parsed ({name})", name=type(fault).__name__)) from None


def _payload(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise MailError("An attachment of a letter cannot be decoded")
    return content
