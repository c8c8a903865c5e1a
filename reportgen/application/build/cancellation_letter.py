"""Adds a cancellation letter to an edition: a short text and cancellations for the calendar, without a pack."""

from __future__ import annotations

from datetime import datetime

from reportgen.application.archive.personal_content import personal_content_of
from reportgen.application.build.letter_calendar import (
    CalendarOwner,
    cancellation_calendars,
    meeting_entry,
    revision_of,
)
from reportgen.application.build.load_event import style_of
from reportgen.application.build.plan import BuildPlan
from reportgen.application.build.sent_calendar import SentCalendars
from reportgen.domain.delivery.cancellation import PlannedCancellation
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import delivery_key, participant_id
from reportgen.domain.people.participant import Enrolled, Office, elided
from reportgen.mail import letter
from reportgen.render.content.cancellation_text import SalutationParts, cancellation_text
from reportgen.storage.archive.archive import Archive, UnsealedEdition
from reportgen.storage.ledger.pack_records import CancellationRecord


def add_cancellation(
    unsealed: UnsealedEdition,
    plan: BuildPlan,
    planned: PlannedCancellation,
    person: Enrolled,
    archive: Archive,
    edition: int,
    now: datetime,
    calendars: SentCalendars,
) -> CancellationRecord:
    """Writes a cancellation letter into an edition, and returns the ledger's record of it.

    It goes to the address the participant was invited at, whatever a list says of them now.

    Args:
        person: the participant, as last registered.
        archive: of the invitation.
        calendars: what participants' calendars hold by earlier letters.
    """
    event, recipient = plan.inputs.event, planned.invitation.recipient
    salutation = _salutation_parts(archive, planned.invitation, person)
    texts = cancellation_text(event, salutation, planned.reason, style_of(plan.inputs.settings))
    key = delivery_key(event.key, person.number, edition)
    owner = CalendarOwner(participant_id(event.key, person.number), calendars.uid_domain(person.number))
    meeting = meeting_entry(event, owner, texts.calendar)
    files = cancellation_calendars(meeting, calendars.of(person.number), revision_of(event, edition, now, recipient))
    envelope = letter.Envelope(key, event.organiser.contact, event.organiser.email, elided(person.name), recipient, now)
    message = letter.compose(envelope, letter.LetterContents(texts.subject, texts.text, texts.html, b"", "", files))
    digest = unsealed.add(f"letters/{person.number:04d}.eml", message)
    return CancellationRecord(key, person.number, recipient, letter.message_id(key, event.organiser.email), digest)


def _salutation_parts(archive: Archive, invitation: Delivery, person: Enrolled) -> SalutationParts:
    """How the invitation addressed a participant; by the name in the ledger where it cannot be read any more."""
    content = personal_content_of(archive, invitation.edition, invitation.participant)
    try:
        return SalutationParts(content["name"], content["office"], content.get("salutation", ""))
    except KeyError:
        return SalutationParts({}, Office.OTHER, f"Geachte {person.name}")
