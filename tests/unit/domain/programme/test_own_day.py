"""One's own day out of the programme, and what is different in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from example.rounds import workshop

from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.day_differences import DayChange, day_differences
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.occupancy import occupancy, wish_counts
from reportgen.domain.programme.own_day import OwnPart, own_day
from reportgen.domain.programme.rounds import Slot, rounds_of
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve

OPENING = Session(time(9), time(10), "Opening", "voorzitter", "", SessionKind.PLENARY)
LUNCH = Session(time(12), time(13), "Lunch van burgemeesters", "", "", SessionKind.PLENARY, audience=("burgemeesters",))
PROGRAMME = (
    OPENING,
    workshop("A", "1", room="Zaal 1", capacity=1),
    workshop("B", "1"),
    workshop("C", "2"),
    workshop("D", "2"),
    LUNCH,
)
WISHES = {1: (Wish(1, "1", ("a",)), Wish(1, "2", ("c",))), 2: (Wish(1, "1", ("a",)),), 3: ()}


def _plan(programme: tuple[Session, ...] = PROGRAMME) -> SessionPlan:
    rounds = rounds_of(programme)
    people = [
        Attendee(1, wishes=WISHES[1], leads={"2": "d"}),
        Attendee(2, wishes=WISHES[2]),
        Attendee(3, fixed={"1": "a"}),
    ]
    leaders = {Slot("2", "d"): (1,)}
    return SessionPlan(
        rounds, assign(rounds, people, solve), leaders, WISHES, {"lunch van burgemeesters": frozenset([1])}
    )


def _titles(day: tuple[OwnPart, ...]) -> list[str]:
    return [each.session.title if each.session else "-" for each in day]


def test_a_day_has_what_everyone_attends_and_the_own_sessions() -> None:
    day = own_day(PROGRAMME, _plan(), 1)
    assert _titles(day) == ["Opening", "Over B", "Over D", "Lunch van burgemeesters"]
    assert [each.round for each in day] == ["", "1", "2", ""]
    assert [each.leads for each in day] == [False, False, True, False]
    assert day[1].beside == ("Over A",)


def test_a_part_for_others_is_not_in_it() -> None:
    assert "Lunch van burgemeesters" not in _titles(own_day(PROGRAMME, _plan(), 2))


def test_a_round_without_a_place_is_empty() -> None:
    programme = (OPENING, workshop("A", "1", room="", capacity=1))
    day = own_day(programme, _plan(programme), 2)
    assert _titles(day) == ["Opening", "-"]


def test_a_programme_without_rounds_is_everyones_day() -> None:
    assert _titles(own_day((OPENING, LUNCH), SessionPlan(), 5)) == ["Opening", "Lunch van burgemeesters"]


def test_what_others_attend_makes_no_difference() -> None:
    changed = (*PROGRAMME[:1], replace(PROGRAMME[1], room="Zaal 9"), *PROGRAMME[2:])
    before, after = own_day(PROGRAMME, _plan(), 2), own_day(changed, _plan(changed), 2)
    assert before == after
    assert day_differences(before, after) == ()
    (said,) = day_differences(own_day(PROGRAMME, _plan(), 3), own_day(changed, _plan(changed), 3))
    assert said.change is DayChange.ROOM


def test_occupancy_counts_people_places_and_first_wishes() -> None:
    first, second, *_ = occupancy(_plan())
    assert (first.people, first.free, first.wanted) == ((3,), 0, 2)
    assert (second.people, second.free) == ((1, 2), None)


def test_wishes_are_counted_by_how_they_were_met() -> None:
    plan = _plan()
    one, two = plan.rounds
    assert (wish_counts(plan, [one]).by_rank, wish_counts(plan, [one]).unmet, wish_counts(plan, [one]).unsaid) == (
        {},
        2,
        1,
    )
    counts = wish_counts(plan, [two])
    assert (counts.leading, counts.unsaid, counts.nowhere) == (1, 2, 0)
