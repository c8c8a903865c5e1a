"""The day that somebody was told, as the programme has it now; nobody is assigned anew for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.domain.programme.assignment import Assignment, Placement, Why
from reportgen.domain.programme.day_differences import DayChange, DayDifference
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.own_day import OwnPart, own_day
from reportgen.domain.programme.rounds import Round, Slot, plain, rounds_of, session_key
from reportgen.domain.programme.session_plan import SessionPlan

_READER = 1
"""The number of the one person whose day it is."""

_WRONG = {DayChange.SESSION, DayChange.CANCELLED, DayChange.REMOVED, DayChange.TIME, DayChange.ROOM}


def told_day_now(
    told: Sequence[OwnPart], sessions: Sequence[Session], placed: Mapping[str, str], guest: bool = False
) -> tuple[OwnPart, ...]:
    """The day of somebody who keeps the sessions that they were told, as far as the programme still has them.

    Args:
        told: the day that they were told.
        sessions: the programme now.
        placed: sessions by round that the organiser gave them by hand since, by key.
        guest: whether they are of no municipality.
    """
    rounds = rounds_of(sessions)
    theirs = {each.round: each.session for each in told if each.round and each.session}
    renamed = [session for label, session in theirs.items() if label not in {each.label for each in rounds}]
    keys: dict[str, str] = {}
    for each in rounds:  # one that has another label now is known by the session
        sought = (theirs[each.label],) if each.label in theirs else renamed
        keys[each.label] = next((key for session in sought if (key := _key_in(each, session))), "")
    by_hand = {each.label: placed[each.label] for each in rounds if placed.get(each.label) in each.sessions}
    own = [Slot(each.label, by_hand.get(each.label, keys[each.label])) for each in rounds]
    led = {Slot(each.round, session_key(each.session)) for each in told if each.leads and each.session}
    invited = {session_key(each.session) for each in told if not each.round and each.session}
    plan = SessionPlan(
        rounds,
        Assignment(tuple(Placement(_READER, each.round, each.session, Why.TOLD) for each in own)),
        leaders=dict.fromkeys(led, (_READER,)),
        invited={
            key: frozenset([_READER] if key in invited else [])
            for each in sessions
            if each.audience and not each.round and (key := session_key(each))
        },
    )
    return own_day(sessions, plan, _READER, guest)


def _key_in(round_: Round, session: Session) -> str:
    """The key of a session in a round, or of the only one with its title where its code is another; else empty."""
    if (key := session_key(session)) in round_.sessions:
        return key
    alike = [key for key, each in round_.sessions.items() if plain(each.title) == plain(session.title)]
    return alike[0] if len(alike) == 1 else ""


def sends_astray(difference: DayDifference) -> bool:
    """Whether who reads the day as it was goes to another session of a round than theirs, at another time or place.

    A room that was not told yet sends nobody anywhere.
    """
    from_nowhere = difference.change is DayChange.ROOM and not difference.old
    return bool(difference.round) and difference.change in _WRONG and not from_nowhere
