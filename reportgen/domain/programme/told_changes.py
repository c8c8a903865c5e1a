"""What another programme changes in what people read in a letter, and for how many of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.domain.programme.day_differences import DayDifference, day_differences
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.own_day import OwnPart, as_read
from reportgen.domain.programme.renamed_sessions import renamed_sessions
from reportgen.domain.programme.rounds import Slot, rounds_of, sessions_by_slot
from reportgen.domain.programme.session_records import AssignedSession


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What differs in a part that people read of.

    Attributes:
        readers: how many people were told it.
        is_gone: whether it is a session of a round that is not there any more, so that they get another one.
    """

    readers: int
    difference: DayDifference
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class ToldChanges:
    """Everything that another programme changes in letters that left.

    Attributes:
        readers: how many people read something else than the programme says then.
    """

    readers: int = 0
    changes: tuple[ToldChange, ...] = ()


def told_changes(
    before: Sequence[Session],
    after: Sequence[Session],
    readers: frozenset[int],
    told: Mapping[int, Sequence[AssignedSession]],
) -> ToldChanges:
    """What a programme changes for those who had a letter with the one before.

    Args:
        readers: the numbers of everyone who had a letter.
        told: the sessions of rounds that letters told, by number.
    """
    old, new = as_read(before), as_read(after)
    common = day_differences(_for_all(old), _for_all(new)) if readers else ()
    changes = [ToldChange(len(readers), each) for each in common]
    touched = set(readers) if common else set()
    rounds = rounds_of(new)
    renamed = renamed_sessions(rounds_of(old), rounds)
    old_sessions, new_sessions = sessions_by_slot(rounds_of(old)), sessions_by_slot(rounds)
    people: dict[Slot, set[int]] = {}
    for number, theirs in told.items():
        for each in theirs:
            people.setdefault(Slot(each.round, each.session), set()).add(number)
    for slot, session in old_sessions.items():
        if not (numbers := people.get(slot)):
            continue
        to = renamed.get(slot, slot)
        there = [_part(to, new_sessions[to])] if to in new_sessions else []
        if found := day_differences([_part(slot, session)], there):
            changes += [ToldChange(len(numbers), each, not there) for each in found]
            touched |= numbers
    return ToldChanges(len(touched), tuple(changes))


def _for_all(sessions: Sequence[Session]) -> tuple[OwnPart, ...]:
    """The parts that are not of a round."""
    return tuple(OwnPart("", each.start, each.end, each) for each in sessions if not each.round)


def _part(slot: Slot, session: Session) -> OwnPart:
    return OwnPart(slot.round, session.start, session.end, session)
