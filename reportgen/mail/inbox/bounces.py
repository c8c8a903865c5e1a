"""Parses delivery reports: whom a letter did not reach, and everything that tells which letter that was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from enum import StrEnum

from reportgen.errors import FOREIGN_FAULTS
from reportgen.mail.header_text import header_moment
from reportgen.mail.inbox.bounded_message import bounded_message
from reportgen.mail.inbox.failure_words import (
    is_absence,
    is_by_mail_system,
    is_by_server,
    is_receipt,
    tells_arrival,
    tells_hold,
)
from reportgen.mail.inbox.machine_mail import MachineSign, machine_sign_of
from reportgen.mail.inbox.recipient_reports import DeliveryReport, reports_by_fields, reports_by_words
from reportgen.mail.inbox.report_parts import (
    RETURNED_TYPES,
    STATUS_TYPES,
    addresses_in,
    header,
    headers,
    parts_of,
    returned_message,
    split_at_returned,
    status_blocks,
    text_of,
)
from reportgen.mail.letter import TEST_SUBJECT

MAX_HEAD = 50_000
"""Bytes of a message in which its sender, subject and date are looked for where nothing else of it is read."""

MAX_DEPTH = 3
"""Levels of attached messages in which a report is looked for, where somebody passed it on."""

_ID_HEADERS = ("Message-ID", "X-Google-Original-Message-ID", "X-Original-Message-ID", "Original-Message-ID")


class MessageKind(StrEnum):
    """What a message in the mailbox of reports is."""

    REPORT = "report"  # a report that was read
    UNREAD = "unread"  # a report that something failed, and for whom is not known
    AUTOMATIC = "automatic"  # a machine wrote it: an absence notice, a confirmation
    ABSENT = "absent"  # it looks like an absence notice, and may be by a person
    LETTER = "letter"  # somebody may have written it
    BROKEN = "broken"  # it cannot be parsed


_KINDS = {
    MachineSign.NONE: MessageKind.LETTER,
    MachineSign.POSSIBLE: MessageKind.ABSENT,
    MachineSign.CERTAIN: MessageKind.AUTOMATIC,
}


@dataclass(frozen=True, slots=True)
class ReturnedHead:
    """The headers of the letter that a report returns; what is not there is empty."""

    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    written: datetime | None
    is_test_copy: bool


@dataclass(frozen=True, slots=True)
class BounceMessage:
    """A message in the mailbox of reports.

    Attributes:
        written: its date; None where it has none.
        identifiers: of the letter, all that the message holds: Message-IDs, envelope ids, and keys in the address that
            it was sent to (VERP).
        returned: the head of the letter; None where the report returns none.
        said: the text of the report itself.
        quoted: the texts in which a reference of ours may stand: this, the subjects and the letter.
    """

    kind: MessageKind
    sender: str
    subject: str
    written: datetime | None
    reports: tuple[DeliveryReport, ...] = ()
    identifiers: frozenset[str] = frozenset()
    returned: ReturnedHead | None = None
    said: str = ""
    quoted: str = ""


def bounce_messages(content: bytes) -> tuple[BounceMessage, ...]:
    """What a message is, and what it reports; where somebody passed reports on with it, these instead.

    Raises:
        OversizedMessage: it is larger than any mail, or names more recipients.
    """
    try:
        return _read(bounded_message(content), 0)
    except FOREIGN_FAULTS:  # mail from anywhere may be broken in any way
        return (message_head(content),)


def message_head(content: bytes) -> BounceMessage:
    """Sender, subject and date of a message that is not read any further.

    Args:
        content: the message, or its beginning.
    """
    try:
        head = BytesHeaderParser(policy=policy.compat32).parsebytes(content[:MAX_HEAD])
        sender = next(iter(addresses_in(head, "From")), header(head, "From")[:200])
        return BounceMessage(
            MessageKind.BROKEN, sender, header(head, "Subject")[:300], header_moment(header(head, "Date"))
        )
    except FOREIGN_FAULTS:
        return BounceMessage(MessageKind.BROKEN, "", "", None)


def _read(message: Message, depth: int) -> tuple[BounceMessage, ...]:
    parts = list(parts_of(message))
    status = [each for each in parts if each.get_content_type() in STATUS_TYPES]
    attached = [returned_message(each) for each in parts if each.get_content_type() in RETURNED_TYPES]
    own, subject = (message.get_content_type() in RETURNED_TYPES), header(message, "Subject")
    text, quoted_letter = split_at_returned(text_of(message))
    sender = next(iter(addresses_in(message, "From")), header(message, "From"))
    returned = attached[0] if attached else quoted_letter
    blocks = [block for each in status for block in status_blocks(each)]
    reports = tuple(reports_by_fields(blocks))
    kind = MessageKind.REPORT
    if not reports:
        sign = machine_sign_of(message, sender, subject)
        is_report = (sign is MachineSign.CERTAIN or is_by_mail_system(message)) and not own
        if is_report and not status and "X-Failed-Recipients" not in message and is_absence(subject, text):
            kind = MessageKind.AUTOMATIC
        elif is_report and (reports := tuple(reports_by_words(message, subject, text))):
            kind = MessageKind.REPORT
        elif status:
            kind = MessageKind.UNREAD
        else:
            within = [found for each in attached if depth < MAX_DEPTH for found in _read(each, depth + 1)]
            if any(each.kind in (MessageKind.REPORT, MessageKind.UNREAD) for each in within):
                return tuple(within)  # somebody passed them on
            if is_report and (tells_hold(subject, text) or _is_unread(message, subject)):
                kind = MessageKind.UNREAD
            else:
                kind = MessageKind.AUTOMATIC if is_report else _KINDS[sign]
    head = _head(returned) if returned is not None else None
    read = BounceMessage(
        kind,
        sender,
        subject,
        header_moment(header(message, "Date")),
        reports,
        frozenset(_identifiers(message, blocks, returned)),
        head,
        text,
        "\n".join((subject, text, head.subject if head else "", text_of(returned) if returned is not None else "")),
    )
    return (read,)


def _is_unread(message: Message, subject: str) -> bool:
    """Whether a mail server writes something in words that are not known, of which nothing says that all is well."""
    return is_by_server(message) and not is_receipt(message) and not tells_arrival(subject)


def head_of(letter: bytes) -> ReturnedHead:
    """The head of a letter of ours, to compare with one that came back."""
    return _head(BytesHeaderParser(policy=policy.compat32).parsebytes(letter))


def _head(returned: Message) -> ReturnedHead:
    return ReturnedHead(
        addresses_in(returned, "From"),
        addresses_in(returned, "To"),
        header(returned, "Subject"),
        header_moment(header(returned, "Date")),
        "X-Reportgen-Test" in returned or header(returned, "Subject").startswith(TEST_SUBJECT),
    )


def _identifiers(message: Message, blocks: list[Message], returned: Message | None) -> Iterator[str]:
    """Everything that names the letter; what the report answers to counts where no Message-ID is returned."""
    of_letter = [each for source in (returned, *blocks) if source is not None for each in _ids(source)]
    yield from of_letter
    yield from _ids(message, ("X-Original-Message-ID", "X-Google-Original-Message-ID"))
    if not of_letter:
        yield from _answered_ids(message)
    for block in blocks:
        for value in headers(block, "Original-Envelope-Id"):
            yield re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), value)  # xtext, RFC 3461
    for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"):
        for value in headers(message, name):
            yield from re.findall(r"\+([\w.-]+)@", value)  # VERP: bounces+KEY@vng.example


def _answered_ids(message: Message) -> tuple[str, ...]:
    """What a report answers to; the references before the last are to other letters of the same correspondence."""
    return tuple(_ids(message, ("In-Reply-To",))) or tuple(_ids(message, ("References",)))[-1:]


def _ids(message: Message, names: tuple[str, ...] = _ID_HEADERS) -> Iterator[str]:
    for name in names:
        for value in headers(message, name):
            yield from re.findall(r"<[^<>\s]+>", value) or ([value] if value else [])
