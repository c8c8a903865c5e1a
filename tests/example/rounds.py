"""A meeting with rounds: two of two sessions each, rooms, and a talk at the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from example import meeting

from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assignment import Assignment, Placement, Why
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Slot, rounds_of, session_key
from reportgen.domain.programme.seating import Table
from reportgen.domain.programme.session_plan import SessionPlan

ROUNDS = ("1", "middag")
"""Labels of the rounds."""

TITLES = ("Hofjes", "Trappen", "Buren", "Torens")
"""Titles of the sessions, two in each round."""


def workshop(code: str, label: str = "1", **others: Any) -> Session:
    """A session of an hour, in a round that has an hour of its own; ``others`` are more of its fields."""
    start = 9 + int(label)
    said = {"title": f"Over {code}", "speaker": "", "note": "", "kind": SessionKind.WORKSHOP, **others}
    return Session(time(start), time(start + 1), code=code, round=label, **said)


def sessions() -> tuple[Session, ...]:
    """The programme: a workshop is in the room that is called like it, and has a note for who leads it."""
    made = [Session(time(12, 30), time(13), "Opening", "dagvoorzitter", "", SessionKind.PLENARY, room="Grote zaal")]
    for number, title in enumerate(TITLES):
        start = time(13 + number // 2)
        made.append(
            Session(
                *(start, start.replace(minute=50), title, "", f"Over {title.lower()}.", SessionKind.WORKSHOP),
                code="ABCD"[number],
                round=ROUNDS[number // 2],
                room=f"Zaal van {title}",
                leader=f"Leider van {title}",
                leader_note=f"Begin met {title.lower()}.",
            )
        )
    made.append(Session(time(15), time(16), "Tafelgesprek", "", "", SessionKind.TABLE, room="Eetzaal"))
    return tuple(made)


def setting(
    participants: tuple[Participant, ...],
    given: Mapping[int, tuple[str, str]],
    leads: Mapping[int, tuple[str, ...]],
) -> EventContext:
    """What packs of this meeting are composed from, everyone at one table.

    Args:
        given: titles of the sessions of each participant, by round; empty for none.
        leads: titles of the sessions that each of some participants leads.
    """
    rounds, keys = rounds_of(sessions()), {each.title: session_key(each) for each in sessions()}
    placements = tuple(
        Placement(number, label, keys.get(title, ""), Why.FREE if title else Why.NONE)
        for number, titles in given.items()
        for label, title in zip(ROUNDS, titles, strict=True)
    )
    leaders = {
        Slot(each.round, session_key(each)): tuple(number for number, titles in leads.items() if each.title in titles)
        for each in sessions()
        if each.round
    }
    numbers = tuple(each.number for each in participants)
    context = meeting.setting(participants, (Table(1, "voorsteden", numbers),))
    plan = SessionPlan(rounds, Assignment(placements), {slot: found for slot, found in leaders.items() if found})
    return replace(context, event=replace(context.event, sessions=sessions()), sessions=plan)
