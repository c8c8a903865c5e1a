"""iCalendar files (RFC 5545, RFC 5546) that are attached to a letter: the meeting and the sessions of one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEvent

from reportgen.domain.text_words import slug
from reportgen.i18n.message import said
from reportgen.mail.timezone_component import timezone_component

_component_of_zone = lru_cache(maxsize=8)(timezone_component)
_SESSION_UID = re.compile(r"(.+\.\d{4,})-[a-z0-9-]+")


class Method(StrEnum):
    """What a calendar does with the entries in a file (RFC 5546)."""

    PUBLISH = "PUBLISH"  # enters them
    REQUEST = "REQUEST"  # enters one again that was cancelled
    CANCEL = "CANCEL"  # cancels one


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry in the calendar of one participant.

    Attributes:
        uid: the same in every letter, so that a later entry takes the place of an earlier one.
        start, end: with the zone in which they are written.
        is_part: it is part of another entry, which says already that its time is taken.
    """

    uid: str
    summary: str
    start: datetime
    end: datetime
    location: str
    description: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class CalendarRevision:
    """What all entries of a letter have in common.

    Attributes:
        edition: counted from 1; the SEQUENCE is one less.
        written: when the letter was written (DTSTAMP).
        attendee: the participant's address, which a file that only publishes does not name.
    """

    edition: int
    written: datetime
    organiser_name: str
    organiser_email: str
    attendee: str = ""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An iCalendar file; ``name`` is that of the attachment."""

    name: str
    content: bytes
    method: Method


def calendar_of(entries: Sequence[CalendarEntry], revision: CalendarRevision, method: Method) -> bytes:
    """An iCalendar file with some entries.

    Raises:
        ValueError: a method that may have one UID only got several entries, or there is none.
    """
    if not entries or (method is not Method.PUBLISH and len(entries) > 1):
        raise ValueError(said("{count} entries in one file to {method}", count=len(entries), method=method))
    calendar = Calendar()
    calendar.add("prodid", "-//reportgen//briefing//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    # In the zone of an entry another may be on another day, for an entry that is cancelled keeps its own.
    zones = {each.start.tzinfo: each.start.date() for each in entries if isinstance(each.start.tzinfo, ZoneInfo)}
    for zone, day in zones.items():
        calendar.add_component(_component_of_zone(zone, day))
    for each in entries:
        calendar.add_component(_component(each, revision, method))
    return bytes(calendar.to_ical())


def _component(entry: CalendarEntry, revision: CalendarRevision, method: Method) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", entry.uid)
    component.add("dtstamp", revision.written.astimezone(UTC))
    component.add("sequence", revision.edition - 1)
    if method is not Method.PUBLISH:
        component.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    component.add("summary", _on_one_line(entry.summary))
    component.add("dtstart", entry.start)
    component.add("dtend", entry.end)
    component.add("location", _on_one_line(entry.location))
    component.add("description", _lines(entry.description))
    if entry.is_part:
        component.add("transp", "TRANSPARENT")
    organiser = vCalAddress(f"mailto:{revision.organiser_email}")
    organiser.params["cn"] = vText(_on_one_line(revision.organiser_name).replace('"', "'"))  # no parameter holds these
    component["organizer"] = organiser
    if method is not Method.PUBLISH and revision.attendee:
        component["attendee"] = vCalAddress(f"mailto:{revision.attendee}")
    return component


def day_uid(participant: str, domain: str) -> str:
    """The UID of the meeting in the calendar of a participant, by their id."""
    return f"{participant}@{domain}"


def session_uid(participant: str, label: str, name: str, domain: str) -> str:
    """The UID of a participant's session of one round, whichever session that is.

    Args:
        label: of the round; its digest keeps rounds apart whose names are written with the same letters.
        name: the round as people call it.
    """
    digest = sha256(label.encode()).hexdigest()[:8]
    return f"{participant}-{slug(name)[:40].strip('-') or 'ronde'}-{digest}@{domain}"


def owner_of(uid: str) -> str:
    """The participant's id in the UID of the meeting or of a session."""
    local = uid.rpartition("@")[0]
    session = _SESSION_UID.fullmatch(local)
    return session[1] if session else local


def round_slug(uid: str) -> str:
    """What the round of a session is called in its UID, ``ronde-1``; empty in that of the meeting."""
    local = uid.rpartition("@")[0]
    return local.removeprefix(owner_of(uid)).lstrip("-").rpartition("-")[0]


def entries_in(calendar: bytes) -> tuple[Method, tuple[CalendarEntry, ...]]:
    """The method of an iCalendar file that a letter has, and its entries.

    Raises:
        ValueError: it is no such file.
    """
    try:
        read = Calendar.from_ical(calendar)
        return Method(str(read.get("method"))), tuple(_entries(read))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as fault:
        raise ValueError(said("no calendar of a letter: {name}", name=type(fault).__name__)) from None


def _entries(calendar: Calendar) -> Iterator[CalendarEntry]:
    for each in calendar.walk("VEVENT"):
        summary, location, description = (str(each.get(name, "")) for name in ("summary", "location", "description"))
        start, end = each.decoded("dtstart"), each.decoded("dtend")
        is_part = each.get("transp") == "TRANSPARENT"
        yield CalendarEntry(str(each["uid"]), summary, start, end, location, description, is_part)


def cancelled_uid(calendar: bytes) -> str:
    """The UID of the entry that an iCalendar file cancels; empty where it does something else."""
    try:
        found = Calendar.from_ical(calendar)
        (entry,) = found.walk("VEVENT")
    except (ValueError, KeyError, IndexError):
        return ""
    cancels = found.get("method") == Method.CANCEL and entry.get("status") == "CANCELLED"
    return str(entry.get("uid", "")) if cancels else ""


def cancels_for(participant: str, calendars: Collection[bytes]) -> bool:
    """Whether iCalendar files cancel the meeting of a participant, by their id, and nothing but entries of theirs."""
    uids = [cancelled_uid(each) for each in calendars]
    own = all(uid and owner_of(uid) == participant for uid in uids)
    return own and any(not round_slug(uid) for uid in uids)


def enters_for(participant: str, calendars: Collection[bytes]) -> bool:
    """Whether iCalendar files hold nothing but entries of a participant, by their id; also where there are none."""
    try:
        return all(owner_of(each.uid) == participant for file in calendars for each in entries_in(file)[1])
    except ValueError:
        return False


def _on_one_line(text: str) -> str:
    return _lines(text).replace("\n", " ")


def _lines(text: str) -> str:
    """Text without control characters and separators other than line feeds, which some programs take for line ends."""
    broken = ("Cc", "Cs", "Zl", "Zp")
    said = text.replace("\r\n", "\n")
    return "".join(" " if sign != "\n" and unicodedata.category(sign) in broken else sign for sign in said)
