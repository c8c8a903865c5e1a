"""What is different in somebody's own day since they were told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from reportgen.domain.programme.event import Session
from reportgen.domain.programme.own_day import OwnPart
from reportgen.domain.programme.rounds import plain, round_name, session_name


class DayChange(StrEnum):
    """What may be different in a part of somebody's day."""

    SESSION = "session"  # they attend another session, or none although theirs takes place
    CANCELLED = "cancelled"  # theirs does not take place: they attend another one, or none
    ROUND = "round"  # it is of another round, or of none
    TITLE = "title"
    TIME = "time"
    ROOM = "room"
    SPEAKER = "speaker"
    LEADER = "leader"
    LEADS = "leads"  # they lead it themselves, or do not any more; that others do is not told then
    NOTE = "note"
    KIND = "kind"
    ADDED = "added"
    REMOVED = "removed"
    ORDER = "order"  # nothing else than the order of parts at the same time


@dataclass(frozen=True, slots=True)
class DayDifference:
    """One difference in somebody's day; ``old`` and ``new`` are what is different, in words of the programme.

    Attributes:
        part: title of the part it is about, as it is called now; as it was called where it is gone.
        round: the round it is of, as people call it; empty for a part that everyone attends.
        room: where another session or a new part is; empty where that is not known.
        leads: whether they lead another session.
    """

    change: DayChange
    part: str
    old: str = ""
    new: str = ""
    round: str = ""
    room: str = ""
    leads: bool = False


def day_differences(before: Sequence[OwnPart], after: Sequence[OwnPart]) -> tuple[DayDifference, ...]:
    """What is different in a day, in the order of the day; what runs beside the own sessions does not count.

    Everything that a reader sees differ is told once: what comes with another session or a new part is told with it.
    """
    pairs = _pairs(before, after)
    found: list[tuple[time, DayDifference]] = []
    for place, new in enumerate(after):
        told = _differences(before[pairs[place]], new) if place in pairs else [_added(new)]
        found += [(new.start, each) for each in told]
    gone = [old for place, old in enumerate(before) if place not in pairs.values()]
    found += [(old.start, _removed(old)) for old in gone]
    if not found and list(pairs.values()) != sorted(pairs.values()):
        first = next(after[new] for new, old in pairs.items() if new != old)
        return (DayDifference(DayChange.ORDER, _title(first), round=round_name(first.round)),)
    return tuple(each for _, each in sorted(found, key=lambda each: each[0]))


def _pairs(before: Sequence[OwnPart], after: Sequence[OwnPart]) -> dict[int, int]:
    """The place in the day before of each part of the day after that was in it, by its own place, in order.

    The surest likeness goes first: a title that is there twice is told apart by its times, and only a part that nothing
    else is like is the one that has another name at the same time.
    """
    left, found = dict(enumerate(before)), dict[int, int]()
    for alike in _LIKENESSES:
        for place, new in enumerate(after):
            like = (each for each, old in left.items() if place not in found and alike(old, new))
            if (old_place := next(like, None)) is not None:
                found[place] = old_place
                del left[old_place]
    return dict(sorted(found.items()))


def _same_session(old: OwnPart, new: OwnPart) -> bool:
    """Whether it is the same session: by its code, or else by its title where no other session beside it has that."""
    was, now = old.session, new.session
    if was is None or now is None:
        return False
    title, codes = plain(was.title), {plain(was.code), plain(now.code)} - {""}
    if len(codes) > 1 and title in map(plain, (*old.beside, *new.beside)):
        return False
    return title == plain(now.title) or (len(codes) == 1 and plain(was.code) == plain(now.code))


def _both(old: OwnPart, new: OwnPart, in_round: bool) -> bool:
    return bool(old.round) == bool(new.round) == in_round


_LIKENESSES: tuple[Callable[[OwnPart, OwnPart], bool], ...] = (
    lambda old, new: old.round == new.round != "",
    lambda old, new: (
        _both(old, new, False) and _same_session(old, new) and (old.start, old.end) == (new.start, new.end)
    ),
    lambda old, new: _both(old, new, False) and _same_session(old, new) and old.start == new.start,
    lambda old, new: _both(old, new, False) and _same_session(old, new),
    lambda old, new: _both(old, new, True) and _same_session(old, new),
    lambda old, new: _both(old, new, True) and old.start == new.start,
    lambda old, new: _same_session(old, new),
    lambda old, new: _both(old, new, False) and old.start == new.start,
)
"""When a part of the day before is that of the day after, from sure to less sure."""


def _differences(old: OwnPart, new: OwnPart) -> list[DayDifference]:
    """What is different in a part that is in both days."""
    was, now, name = old.session, new.session, round_name(new.round)
    found: list[DayDifference] = []

    def tell(change: DayChange, before: str, after: str, room: str = "", leads: bool = False) -> None:
        if before != after:
            found.append(DayDifference(change, _title(new) or _title(old), before, after, name, room, leads))

    tell(DayChange.ROUND, round_name(old.round), name)
    another = was is not now and not _same_session(old, new) and bool(old.round)
    if another:
        there = {plain(each) for each in (*new.beside, _title(new))}
        change = DayChange.CANCELLED if was and plain(was.title) not in there else DayChange.SESSION
        tell(change, *_names(was, now), now.room if now else "", new.leads)
    elif was and now:
        tell(DayChange.TITLE, *_names(was, now))
    tell(DayChange.TIME, _time(old), _time(new))
    if was and now and not another:
        tell(DayChange.ROOM, was.room, now.room)
        tell(DayChange.SPEAKER, was.speaker, now.speaker)
        tell(DayChange.NOTE, was.note, now.note)
        tell(DayChange.KIND, was.kind, now.kind)
        if old.leads is new.leads:
            tell(DayChange.LEADER, was.leader, now.leader)
        tell(DayChange.LEADS, _yes(old.leads), _yes(new.leads))
    return found


def _added(part: OwnPart) -> DayDifference:
    room = part.session.room if part.session else ""
    return DayDifference(DayChange.ADDED, _title(part), "", _time(part), round_name(part.round), room)


def _removed(part: OwnPart) -> DayDifference:
    return DayDifference(DayChange.REMOVED, _title(part), _time(part), "", round_name(part.round))


def _title(part: OwnPart) -> str:
    return part.session.title if part.session else ""


def _names(old: Session | None, new: Session | None) -> tuple[str, str]:
    """What sessions are called, empty for none: by their title where that differs, else with their code."""
    if old and new and old.title == new.title:
        return session_name(old), session_name(new)
    return old.title if old else "", new.title if new else ""


def _time(part: OwnPart) -> str:
    return f"{part.start:%H.%M}–{part.end:%H.%M}"


def _yes(value: bool) -> str:
    return "ja" if value else "nee"
