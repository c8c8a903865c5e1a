"""What somebody's calendar holds by the letters that they were sent before: entries that stand, and cancelled ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from reportgen.mail.calendar import CalendarEntry, Method, entries_in


@dataclass(slots=True)
class SentEntries:
    """Entries by the letters of one participant, from the oldest to the newest.

    Attributes:
        standing: the last of each UID that the participant has, or may have.
        cancelled: UIDs that a letter cancelled, or may have; a calendar program may hold on to that.
    """

    standing: dict[str, CalendarEntry] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)

    def add(self, calendars: Iterable[bytes], is_certain: bool) -> None:
        """Takes in a letter that was sent, or may have been.

        Args:
            calendars: the iCalendar files in it.
            is_certain: it arrived, as far as anybody knows; one that may not have arrived cancels nothing for certain.

        Raises:
            ValueError: a file cannot be read.
        """
        for file in calendars:
            method, entries = entries_in(file)
            for each in entries:
                if method is not Method.CANCEL:
                    self.standing[each.uid] = each
                    continue
                self.cancelled.add(each.uid)
                if is_certain:
                    self.standing.pop(each.uid, None)

    def without(self, uids: Collection[str]) -> tuple[CalendarEntry, ...]:
        """The standing entries of which the UID is not among these, by their time."""
        gone = [each for uid, each in self.standing.items() if uid not in uids]
        return tuple(sorted(gone, key=lambda each: (each.start, each.uid)))
