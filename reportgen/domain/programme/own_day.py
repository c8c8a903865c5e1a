"""One participant's own day out of the programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from reportgen.domain.programme.event import PASSING, Session
from reportgen.domain.programme.rounds import Round, Slot, session_key
from reportgen.domain.programme.session_plan import SessionPlan


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One part of a participant's day.

    Attributes:
        round: label of the round; empty for a part that everyone attends.
        start, end: of the session; of the whole round where it has no session for them.
        session: what they attend; None for a round that has no session for them.
        leads: whether they lead it.
        beside: titles of the sessions at the same time, which others attend.
    """

    round: str
    start: time
    end: time
    session: Session | None
    leads: bool = False
    beside: tuple[str, ...] = ()


def as_read(sessions: Sequence[Session], guest: bool = False) -> tuple[Session, ...]:
    """The programme without what participants do not read, so that a change of that makes no new pack.

    Args:
        guest: whether a guest reads it.
    """
    return tuple(
        replace(
            each,
            capacity=None,
            minimum=0,
            audience=(),
            leader_note="",
            note=(guest and each.guest_note) or each.note,
            guest_note="",
        )
        for each in sessions
    )


def own_day(sessions: Sequence[Session], plan: SessionPlan, number: int, guest: bool = False) -> tuple[OwnPart, ...]:
    """The day of a participant, in the order of the programme.

    A part for some people only is left out of the day of others. Nothing in it depends on the room, leader or number of
    people of a session that others attend, so that a change of those concerns nobody else.

    Args:
        sessions: the whole programme.
        plan: who attends which session of a round.
        guest: whether the participant is of no municipality.
    """
    rounds = {each.label: each for each in plan.rounds}
    given = plan.assignment.of(number)
    parts: list[OwnPart] = []
    seen: set[str] = set()
    for each in as_read(sessions, guest):
        if not each.round or each.round not in rounds:
            if number in plan.invited.get(session_key(each), frozenset([number])):
                parts.append(OwnPart("", each.start, each.end, each))
        elif each.round not in seen:
            seen.add(each.round)
            parts.append(_part_of_round(rounds[each.round], given.get(each.round, ""), plan, number, guest))
    return tuple(parts)


def _part_of_round(each: Round, key: str, plan: SessionPlan, number: int, guest: bool) -> OwnPart:
    slot = Slot(each.label, key)
    dropped = {one.session for one in plan.assignment.dropped if one.round == each.label}
    beside = tuple(one.title for other, one in each.sessions.items() if other != key and other not in dropped)
    if (session := each.sessions.get(key)) is None:
        return OwnPart(each.label, each.start, each.end, None, beside=beside)
    (read,) = as_read((session,), guest)
    return OwnPart(each.label, read.start, read.end, read, number in plan.leaders.get(slot, ()), beside)


def first_to_do(day: Sequence[OwnPart]) -> OwnPart | None:
    """The first part of a day that somebody has to be somewhere for; None where there is no such part."""
    return next((each for each in day if each.session and each.session.kind not in PASSING), None)
