"""Parses delivery reports (RFC 3464): which letter each is about, and whether it was delivered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from reportgen.errors import FOREIGN_FAULTS

FAILED = "failed"
"""The action of a report that a letter will never arrive; others report a delay or success."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one report says about one recipient.

    Attributes:
        identifiers: of the letter, all that the report holds: Message-IDs, envelope ids, and keys in the address that
            the report was sent to (VERP).
        recipients: the addresses of the letter in lower case, the original one first.
        action: ``failed``, ``delayed``, ``delivered``, ``relayed`` or ``expanded``.
        diagnostic: the status code and the reply of the server that gave up.
    """

    identifiers: frozenset[str]
    recipients: tuple[str, ...]
    action: str
    diagnostic: str


def reports_in(message: bytes) -> tuple[DeliveryReport, ...]:
    """The reports in a message, one for each recipient; none when it is no delivery report or cannot be parsed."""
    try:
        parsed = message_from_bytes(message, policy=policy.compat32)
        return tuple(_reports(parsed))
    except FOREIGN_FAULTS:  # mail from anywhere may be broken in any way
        return ()


def _reports(message: Message) -> Iterator[DeliveryReport]:
    status = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return
    blocks = _blocks(status)
    identifiers = frozenset((*_message_ids(message), *_envelope_ids(blocks), *_verp(message)))
    for block in blocks:
        action = _word(block.get("Action", ""))
        if not action:
            continue
        recipients = [_address(block[name]) for name in ("Original-Recipient", "Final-Recipient") if block[name]]
        diagnostic = " ".join(f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}".split())
        yield DeliveryReport(identifiers, tuple(dict.fromkeys(recipients)), action, diagnostic[:500])


def _blocks(status: Message) -> list[Message]:
    """The field groups of a report: that of the message first, then one for each recipient."""
    content: Any = status.get_payload()
    if isinstance(content, list):
        return [each for each in content if isinstance(each, Message)]
    text = status.get_payload(decode=True)
    groups = re.split(rb"\r?\n\s*\r?\n", text.strip()) if isinstance(text, bytes) else []
    return [message_from_bytes(group, policy=policy.compat32) for group in groups]


def _message_ids(message: Message) -> Iterator[str]:
    """The Message-IDs of letters that are returned in the report, whole or headers only."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            returned = [message_from_bytes(head, policy=policy.compat32)] if isinstance(head, bytes) else []
        elif part.get_content_type() == "message/rfc822":
            inner: Any = part.get_payload()
            returned = [each for each in inner if isinstance(each, Message)] if isinstance(inner, list) else []
        else:
            continue
        for each in returned:
            if name := str(each.get("Message-ID", "")).strip():
                yield name


def _envelope_ids(blocks: list[Message]) -> Iterator[str]:
    for block in blocks:
        if value := str(block.get("Original-Envelope-Id", "")).strip():
            yield re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), value)  # xtext, RFC 3461


def _verp(message: Message) -> Iterator[str]:
    """Keys in the addresses the report was sent to: ``bounces+KEY@vng.example``."""
    for header in ("To", "Delivered-To", "X-Original-To", "Envelope-To"):
        for value in message.get_all(header, []):
            for found in re.finditer(r"\+([\w.-]+)@", str(value)):
                yield found[1]


def _address(field: str) -> str:
    """The address in ``rfc822; someone@example.org``, decoded from xtext."""
    address = str(field).rpartition(";")[2].strip().strip("<>")
    return re.sub(r"\+([0-9A-F]{2})(?=[^@]*@)", lambda found: chr(int(found[1], 16)), address).casefold()


def _word(field: str) -> str:
    found = re.match(r"\s*([A-Za-z]+)", str(field))
    return found[1].casefold() if found else ""
