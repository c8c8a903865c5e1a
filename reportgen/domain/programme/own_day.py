"""One participant's own day out of the programme, and what is different in it since they were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round, Slot, plain, session_key, session_name
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


def as_read(sessions: Sequence[Session]) -> tuple[Session, ...]:
    """The programme without what participants do not read, so that a change of that makes no new pack."""
    return tuple(replace(each, capacity=None, minimum=0, audience=(), leader_note="") for each in sessions)


def own_day(sessions: Sequence[Session], plan: SessionPlan, number: int) -> tuple[OwnPart, ...]:
    """The day of a participant, in the order of the programme.

    A part for some people only is left out of the day of others. Nothing in it depends on the room, leader or number of
    people of a session that others attend, so that a change of those concerns nobody else.

    Args:
        sessions: the whole programme.
        plan: who attends which session of a round.
    """
    rounds = {each.label: each for each in plan.rounds}
    given = plan.assignment.of(number)
    parts: list[OwnPart] = []
    seen: set[str] = set()
    for each in as_read(sessions):
        if not each.round or each.round not in rounds:
            if number in plan.invited.get(session_key(each), frozenset([number])):
                parts.append(OwnPart("", each.start, each.end, each))
        elif each.round not in seen:
            seen.add(each.round)
            parts.append(_part_of_round(rounds[each.round], given.get(each.round, ""), plan, number))
    return tuple(parts)


def _part_of_round(each: Round, key: str, plan: SessionPlan, number: int) -> OwnPart:
    slot = Slot(each.label, key)
    dropped = {one.session for one in plan.assignment.dropped if one.round == each.label}
    beside = tuple(one.title for other, one in each.sessions.items() if other != key and other not in dropped)
    if (session := each.sessions.get(key)) is None:
        return OwnPart(each.label, each.start, each.end, None, beside=beside)
    (read,) = as_read((session,))
    return OwnPart(each.label, read.start, read.end, read, number in plan.leaders.get(slot, ()), beside)


def first_to_do(day: Sequence[OwnPart]) -> OwnPart | None:
    """The first part of a day that somebody has to be somewhere for; None where there is no such part."""
    passing = (SessionKind.DOORS, SessionKind.BREAK, SessionKind.DRINKS)
    return next((each for each in day if each.session and each.session.kind not in passing), None)


class DayChange(StrEnum):
    """What may be different in a part of somebody's day."""

    SESSION = "session"  # another session
    NONE_LEFT = "none-left"  # no session any more
    TIME = "time"
    ROOM = "room"
    SPEAKER = "speaker"
    TITLE = "title"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DayDifference:
    """One difference in somebody's day; ``old`` and ``new`` are what is different, in words of the programme.

    Attributes:
        part: the part it is about, as it is called now; as it was called where it is gone.
    """

    change: DayChange
    part: str
    old: str = ""
    new: str = ""


def day_differences(before: Sequence[OwnPart], after: Sequence[OwnPart]) -> tuple[DayDifference, ...]:
    """What is different in a day, in the order of the programme; what runs beside the own sessions does not count.

    Parts are the same when they are of one round, or have one title.
    """
    old, new = ({_key(each): each for each in day} for day in (before, after))
    found: list[DayDifference] = []
    for key, each in new.items():
        if key not in old:
            if each.session:
                found.append(DayDifference(DayChange.ADDED, each.session.title, "", _time(each.session)))
        else:
            found += _differences(old[key].session, each.session)
    gone = (each.session for key, each in old.items() if key not in new)
    found += [DayDifference(DayChange.REMOVED, each.title, _time(each)) for each in gone if each]
    return tuple(found)


def _differences(old: Session | None, new: Session | None) -> list[DayDifference]:
    if old is None or new is None:
        if old is not None:
            return [DayDifference(DayChange.NONE_LEFT, old.title, old.title)]
        return [DayDifference(DayChange.SESSION, new.title, "", new.title)] if new is not None else []
    if not _same(old, new):
        return [DayDifference(DayChange.SESSION, new.title, old.title, new.title)]
    pairs = (
        (DayChange.TITLE, session_name(old), session_name(new)),
        (DayChange.TIME, _time(old), _time(new)),
        (DayChange.ROOM, old.room, new.room),
        (DayChange.SPEAKER, _speaker(old), _speaker(new)),
    )
    return [DayDifference(change, new.title, was, now) for change, was, now in pairs if was != now]


def _same(old: Session, new: Session) -> bool:
    """Whether it is the same session, by its code or its title."""
    return plain(old.title) == plain(new.title) or (old.code != "" and plain(old.code) == plain(new.code))


def _key(part: OwnPart) -> str:
    return f"round {part.round}" if part.round else f"part {session_key(part.session)}" if part.session else ""


def _time(session: Session) -> str:
    return f"{session.start:%H.%M}–{session.end:%H.%M}"


def _speaker(session: Session) -> str:
    return ", ".join(each for each in (session.speaker, session.leader) if each)
