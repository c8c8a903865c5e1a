"""One participant's own day out of the programme, and what is different in it since they were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.domain.programme.event import Session
from reportgen.domain.programme.rounds import Round, Slot, session_key
from reportgen.domain.programme.session_plan import SessionPlan


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One part of a participant's day.

    Attributes:
        round: label of the round; empty for a part that everyone attends.
        session: what they attend; None for a round that has no session for them.
        leads: whether they lead it.
        beside: titles of the sessions at the same time, which others attend.
    """

    round: str
    session: Session | None
    leads: bool = False
    beside: tuple[str, ...] = ()


def as_read(sessions: Sequence[Session]) -> tuple[Session, ...]:
    """The programme without what no pack shows, so that a change of that makes no new pack."""
    return tuple(replace(each, code="", capacity=None, minimum=0, audience=()) for each in sessions)


def own_day(sessions: Sequence[Session], plan: SessionPlan, number: int) -> tuple[OwnPart, ...]:
    """The day of a participant, in the order of the programme.

    A part for some people only is left out of the day of others. Nothing in it depends on the room, leader or number of
    people of a session that others attend, so that a change of those concerns nobody else.

    Args:
        sessions: the whole programme.
    """
    rounds = {each.label: each for each in plan.rounds}
    given = plan.assignment.of(number)
    parts: list[OwnPart] = []
    seen: set[str] = set()
    for each in sessions:
        if not each.round or each.round not in rounds:
            if number in plan.invited.get(session_key(each), frozenset([number])):
                parts.append(OwnPart("", each))
        elif each.round not in seen:
            seen.add(each.round)
            parts.append(_part_of_round(rounds[each.round], given.get(each.round, ""), plan, number))
    return tuple(parts)


def _part_of_round(each: Round, key: str, plan: SessionPlan, number: int) -> OwnPart:
    slot = Slot(each.label, key)
    dropped = {one.session for one in plan.assignment.dropped if one.round == each.label}
    beside = tuple(one.title for other, one in each.sessions.items() if other != key and other not in dropped)
    return OwnPart(each.label, each.sessions.get(key), number in plan.leaders.get(slot, ()), beside)


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
    if session_key(old) != session_key(new):
        return [DayDifference(DayChange.SESSION, new.title, old.title, new.title)]
    pairs = (
        (DayChange.TITLE, old.title, new.title),
        (DayChange.TIME, _time(old), _time(new)),
        (DayChange.ROOM, old.room, new.room),
        (DayChange.SPEAKER, _speaker(old), _speaker(new)),
    )
    return [DayDifference(change, new.title, was, now) for change, was, now in pairs if was != now]


def _key(part: OwnPart) -> str:
    return f"round {part.round}" if part.round else f"part {session_key(part.session)}" if part.session else ""


def _time(session: Session) -> str:
    return f"{session.start:%H.%M}–{session.end:%H.%M}"


def _speaker(session: Session) -> str:
    return ", ".join(each for each in (session.speaker, session.leader) if each)
