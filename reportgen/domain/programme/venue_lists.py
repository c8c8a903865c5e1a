"""What an organiser takes to the venue: attendance lists, name badges and table signs, before they are laid out.

They name everyone who takes part, also who did not agree to be named in packs; only table signs name nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from reportgen.domain.people.participant import Name, Office, Participant, folded, where_from
from reportgen.domain.programme.event import Event, Session
from reportgen.domain.programme.own_day import own_day
from reportgen.domain.programme.rounds import Round, Slot, session_key
from reportgen.domain.programme.seating import Table
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.text_words import slug

LIST, BADGES, SIGNS = "presentielijst", "badges", "tafelborden"
"""Names of the files; that of a list goes on with its round and session."""

MAX_NAME = 60
"""Characters of the part of a file name that tells round and session."""


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A part of somebody's day that others do not attend.

    Attributes:
        leads: whether they lead it.
    """

    start: time
    code: str
    title: str
    room: str
    leads: bool


@dataclass(frozen=True, slots=True)
class ExpectedPerson:
    """Somebody who takes part.

    Attributes:
        where: the municipality; of a guest the organisation.
        table: None without a seat.
        sessions: their own parts of the day, in order.
        without: rounds as people call them in which they have no session.
    """

    number: int
    name: Name
    function: str
    office: Office
    where: str
    table: int | None
    sessions: tuple[OwnSession, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """Somebody on an attendance list.

    Attributes:
        leads: whether they lead the session.
        told: title of the session that they were told instead; empty for none.
    """

    person: ExpectedPerson
    leads: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """Who is expected: at the meeting, or in one part of it.

    Attributes:
        file: name of its file, without suffix.
        round: the round as people call it; empty for a part that is not of a round.
        session: None for the whole meeting.
        entries: by last name, the Dutch way.
    """

    file: str
    round: str
    session: Session | None
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class TableSign:
    """The sign on a table."""

    number: int
    theme: str


@dataclass(frozen=True, slots=True)
class VenueLists:
    """Everything for the venue of an event.

    Attributes:
        day: of the meeting, ISO.
        lists: that of the whole meeting first, then in the order of the programme.
        people: everyone who takes part, by last name; one badge each.
    """

    title: str
    day: str
    organiser: str
    lists: tuple[AttendanceList, ...]
    people: tuple[ExpectedPerson, ...]
    signs: tuple[TableSign, ...]


def venue_lists_of(
    event: Event,
    participants: Iterable[Participant],
    tables: Sequence[Table],
    plan: SessionPlan,
    municipalities: Mapping[str, str],
) -> VenueLists:
    """The lists, badges and signs of an event; a session that does not take place has no list.

    Args:
        event: with its programme.
        municipalities: code → name.
    """
    table_of = {number: table.number for table in tables for number in table.seated}
    found = (
        ExpectedPerson(
            each.number,
            each.name,
            each.function,
            each.office,
            where_from(each, municipalities),
            table_of.get(each.number),
            _own_sessions(event.sessions, plan, each.number),
            tuple(one.name for one in plan.rounds if one.label not in plan.assignment.of(each.number)),
        )
        for each in participants
    )
    people = tuple(sorted(found, key=lambda each: (*name_order(each.name), each.number)))
    lists = [AttendanceList(LIST, "", None, tuple(ListEntry(each) for each in people))]
    taken = {LIST}
    for session, label in _parts_with_lists(event.sessions, plan):
        round_of = next((each for each in plan.rounds if each.label == label), None)
        file, entries = _file_name(session, round_of, taken), _entries(session, label, plan, people)
        lists.append(AttendanceList(file, round_of.name if round_of else "", session, entries))
    signs = tuple(TableSign(each.number, each.theme) for each in sorted(tables, key=lambda one: one.number))
    return VenueLists(event.title, event.day.isoformat(), event.organiser.name, tuple(lists), people, signs)


def name_order(name: Name) -> tuple[str, str, str]:
    """What names are ordered by the Dutch way: the main word of the surname; accents and prefixes count last."""
    return folded(name.last), folded(name.first or name.initials), folded(name.infix)


def _parts_with_lists(sessions: Iterable[Session], plan: SessionPlan) -> list[tuple[Session, str]]:
    """The parts that some people attend and others do not, each with the label of its round."""
    rounds = {each.label: each.sessions for each in plan.rounds}
    found: dict[Slot, tuple[Session, str]] = {}
    for each in sessions:
        key = session_key(each)
        if each.round in rounds:
            slot = Slot(each.round, key)
            if slot not in plan.assignment.dropped:
                found.setdefault(slot, (rounds[each.round][key], each.round))
        elif key in plan.invited:
            found.setdefault(Slot("", key), (each, ""))
    return list(found.values())


def _entries(
    session: Session, label: str, plan: SessionPlan, people: Sequence[ExpectedPerson]
) -> tuple[ListEntry, ...]:
    key = session_key(session)
    if not label:
        return tuple(ListEntry(each) for each in people if each.number in plan.invited[key])
    titles = next(
        {one: held.title for one, held in each.sessions.items()} for each in plan.rounds if each.label == label
    )
    told = {
        each.number: titles.get(each.told, each.told)
        for each in plan.assignment.placements
        if each.slot == Slot(label, key) and each.told
    }
    attending = set(plan.assignment.people_by_slot().get(Slot(label, key), ()))
    leaders = plan.leaders.get(Slot(label, key), ())
    return tuple(
        ListEntry(each, each.number in leaders, told.get(each.number, ""))
        for each in people
        if each.number in attending
    )


def _own_sessions(sessions: Sequence[Session], plan: SessionPlan, number: int) -> tuple[OwnSession, ...]:
    """The parts of a participant's day that others do not attend."""
    return tuple(
        OwnSession(each.start, each.session.code, each.session.title, each.session.room, each.leads)
        for each in own_day(sessions, plan, number)
        if each.session and (each.round or session_key(each.session) in plan.invited)
    )


def _file_name(session: Session, round_of: Round | None, taken: set[str]) -> str:
    """An ASCII name that no other file has: ``presentielijst-ronde-1-w3``."""
    words = slug(f"{round_of.name if round_of else ''} {session.code or session.title}")[:MAX_NAME].strip("-")
    name, count = f"{LIST}-{words or 'sessie'}", 1
    while (file := name if count == 1 else f"{name}-{count}") in taken:
        count += 1
    taken.add(file)
    return file
