"""How full sessions are, and how many wishes were met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.programme.assignment import Placement
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.rounds import Round, Slot
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.wish import wishes_of_round


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


class Outcome(StrEnum):
    """What became of somebody's wishes for one round."""

    MET = "met"  # they have a session that they wished for
    UNMET = "unmet"  # they have a session and none of their wishes
    UNSAID = "unsaid"  # they have a session and said no wish
    LEADING = "leading"  # they lead a session
    NOWHERE = "nowhere"  # they have no session


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


def outcome_of(plan: SessionPlan, placement: Placement) -> Outcome:
    """What became of the wishes of who has this place, for its round."""
    if not placement.session:
        return Outcome.NOWHERE
    if placement.number in plan.leaders.get(placement.slot, ()):
        return Outcome.LEADING
    if placement.rank is not None:
        return Outcome.MET
    keys = next((each.sessions for each in plan.rounds if each.label == placement.round), {})
    wishes = wishes_of_round(plan.wishes.get(placement.number, ()), placement.round, keys)
    return Outcome.UNMET if any(not each.fixed for each in wishes) else Outcome.UNSAID


def wish_counts(plan: SessionPlan, rounds: Sequence[Round]) -> WishCounts:
    """How the wishes for some rounds were met."""
    labels = {each.label for each in rounds}
    ranks: Counter[int] = Counter()
    outcomes: Counter[Outcome] = Counter()
    for each in plan.assignment.placements:
        if each.round in labels:
            outcomes[outcome := outcome_of(plan, each)] += 1
            if outcome is Outcome.MET and each.rank is not None:
                ranks[each.rank] += 1
    others = (Outcome.UNMET, Outcome.UNSAID, Outcome.LEADING, Outcome.NOWHERE)
    return WishCounts(dict(sorted(ranks.items())), *(outcomes[each] for each in others))
