"""How full sessions are, and what became of wishes."""

from __future__ import annotations

import pytest
from example.rounds import workshop
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.programme.assignment import Assignment, Placement, Why
from reportgen.domain.programme.occupancy import Outcome, occupancy, outcome_of, wish_counts
from reportgen.domain.programme.rounds import Slot, rounds_of
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.wish import Wish

ROUNDS = rounds_of([workshop("A", capacity=2), workshop("B"), workshop("C", "2")])
WISHES = {
    1: (Wish(1, "1", ("a",)), Wish(2, "1", ("b",))),
    2: (Wish(1, "1", ("a",)),),
    4: (Wish(1, "1", ("a",), fixed=True),),
}


def _plan(*placements: Placement, dropped: tuple[Slot, ...] = ()) -> SessionPlan:
    return SessionPlan(ROUNDS, Assignment(placements, dropped), {Slot("1", "b"): (3,)}, WISHES)


@pytest.mark.parametrize(
    ("placement", "outcome"),
    [
        (Placement(1, "1", "b", Why.WISHED, 2), Outcome.MET),
        (Placement(2, "1", "b", Why.FREE), Outcome.UNMET),
        (Placement(3, "1", "b", Why.LEADS), Outcome.LEADING),
        (Placement(4, "1", "b", Why.FREE), Outcome.UNSAID),
        (Placement(2, "2", "c", Why.FREE), Outcome.UNSAID),
        (Placement(2, "1", "", Why.NONE), Outcome.NOWHERE),
    ],
)
def test_a_place_says_what_became_of_the_wishes_for_its_round(placement: Placement, outcome: Outcome) -> None:
    assert outcome_of(_plan(placement), placement) is outcome


def test_a_session_says_who_attends_it_how_many_wanted_it_and_what_is_free() -> None:
    plan = _plan(Placement(1, "1", "a", Why.WISHED, 1), Placement(3, "1", "b", Why.LEADS), dropped=(Slot("2", "c"),))
    first, second, third = occupancy(plan)
    assert (first.people, first.wanted, first.free, first.dropped) == ((1,), 2, 1, False)
    assert (second.leaders, second.people, second.free) == ((3,), (3,), None)
    assert (third.people, third.dropped) == ((), True)


PLACES = st.builds(
    lambda number, session, rank: Placement(number, "1", session, Why.FREE, rank if session else None),
    st.integers(1, 4),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([None, 1, 2, 3]),
)


@given(st.lists(PLACES))
def test_everyone_counts_once_for_each_round(placements: list[Placement]) -> None:
    counts = wish_counts(_plan(*placements), ROUNDS[:1])
    others = counts.unmet + counts.unsaid + counts.leading + counts.nowhere
    assert sum(counts.by_rank.values()) + others == len(placements)
    assert wish_counts(_plan(*placements), ROUNDS[1:]).by_rank == {}
