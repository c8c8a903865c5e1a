"""Checks a message for each of its recipients, before any letter is made of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from reportgen.application.messages.people import MessagePeople, MessagePerson
from reportgen.application.workspace import Workspace
from reportgen.config.message_file import MAX_SUBJECT
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.messages.message import CalendarUse, Message
from reportgen.domain.messages.placeholders import Placeholder, faults_in, filled, placeholders_in
from reportgen.domain.number_ranges import number_ranges
from reportgen.domain.people.participant import full_name
from reportgen.domain.programme.placeholders import mark_in
from reportgen.mail.letter import unfit_header
from reportgen.render.content.message_text import event_values

SUBJECT, TEXT, RECIPIENTS, PACK, CALENDAR = "subject", "text", "recipients", "pack", "calendar"
"""Where a fault of a message stands: the column of the place of its finding."""

MAX_NAMES = 5
"""Names of people that a finding tells; of the others the numbers."""


@dataclass(frozen=True, slots=True)
class CheckedMessage:
    """A message beside the people it is for.

    Attributes:
        recipients: by number.
        values: what the placeholders become that are the same for everyone.
        findings: what is wrong; while there is one, no letter is made.
        digest: of everything that its letters say and of whom they are for.
    """

    message: Message
    people: MessagePeople
    recipients: tuple[MessagePerson, ...]
    values: Mapping[str, str]
    findings: tuple[Finding, ...]
    digest: str

    def values_for(self, person: MessagePerson) -> dict[str, str]:
        """What every placeholder becomes for somebody."""
        return {**self.values, **person.values}

    def faults_of(self, field: str) -> tuple[Finding, ...]:
        """What is wrong with a field of it, such as ``TEXT``."""
        return tuple(each for each in self.findings if each.place.column == field)


def check_message(workspace: Workspace, message: Message, people: MessagePeople) -> CheckedMessage:
    """A message beside the people it is for, with everything that is wrong."""
    recipients = tuple(each for each in people.persons if message.chosen.holds(each.candidate))
    values = event_values(people.event)
    static = [*_text_findings(SUBJECT, message.subject), *_text_findings(TEXT, message.text)]
    if not recipients:
        static.append(finding("message-nobody", Severity.REFUSED, _at(RECIPIENTS)))
    personal = [*_empty_findings(message, recipients, values), *_recipient_findings(workspace, message, recipients)]
    if not static:
        personal += _length_findings(message, recipients, values)
    return CheckedMessage(
        message,
        people,
        recipients,
        values,
        (*static, *personal),
        _digest(message, recipients, values),
    )


def _at(field: str, line: int = 0) -> Place:
    return Place("", line, field)


def _text_findings(field: str, text: str) -> Iterator[Finding]:
    """What is wrong with a text whoever reads it."""
    if not text.strip():
        yield finding(
            "message-subject-empty" if field == SUBJECT else "message-text-empty", Severity.REFUSED, _at(field)
        )
    if any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t" for each in text):
        yield finding("message-signs", Severity.REFUSED, _at(field))
    for fault in faults_in(text):
        place, written, line = _at(field, fault.line), fault.written, fault.line
        if written in "{}":
            yield finding("message-brace", Severity.REFUSED, place, line=line)
        elif fault.suggestion:
            meant = f"{{{fault.suggestion}}}"
            code = "message-placeholder-suggested"
            yield finding(code, Severity.REFUSED, place, written=written, suggestion=meant, line=line)
        else:
            known = ", ".join(f"{{{each}}}" for each in Placeholder)
            yield finding("message-placeholder", Severity.REFUSED, place, written=written, known=known, line=line)
    for number, content in enumerate(text.split("\n"), 1):
        if (mark := mark_in(content)) and not mark.startswith("{"):
            yield finding("message-mark", Severity.REFUSED, _at(field, number), mark=mark, line=number)
    if field == SUBJECT and "\n" in text:
        yield finding("message-subject-lines", Severity.REFUSED, _at(field))


def _empty_findings(
    message: Message, recipients: Sequence[MessagePerson], values: Mapping[str, str]
) -> Iterator[Finding]:
    """The placeholders that say nothing for somebody, with whom."""
    for field, text in ((SUBJECT, message.subject), (TEXT, message.text)):
        for each in placeholders_in(text):
            if each in values:
                if not values[each].strip():
                    yield finding("message-value-of-event", Severity.REFUSED, _at(field), written=f"{{{each}}}")
                continue
            without = [person for person in recipients if not person.values[each].strip()]
            if without:
                facts = recipient_facts(without)
                yield finding("message-value-missing", Severity.REFUSED, _at(field), written=f"{{{each}}}", **facts)


def _recipient_findings(
    workspace: Workspace, message: Message, recipients: Sequence[MessagePerson]
) -> Iterator[Finding]:
    """Recipients to whom no such letter can be written."""
    if message.has_pack and (without := [each for each in recipients if each.pack is None]):
        yield finding("message-pack-missing", Severity.REFUSED, _at(PACK), **recipient_facts(without))
    if message.stops_packs and message.calendar is CalendarUse.ENTER:
        yield finding("message-calendar-opposite", Severity.REFUSED, _at(CALENDAR))
    unfit = [each for each in recipients if unfit_header(full_name(each.participant.name), each.participant.email)]
    if unfit:
        yield finding("message-address", Severity.REFUSED, _at(RECIPIENTS), **recipient_facts(unfit))


def _length_findings(
    message: Message, recipients: Sequence[MessagePerson], values: Mapping[str, str]
) -> Iterator[Finding]:
    """Subjects that are too long once they are filled in."""
    long = [each for each in recipients if len(filled(message.subject, {**values, **each.values})) > 2 * MAX_SUBJECT]
    if long:
        yield finding("message-subject-long", Severity.REFUSED, _at(SUBJECT), **recipient_facts(long))


def recipient_facts(people: Sequence[MessagePerson]) -> dict[str, object]:
    """The facts of a finding that tell who it is about."""
    names = ", ".join(full_name(each.participant.name) for each in people[:MAX_NAMES])
    return {
        "count": len(people),
        "names": f"{names} …" if len(people) > MAX_NAMES else names,
        "numbers": number_ranges(each.number for each in people),
    }


def _digest(message: Message, recipients: Sequence[MessagePerson], values: Mapping[str, str]) -> str:
    used = [*placeholders_in(message.subject), *placeholders_in(message.text)]
    letters = [
        (
            each.number,
            each.participant.email,
            full_name(each.participant.name),
            each.pack.key if each.pack and message.has_pack else "",
            *(each.values[name] for name in used if name not in values),
        )
        for each in recipients
    ]
    said = (message.purpose, message.subject, message.text, message.has_pack, message.calendar, message.stops_packs)
    same = tuple(values[name] for name in used if name in values)
    return sha256(repr((said, same, letters)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
