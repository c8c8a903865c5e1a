"""How full sessions are, and how many wishes were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.domain.programme.event import Session
from reportgen.domain.programme.rounds import Round, Slot
from reportgen.domain.programme.session_plan import SessionPlan


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A session and who attends it.

    Attributes:
        people: numbers of the participants, who leads it among them.
        wanted: how many people have it as their first wish.
        dropped: whether it does not take place.
    """

    slot: Slot
    session: Session
    leaders: tuple[int, ...]
    people: tuple[int, ...]
    wanted: int
    dropped: bool

    @property
    def free(self) -> int | None:
        """Places that are left; None where there is no limit."""
        return None if self.session.capacity is None else max(0, self.session.capacity - len(self.people))


@dataclass(frozen=True, slots=True)
class WishCounts:
    """How the wishes for some rounds were met; everyone counts once for each round.

    Attributes:
        by_rank: people who have their first wish, their second, and so on.
        unmet: people who have a session and none of their wishes.
        unsaid: people who have a session and said no wish.
        leading: people who lead a session.
        nowhere: people without a session.
    """

    by_rank: Mapping[int, int]
    unmet: int
    unsaid: int
    leading: int
    nowhere: int


def occupancy(plan: SessionPlan) -> tuple[Occupancy, ...]:
    """Every session with who attends it, in the order of the programme."""
    people = plan.assignment.people_by_slot()
    firsts = [
        (number, each) for number, wishes in plan.wishes.items() for each in wishes if each.rank == 1 and not each.fixed
    ]
    return tuple(
        Occupancy(
            slot := Slot(each.label, key),
            session,
            plan.leaders.get(slot, ()),
            people.get(slot, ()),
            len({number for number, wish in firsts if wish.meets(slot)}),
            slot in plan.assignment.dropped,
        )
        for each in plan.rounds
        for key, session in each.sessions.items()
    )


def wish_counts(plan: SessionPlan, rounds: Sequence[Round]) -> WishCounts:
    """How the wishes for some rounds were met."""
    labels = {each.label: each.sessions for each in rounds}
    ranks: Counter[int] = Counter()
    unmet = unsaid = leading = nowhere = 0
    for each in plan.assignment.placements:
        if each.round not in labels:
            continue
        wished = any(
            wish.meets(Slot(each.round, key))
            for wish in plan.wishes.get(each.number, ())
            for key in labels[each.round]
            if not wish.fixed
        )
        if not each.session:
            nowhere += 1
        elif each.number in plan.leaders.get(each.slot, ()):
            leading += 1
        elif each.rank is not None:
            ranks[each.rank] += 1
        elif wished:
            unmet += 1
        else:
            unsaid += 1
    return WishCounts(dict(sorted(ranks.items())), unmet, unsaid, leading, nowhere)
