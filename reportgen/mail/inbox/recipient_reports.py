"""Reads what a delivery report says of each recipient: from its fields (RFC 3464), or from its words.

Whom a report without fields names is told by ``flufl.bounce``, which knows the forms of many mail servers, and by the
addresses in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from flufl.bounce import all_failures

from reportgen.errors import FOREIGN_FAULTS
from reportgen.mail.inbox.bounded_message import Bound, OversizedMessage
from reportgen.mail.inbox.failure_words import is_receipt, reason_in, tells_delay, tells_failure
from reportgen.mail.inbox.report_parts import addresses_in, header, headers, reduce_to_text

MAX_RECIPIENTS = 100
"""Addresses that a report without fields may name; our letters have one recipient."""

_ADDRESS = re.compile(r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}")
_OFFICES = re.compile(
    r"(?:postmaster|hostmaster|mailer-daemon|abuse|support|help-?desk|service-?desk|beheer|ict|it|no-?reply|spam)[\w-]*@",
    re.IGNORECASE,
)
"""Addresses that a report gives for questions about it."""

_PASSED_ON = re.compile(
    rf"(?:expanded|generated|forwarded|redirected|aliased|doorgestuurd|weitergeleitet)\s(?:from|vanaf|van|von):?\s{{0,9}}<?"
    rf"({_ADDRESS.pattern})",
    re.IGNORECASE,
)


class ReportAction(StrEnum):
    """What became of a letter for one recipient."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"  # or relayed, or expanded


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a report says about one recipient; of one without fields, about all addresses in it together.

    Attributes:
        recipients: the addresses it failed for, in lower case.
        originals: the addresses that the letter had been sent to, where the report tells them apart.
        diagnostic: the status code and the reply of the server that gave up.
        is_by_words: it has no fields.
        is_certain: whether it is told for which address it failed; not where a text names several in its own way.
    """

    recipients: tuple[str, ...]
    originals: tuple[str, ...]
    action: ReportAction
    diagnostic: str
    is_by_words: bool = False
    is_certain: bool = True


def reports_by_fields(blocks: list[Message]) -> Iterator[DeliveryReport]:
    """What the fields of a report say of each recipient."""
    for block in blocks:
        said = " ".join((header(block, "Status"), header(block, "Diagnostic-Code"))).strip()
        finals, originals = (
            tuple(filter(None, map(_address, headers(block, f"{name}-Recipient")))) for name in ("Final", "Original")
        )
        if actual := tuple(filter(None, map(_address, headers(block, "X-Actual-Recipient")))):  # of an alias: sendmail
            finals, originals = actual, (*originals, *finals)
        action = _action(header(block, "Action"), header(block, "Status"))
        if action is not None and (finals or originals or header(block, "Action")):
            yield DeliveryReport(finals, originals, action, said[:500])


def _action(said: str, status: str) -> ReportAction | None:
    """What became of it: by the word, else by the first digit of the status; None where neither says."""
    word = (re.match(r"[a-z]*", said.casefold()) or [""])[0]
    by_word = {
        **dict.fromkeys(("failed", "failure", "fail", "error"), ReportAction.FAILED),
        "delayed": ReportAction.DELAYED,
        **dict.fromkeys(("delivered", "relayed", "expanded"), ReportAction.DELIVERED),
    }
    by_status = {"5": ReportAction.FAILED, "4": ReportAction.DELAYED, "2": ReportAction.DELIVERED}
    return by_word.get(word) or by_status.get(status[:1])


def reports_by_words(message: Message, subject: str, text: str) -> Iterator[DeliveryReport]:
    """What a report without fields says; the message loses its parts."""
    failed, delayed = _named_by_library(message)
    said = reason_in(text)[:500]
    if tells_delay(subject, text) or (delayed and not failed and not tells_failure(subject, text)):
        yield DeliveryReport(delayed or failed, (), ReportAction.DELAYED, said, is_by_words=True)
        return
    originals = tuple(dict.fromkeys(each.casefold() for each in _PASSED_ON.findall(text)))
    own = {*addresses_in(message, "From", "To", "Reply-To", "Return-Path", "Delivered-To"), *originals}
    if not failed and (not tells_failure(subject, text) or is_receipt(message)):
        return
    named = [each for each in failed or delayed if each not in originals]
    is_told = bool(named)
    named = named or [each for found in _ADDRESS.findall(text) if (each := found.casefold()) not in own]
    people = {each for each in named if not _OFFICES.match(each)}
    if len(named) > MAX_RECIPIENTS:
        raise OversizedMessage(Bound.RECIPIENTS, MAX_RECIPIENTS)
    recipients, is_certain = tuple(dict.fromkeys(named)), is_told or len(people) <= 1
    yield DeliveryReport(recipients, originals, ReportAction.FAILED, said, is_by_words=True, is_certain=is_certain)


def _named_by_library(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that failed, and those that are delayed, as ``flufl.bounce`` finds them."""
    reduce_to_text(message)
    try:
        delayed, failed = all_failures(message)
    except FOREIGN_FAULTS:  # its readers expect what the servers of their time wrote
        return (), ()
    return _addresses(failed), _addresses(delayed)


def _addresses(found: frozenset[bytes]) -> tuple[str, ...]:
    texts = (each.decode("ascii", "replace").strip("<> ").casefold() for each in found)
    return tuple(sorted(each for each in texts if _ADDRESS.fullmatch(each)))


def _address(field: str) -> str:
    """The address in ``rfc822; someone@example.org``, decoded from xtext and unitext; empty where there is none."""
    text = re.sub(r"\([^()]*\)", "", field.rpartition(";")[2])
    text = re.sub(r"\\x\{([0-9A-Fa-f]{1,6})\}", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)
    address = text.strip().strip("<>\"' ")
    address = re.sub(r"\+([0-9A-F]{2})(?=[^@]*@)", lambda found: chr(int(found[1], 16)), address)
    return address.casefold()
