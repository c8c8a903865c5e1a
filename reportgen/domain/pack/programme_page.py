"""The content of the pages about the programme: the reader's own day, and the sessions that they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.domain.pack.contents import Leading, Meeting, Programme
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.led_session import LedSession, NamedAttendee
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.own_day import OwnPart, as_read, first_to_do, own_day
from reportgen.domain.programme.rounds import Slot

NOBODY = 0
"""A number that no participant has: the day of somebody who attends no session of any round."""


def day_of(number: int, context: EventContext) -> tuple[OwnPart, ...]:
    """The day of a participant, as a guest reads it where they are one."""
    person = context.participants.get(number)
    return own_day(context.event.sessions, context.sessions, number, person is not None and person.code == COUNTRY)


def programme_of(day: tuple[OwnPart, ...], context: EventContext, meeting: Meeting) -> Programme:
    """The content of the pages about a day, the same for everyone who has it."""
    return Programme(meeting, replace(context.event, sessions=()), context.subject is not None, day)


def first_part(day: Sequence[OwnPart]) -> OwnPart | None:
    """The first thing to do, as the cover tells it; None where the reader's day has no rounds and no rooms."""
    told = any(each.round or (each.session and each.session.room) for each in day)
    first = first_to_do(day) if told else None
    return replace(first, beside=()) if first else None


def leading_of(number: int, context: EventContext, meeting: Meeting) -> Leading:
    """The content of the pages for somebody who leads sessions; one that does not take place is left out."""
    plan = context.sessions
    people = plan.assignment.people_by_slot()
    led: list[LedSession] = []
    for each in plan.rounds:
        for key, session in each.sessions.items():
            slot = Slot(each.label, key)
            leaders = plan.leaders.get(slot, ())
            if number not in leaders or slot in plan.assignment.dropped:
                continue
            attending = [context.participants[other] for other in people.get(slot, ()) if other not in leaders]
            named = [_named_attendee(person, context) for person in attending if person.consent]
            named.sort(key=lambda one: (one.name.last, one.name.initials, one.municipality))
            (read,) = as_read((session,))
            led.append(LedSession(read, tuple(named), len(attending) - len(named), session.leader_note))
    return Leading(meeting, tuple(led))


def _named_attendee(person: Participant, context: EventContext) -> NamedAttendee:
    guest = person.code == COUNTRY
    where = person.organisation if guest else context.figures.data.municipalities[person.code].name
    return NamedAttendee(person.name, person.function, person.office, where)
