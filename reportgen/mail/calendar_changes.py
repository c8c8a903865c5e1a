"""What the calendar files of a letter do with the calendar of its recipient, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reportgen.mail.calendar import CalendarEntry, Method, entries_in
from reportgen.mail.sent_entries import SentEntries


class EntryChange(StrEnum):
    """What a letter does with one entry of a calendar."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    AGAIN = "again"  # it was cancelled before
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One entry in the calendar files of a letter.

    Attributes:
        before: the entry as the recipient's calendar has it by earlier letters; None where it is not in it.
    """

    change: EntryChange
    entry: CalendarEntry
    before: CalendarEntry | None = None

    @property
    def has_other_title(self) -> bool:
        """Whether it is called otherwise than before."""
        return self.before is not None and self.before.summary != self.entry.summary

    @property
    def has_other_time(self) -> bool:
        """Whether it is at another moment than before."""
        before = self.before
        return before is not None and (before.start, before.end) != (self.entry.start, self.entry.end)

    @property
    def has_other_place(self) -> bool:
        """Whether it is elsewhere than before."""
        return self.before is not None and self.before.location != self.entry.location

    @property
    def has_other_text(self) -> bool:
        """Whether the text in it is another than before."""
        return self.before is not None and self.before.description != self.entry.description


def calendar_changes(calendars: Iterable[bytes], sent: SentEntries) -> tuple[CalendarChange, ...]:
    """What the files of a letter do, by the time of the entries, the meeting before its parts.

    Args:
        sent: what earlier letters put in the calendar.

    Raises:
        ValueError: a file is no calendar of a letter.
    """
    found: list[CalendarChange] = []
    for file in calendars:
        method, entries = entries_in(file)
        found += [CalendarChange(_change(each, method, sent), each, sent.standing.get(each.uid)) for each in entries]
    return tuple(sorted(found, key=lambda each: (each.entry.start, each.entry.is_part, each.entry.uid)))


def _change(entry: CalendarEntry, method: Method, sent: SentEntries) -> EntryChange:
    before = sent.standing.get(entry.uid)
    if method is Method.CANCEL:
        return EntryChange.CANCELLED
    if entry.uid in sent.cancelled:
        return EntryChange.AGAIN
    if before is None:
        return EntryChange.NEW
    return EntryChange.SAME if before == entry else EntryChange.CHANGED
