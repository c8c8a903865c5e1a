"""Composes the letter of a message to one recipient: text, newest pack and calendar files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from reportgen.application.build.letter_calendar import CalendarOwner, meeting_entry, message_calendars, revision_of
from reportgen.application.build.load_event import style_of
from reportgen.application.build.sent_calendar import SentCalendars
from reportgen.application.messages.check import CheckedMessage
from reportgen.application.messages.people import MessagePerson
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import delivery_key, participant_id
from reportgen.domain.messages.message import CalendarUse
from reportgen.domain.people.participant import elided, full_name, where_from
from reportgen.mail import letter
from reportgen.mail.calendar import CalendarFile
from reportgen.render.content.letter_text import LetterText
from reportgen.render.content.message_text import message_text
from reportgen.render.content.style import Style


@dataclass(frozen=True, slots=True)
class ComposedLetter:
    """A letter to one recipient, with the key it has in the ledger."""

    key: str
    message_id: str
    content: bytes


@dataclass(slots=True)
class MessageComposer:
    """Composes the letters of one message.

    Attributes:
        edition: the number that the letters get.
        written: when they are written.
    """

    workspace: Workspace
    checked: CheckedMessage
    edition: int
    written: datetime
    calendars: SentCalendars = field(init=False)
    _style: Style = field(init=False)
    _codes: dict[tuple[int, int], str] = field(init=False)

    def __post_init__(self) -> None:
        workspace = self.workspace
        letters = workspace.ledger.deliveries(workspace.key)
        self.calendars = SentCalendars(letters, workspace.archive, workspace.ledger)
        self._style = style_of(workspace.settings)
        self._codes = workspace.ledger.pack_codes(workspace.key)

    def letter(self, person: MessagePerson) -> ComposedLetter:
        """The letter to a recipient; the same input gives the same bytes.

        Raises:
            ArchiveError: the pack that goes with it is missing, or was changed.
            MailError: it cannot be addressed.
        """
        event, recipient = self.workspace.event, person.participant.email
        key = delivery_key(event.key, person.number, self.edition)
        calendars, texts = self._calendars(person)
        pdf = self._pack(person.pack) if self.checked.message.has_pack and person.pack else b""
        place = where_from(person.participant, self.checked.people.municipalities)
        envelope = letter.Envelope(
            *(key, event.organiser.contact, event.organiser.email),
            *(elided(full_name(person.participant.name)), recipient, self.written),
        )
        contents = letter.LetterContents(
            texts.subject, texts.text, texts.html, pdf, letter.pdf_name(place or event.title) if pdf else "", calendars
        )
        return ComposedLetter(key, letter.message_id(key, event.organiser.email), letter.compose(envelope, contents))

    def texts(self, person: MessagePerson) -> LetterText:
        """What the letter to a recipient says."""
        return self._calendars(person)[1]

    def _calendars(self, person: MessagePerson) -> tuple[tuple[CalendarFile, ...], LetterText]:
        """The calendar files of a letter, and what it says; it tells of no file that is not there."""
        event, use = self.workspace.event, self.checked.message.calendar
        if use is CalendarUse.NONE:
            return (), self._texts(person, use)
        texts = self._texts(person, use)
        owner = CalendarOwner(participant_id(event.key, person.number), self.calendars.uid_domain(person.number))
        files = message_calendars(
            meeting_entry(event, owner, texts.calendar),
            self.calendars.of(person.number),
            revision_of(event, self.edition, self.written, person.participant.email),
            cancel=use is CalendarUse.CANCEL,
        )
        return files, texts if files else self._texts(person, CalendarUse.NONE)

    def _texts(self, person: MessagePerson, use: CalendarUse) -> LetterText:
        message = self.checked.message
        return message_text(
            self.checked.people.event,
            message.subject,
            message.text,
            self.checked.values_for(person),
            self._style,
            message.has_pack and person.pack is not None,
            use,
        )

    def _pack(self, delivery: Delivery) -> bytes:
        """The PDF of a letter, from the archive."""
        code = self._codes[delivery.participant, delivery.edition]
        path = f"packs/{delivery.participant:04d}-{code}.pdf"
        return self.workspace.archive.read(delivery.edition, path, delivery.pack_digest)
