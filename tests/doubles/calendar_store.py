"""The calendar of one person, as a program keeps it: files come in, and the entry with the higher SEQUENCE stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from doubles.strict_calendar import StrictCalendar, StrictEntry


@dataclass
class CalendarStore:
    """Entries by UID; one that was cancelled comes back only when it is requested (RFC 5546, 3.2.5)."""

    entries: dict[str, StrictEntry] = field(default_factory=dict)
    cancelled: dict[str, int] = field(default_factory=dict)

    def take(self, calendar: StrictCalendar) -> None:
        """Takes in a file."""
        for each in calendar.entries:
            known = self.entries.get(each.uid)
            newest = max(known.sequence if known else -1, self.cancelled.get(each.uid, -1))
            if each.sequence <= newest:
                continue
            if calendar.method == "CANCEL":
                self.entries.pop(each.uid, None)
                self.cancelled[each.uid] = each.sequence
            elif calendar.method == "REQUEST" or each.uid not in self.cancelled:
                self.cancelled.pop(each.uid, None)
                self.entries[each.uid] = each
