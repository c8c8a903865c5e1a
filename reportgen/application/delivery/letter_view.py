"""A letter as an organiser looks at it: its headers, texts, attachments, pack and what it does with a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.application.build.sent_calendar import SentCalendars, may_have_been_sent
from reportgen.application.delivery.verify_letter import archived_letter, expected_letter
from reportgen.domain.delivery.states import Delivery
from reportgen.mail.calendar_changes import CalendarChange, calendar_changes
from reportgen.mail.letter_reader import ParsedLetter, parse_letter
from reportgen.mail.sent_entries import SentEntries
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter and what it does with its recipient's calendar.

    Attributes:
        calendar: its entries, with what earlier letters said of each; None where a file cannot be read.
        follows: the number of the edition of the last letter before it that left, or may have; None for the first.
    """

    content: ParsedLetter
    calendar: tuple[CalendarChange, ...] | None
    follows: int | None


def read_letter(letter: Delivery, archive: Archive) -> ParsedLetter:
    """The content of a letter, from the archive.

    Raises:
        ArchiveError: it is missing, or was changed.
        MailError: it cannot be read.
    """
    return parse_letter(archived_letter(expected_letter(letter), archive))


def letter_view(letter: Delivery, letters: Sequence[Delivery], archive: Archive, ledger: Ledger) -> LetterView:
    """A letter, as an organiser looks at it.

    Args:
        letters: all to the same participant, the oldest first.

    Raises:
        ArchiveError: it is missing, or was changed.
        MailError: it cannot be read.
    """
    content = read_letter(letter, archive)
    earlier = [each for each in letters if each.edition < letter.edition]
    left = [each.edition for each in earlier if may_have_been_sent(each, ledger)]
    sent = SentCalendars(earlier, archive, ledger).of(letter.participant)
    return LetterView(content, _changes(content, sent), left[-1] if left else None)


def calendar_beside(before: ParsedLetter, after: ParsedLetter) -> tuple[CalendarChange, ...] | None:
    """What the calendar of a letter says beside that of another one; None where one of both cannot be read."""
    sent = SentEntries()
    try:
        sent.add(before.calendars, is_certain=True)
    except ValueError:
        return None
    return _changes(after, sent)


def _changes(content: ParsedLetter, sent: SentEntries) -> tuple[CalendarChange, ...] | None:
    try:
        return calendar_changes(content.calendars, sent)
    except ValueError:
        return None
