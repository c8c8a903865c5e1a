"""The iCalendar files of a letter: what its participant has now, and what went since the last letter.

The meeting and the sessions are published together in one file. An entry that a letter cancelled before is requested
again, and one that went is cancelled, each in a file of its own: such a file may hold one UID only (RFC 5546).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count

from reportgen.config.timezone import ZONE
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.own_day import OwnPart
from reportgen.domain.programme.rounds import round_name
from reportgen.mail.calendar import (
    CalendarEntry,
    CalendarFile,
    CalendarRevision,
    Method,
    calendar_of,
    day_uid,
    round_slug,
    session_uid,
)
from reportgen.mail.sent_entries import SentEntries
from reportgen.render.content.session_text import session_text
from reportgen.render.content.words import pack_words

MEETING = "bijeenkomst"
"""What the file with the meeting is called."""


@dataclass(frozen=True, slots=True)
class CalendarOwner:
    """Whose calendar it is.

    Attributes:
        participant: their id, which begins every UID.
        uid_domain: domain that ends it; empty for that of the organiser's address.
    """

    participant: str
    uid_domain: str


def revision_of(event: Event, edition: int, written: datetime, attendee: str) -> CalendarRevision:
    """What all entries of a letter have in common."""
    return CalendarRevision(edition, written, event.organiser.name, event.organiser.email, attendee)


def meeting_entry(event: Event, owner: CalendarOwner, description: str) -> CalendarEntry:
    """The entry of the meeting, from its beginning to its end."""
    start, end = (datetime.combine(event.day, each, ZONE) for each in (event.start, event.end))
    where = f"{event.place}, {event.address}"
    uid = day_uid(owner.participant, owner.uid_domain or _domain_of(event))
    return CalendarEntry(uid, event.title, start, end, where, description)


def session_entries(event: Event, owner: CalendarOwner, day: Sequence[OwnPart]) -> tuple[CalendarEntry, ...]:
    """The entries of the sessions that a participant attends, one a round."""
    domain = owner.uid_domain or _domain_of(event)
    entries: list[CalendarEntry] = []
    for part in day:
        session = part.session
        if not part.round or session is None:
            continue
        uid = session_uid(owner.participant, part.round, round_name(part.round), domain)
        texts = session_text(part, session, event)
        start, end = (datetime.combine(event.day, each, ZONE) for each in (part.start, part.end))
        where = ", ".join(each for each in (session.room, event.place, event.address) if each)
        entries.append(CalendarEntry(uid, texts.summary, start, end, where, texts.description, is_part=True))
    return tuple(entries)


def letter_calendars(
    meeting: CalendarEntry, sessions: Sequence[CalendarEntry], sent: SentEntries, revision: CalendarRevision
) -> tuple[CalendarFile, ...]:
    """The files of a letter with a pack.

    Where the meeting was cancelled before, everything is requested again.

    Args:
        sent: what the participant's calendar holds by earlier letters.
    """
    entries = (meeting, *sessions)
    again = [each for each in entries if meeting.uid in sent.cancelled or each.uid in sent.cancelled]
    published = [each for each in entries if each not in again]
    files: list[CalendarFile] = []
    if published:
        files.append(CalendarFile(f"{MEETING}.ics", calendar_of(published, revision, Method.PUBLISH), Method.PUBLISH))
    names = _names(again, taken=[each.name for each in files])
    for name, each in zip(names, again, strict=True):
        files.append(CalendarFile(name, calendar_of((each,), revision, Method.REQUEST), Method.REQUEST))
    gone = sent.without({each.uid for each in entries})
    described = [replace(each, description=pack_words()["calendar"]["gone"]) for each in gone]
    return (*files, *_cancelling(described, revision))


def cancelling_files(meeting: CalendarEntry, sessions: Sequence[CalendarEntry], sent: SentEntries) -> tuple[str, ...]:
    """The names of the files of a letter with a pack that cancel something."""
    return _names(sent.without({meeting.uid, *(each.uid for each in sessions)}), "vervallen-")


def cancellation_calendars(
    meeting: CalendarEntry, sent: SentEntries, revision: CalendarRevision
) -> tuple[CalendarFile, ...]:
    """The files of a cancellation letter: for the meeting, and for every session that was sent."""
    sessions = [replace(each, description=meeting.description) for each in sent.without({meeting.uid})]
    content = calendar_of((meeting,), revision, Method.CANCEL)
    return (CalendarFile(f"{MEETING}.ics", content, Method.CANCEL), *_cancelling(sessions, revision))


def message_calendars(
    meeting: CalendarEntry, sent: SentEntries, revision: CalendarRevision, cancel: bool
) -> tuple[CalendarFile, ...]:
    """The files of a message: the meeting as it is now, or cancellations of everything that was sent.

    Nothing is cancelled that was not sent; sessions stay as they were sent.
    """
    if not cancel:
        method = Method.REQUEST if meeting.uid in sent.cancelled else Method.PUBLISH
        return (CalendarFile(f"{MEETING}.ics", calendar_of((meeting,), revision, method), method),)
    standing = sent.without(())
    if not standing:
        return ()
    if any(each.uid == meeting.uid for each in standing):
        return cancellation_calendars(meeting, sent, revision)
    return _cancelling([replace(each, description=meeting.description) for each in standing], revision)


def _cancelling(entries: Sequence[CalendarEntry], revision: CalendarRevision) -> tuple[CalendarFile, ...]:
    return tuple(
        CalendarFile(name, calendar_of((each,), revision, Method.CANCEL), Method.CANCEL)
        for name, each in zip(_names(entries, "vervallen-"), entries, strict=True)
    )


def _names(entries: Sequence[CalendarEntry], before: str = "", taken: Collection[str] = ()) -> tuple[str, ...]:
    """The names of files with one entry each, none twice: ``ronde-1.ics``."""
    names: list[str] = []
    for each in entries:
        wanted = before + (round_slug(each.uid) or MEETING)
        numbered = (f"{wanted}-{number}.ics" for number in count(2))
        names.append(next(name for name in chain((f"{wanted}.ics",), numbered) if name not in (*taken, *names)))
    return tuple(names)


def _domain_of(event: Event) -> str:
    return event.organiser.email.rpartition("@")[2]
