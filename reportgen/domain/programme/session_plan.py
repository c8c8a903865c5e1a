"""The sessions of a meeting: who attends, leads and wishes what, and whom another plan concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.domain.programme.assignment import Assignment
from reportgen.domain.programme.rounds import Round, Slot
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory
from reportgen.domain.programme.wish import Wish, wishes_to_weigh


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The sessions of a meeting and who attends them; without rounds nobody attends any.

    Attributes:
        leaders: numbers of the participants who lead each session.
        wishes: those of each participant, by number.
        invited: numbers of the participants for whom a part outside the rounds is, by its key; one for
            everyone is left out.
        history: what people were told, and moves by hand, with the keys of this programme.
        outsiders: who attends a session that is for others, with that session.
    """

    rounds: tuple[Round, ...] = ()
    assignment: Assignment = field(default_factory=Assignment)
    leaders: Mapping[Slot, tuple[int, ...]] = field(default_factory=dict)
    wishes: Mapping[int, tuple[Wish, ...]] = field(default_factory=dict)
    invited: Mapping[str, frozenset[int]] = field(default_factory=dict)
    history: SessionHistory = field(default_factory=SessionHistory)
    outsiders: frozenset[tuple[int, Slot]] = frozenset()

    def told_by_packs(self) -> dict[int, tuple[AssignedSession, ...]]:
        """What packs that are made now tell each participant, as the ledger records it; by number."""
        found: dict[int, list[AssignedSession]] = {}
        for each in self.assignment.placements:
            wishes = wishes_to_weigh(self.wishes.get(each.number, ()), each.round)
            found.setdefault(each.number, []).append(AssignedSession(each.round, each.session, wishes))
        return {number: tuple(theirs) for number, theirs in found.items()}


def whose_day_differs(before: SessionPlan, after: SessionPlan) -> frozenset[int]:
    """Numbers of the participants who attend something else by another plan of the same programme."""
    return frozenset(number for number, _ in _places(before) ^ _places(after))


def whose_list_differs(before: SessionPlan, after: SessionPlan) -> frozenset[int]:
    """Numbers of the participants who lead a session that other people attend by another plan of the same programme."""
    slots = {slot for _, slot in _places(before) ^ _places(after)}
    slots |= {*before.assignment.dropped} ^ {*after.assignment.dropped}
    return frozenset(number for plan in (before, after) for slot in slots for number in plan.leaders.get(slot, ()))


def _places(plan: SessionPlan) -> set[tuple[int, Slot]]:
    return {(each.number, each.slot) for each in plan.assignment.placements}
