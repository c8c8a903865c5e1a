"""What each participant brings to the assignment of sessions."""

from __future__ import annotations

from datetime import UTC, datetime

from example.people import person
from example.rounds import workshop

from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.attendee import Attendee, attendees_of
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory, SessionMove
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve

NOW = datetime(2030, 5, 1, 9, tzinfo=UTC)
ROUNDS = rounds_of([workshop("A"), workshop("B"), workshop("C", "2"), workshop("D", "2")])


def _attendee(someone: Participant, before: SessionHistory | None = None) -> Attendee:
    (attendee,), findings = attendees_of([someone], ROUNDS, {}, before or SessionHistory())
    assert findings == ()
    return attendee


def _wanting(*wishes: Wish) -> Participant:
    return person(1, wishes=wishes)


def test_what_the_list_fixes_is_no_wish() -> None:
    attendee = _attendee(_wanting(Wish(1, "1", ("a",), fixed=True), Wish(1, "2", ("c",))))
    assert (attendee.fixed, attendee.wishes) == ({"1": "a"}, (Wish(1, "2", ("c",)),))


def test_a_move_by_hand_holds_unless_the_list_says_otherwise() -> None:
    before = SessionHistory(moves=[SessionMove(1, "1", "b", "anna", NOW)])
    assert _attendee(_wanting(), before).fixed == {"1": "b"}
    assert _attendee(_wanting(Wish(1, "1", ("a",), fixed=True)), before).fixed == {"1": "a"}


def test_a_move_to_a_session_that_is_gone_is_told() -> None:
    before = SessionHistory(moves=[SessionMove(1, "1", "weg", "anna", NOW)])
    (attendee,), (said,) = attendees_of([_wanting()], ROUNDS, {}, before)
    assert (attendee.fixed, said.code) == ({}, "session-move-gone")


def test_two_sessions_fixed_in_one_round_are_told() -> None:
    someone = _wanting(Wish(1, "1", ("a",), fixed=True), Wish(1, "", ("b",), fixed=True))
    (attendee,), (said,) = attendees_of([someone], ROUNDS, {}, SessionHistory())
    assert (len(attendee.fixed), said.code) == (1, "session-fixed-unclear")


def test_one_session_fixed_in_two_rounds_is_told() -> None:
    rounds = rounds_of([workshop("A"), workshop("B"), workshop("A", "2"), workshop("D", "2")])
    someone = _wanting(Wish(1, "1", ("a",), fixed=True), Wish(1, "2", ("a",), fixed=True))
    (attendee,), (said,) = attendees_of([someone], rounds, {}, SessionHistory())
    assert (attendee.fixed, said.code) == ({"1": "a", "2": "a"}, "session-fixed-twice")


def test_other_wishes_than_when_people_were_told_are_a_request() -> None:
    told = SessionHistory({1: (AssignedSession("1", "a", (Wish(1, "1", ("a",)),)),)})
    assert _attendee(_wanting(Wish(1, "1", ("a",))), told).asked == frozenset()
    assert _attendee(_wanting(Wish(1, "1", ("b",))), told).asked == {"1"}
    assert _attendee(_wanting(), told).asked == {"1"}


def test_a_wished_session_that_left_the_programme_is_no_request() -> None:
    told = SessionHistory({1: (AssignedSession("1", "a", (Wish(1, "1", ("weg",)), Wish(2, "1", ("a",)))),)})
    assert _attendee(_wanting(Wish(2, "1", ("a",))), told).asked == frozenset()


def test_wishes_for_another_round_are_no_request_for_this_one() -> None:
    told = SessionHistory({1: (AssignedSession("1", "a", ()), AssignedSession("2", "c", ()))})
    assert _attendee(_wanting(Wish(1, "2", ("d",))), told).asked == {"2"}


def test_what_a_pack_tells_makes_no_request_by_itself() -> None:
    people = [person(number, wishes=(Wish(1, "1", ("a",)), Wish(2, "", ("d",)))) for number in (1, 2)]
    attendees, _ = attendees_of(people, ROUNDS, {}, SessionHistory())
    plan = SessionPlan(ROUNDS, assign(ROUNDS, attendees, solve), {}, {each.number: each.wishes for each in people})
    again, _ = attendees_of(people, ROUNDS, {}, SessionHistory(plan.told_by_packs()))
    assert {each.asked for each in again} == {frozenset()}
    assert all(each.told == plan.assignment.of(each.number) for each in again)
