"""The iCalendar file of the meeting, which is attached to a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

from reportgen.domain.programme.event import Event


class Method(StrEnum):
    """What a calendar does with the meeting (RFC 5546)."""

    PUBLISH = "PUBLISH"  # enters it
    REQUEST = "REQUEST"  # enters it again, for somebody whose entry was cancelled
    CANCEL = "CANCEL"  # cancels it


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """The entry of one participant; the same UID in every letter, and a SEQUENCE that rises.

    Attributes:
        participant: the participant's id, which begins the UID.
        edition: counted from 1; the SEQUENCE is one less.
        written: when the letter was written (DTSTAMP).
        uid_domain: domain that ends the UID; empty for that of the organiser's address.
        attendee: the participant's address; empty to name nobody.
    """

    participant: str
    edition: int
    written: datetime
    uid_domain: str = ""
    attendee: str = ""


def calendar_of(
    event: Event, of: CalendarEntry, description: str, zone: ZoneInfo, method: Method = Method.PUBLISH
) -> bytes:
    """An iCalendar file with the meeting; a later edition replaces an earlier one.

    Args:
        zone: the zone of the event's times.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//reportgen//briefing//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    entry = CalendarEvent()
    entry.add("uid", f"{of.participant}@{of.uid_domain or event.organiser.email.rpartition('@')[2]}")
    entry.add("dtstamp", of.written.astimezone(ZoneInfo("UTC")))
    entry.add("sequence", of.edition - 1)
    if method is not Method.PUBLISH:
        entry.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    entry.add("summary", event.title)
    entry.add("dtstart", datetime.combine(event.day, event.start, zone))
    entry.add("dtend", datetime.combine(event.day, event.end, zone))
    entry.add("location", f"{event.place}, {event.address}")
    entry.add("description", description)
    organiser = vCalAddress(f"mailto:{event.organiser.email}")
    organiser.params["cn"] = vText(event.organiser.name)
    entry["organizer"] = organiser
    if of.attendee:
        entry["attendee"] = vCalAddress(f"mailto:{of.attendee}")
    calendar.add_component(entry)
    year = timedelta(days=366)
    calendar.add_missing_timezones(first_date=event.day - year, last_date=event.day + year)
    return bytes(calendar.to_ical())


def cancelled_uid(calendar: bytes) -> str:
    """The UID of the entry that an iCalendar file cancels; empty where it does something else."""
    try:
        found = Calendar.from_ical(calendar)
        (entry,) = found.walk("VEVENT")
    except (ValueError, KeyError, IndexError):
        return ""
    cancels = found.get("method") == Method.CANCEL and entry.get("status") == "CANCELLED"
    return str(entry.get("uid", "")) if cancels else ""
