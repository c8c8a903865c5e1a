"""Whom another plan of the sessions concerns."""

from __future__ import annotations

from example.rounds import workshop

from reportgen.domain.programme.assignment import Assignment, Placement, Why
from reportgen.domain.programme.rounds import Slot, rounds_of
from reportgen.domain.programme.session_plan import SessionPlan, whose_day_differs, whose_list_differs

ROUNDS = rounds_of([workshop("A"), workshop("B")])


def _plan(*placements: Placement) -> SessionPlan:
    return SessionPlan(ROUNDS, Assignment(placements), {Slot("1", "b"): (3,)})


def test_another_plan_concerns_who_attends_something_else_and_who_leads_a_session_that_others_attend() -> None:
    before = _plan(Placement(1, "1", "a", Why.FREE), Placement(2, "1", "a", Why.FREE))
    after = _plan(Placement(1, "1", "b", Why.FREE), Placement(2, "1", "a", Why.FREE))
    assert whose_day_differs(before, after) == {1}
    assert whose_list_differs(before, after) == {3}
    assert whose_day_differs(before, before) == whose_list_differs(before, before) == frozenset()
