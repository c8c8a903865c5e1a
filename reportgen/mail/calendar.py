"""The iCalendar file of the meeting, which is attached to a letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

from reportgen.domain.programme.event import Event


def calendar_of(
    event: Event, participant: str, description: str, edition: int, written: datetime, zone: ZoneInfo
) -> bytes:
    """An iCalendar file that publishes the meeting; a later edition replaces an earlier one.

    Args:
        participant: the participant's id; makes the UID stable.
        edition: counted from 1; the calendar's SEQUENCE is one less.
        written: when the letter was written (DTSTAMP).
        zone: the zone of the event's times.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//reportgen//briefing//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    entry = CalendarEvent()
    entry.add("uid", f"{participant}@{event.organiser.email.rpartition('@')[2]}")
    entry.add("dtstamp", written.astimezone(ZoneInfo("UTC")))
    entry.add("sequence", edition - 1)
    entry.add("summary", event.title)
    entry.add("dtstart", datetime.combine(event.day, event.start, zone))
    entry.add("dtend", datetime.combine(event.day, event.end, zone))
    entry.add("location", f"{event.place}, {event.address}")
    entry.add("description", description)
    organiser = vCalAddress(f"mailto:{event.organiser.email}")
    organiser.params["cn"] = vText(event.organiser.name)
    entry["organizer"] = organiser
    calendar.add_component(entry)
    year = timedelta(days=366)
    calendar.add_missing_timezones(first_date=event.day - year, last_date=event.day + year)
    return bytes(calendar.to_ical())
