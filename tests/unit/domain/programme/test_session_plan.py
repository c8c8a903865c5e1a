"""What each participant brings to the assignment of sessions, and what an organiser hears of the result."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from example.people import person

from reportgen.domain.finding import Place
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment_findings import assignment_findings
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.audience import Audience
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.round_findings import places_of
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.session_plan import SessionPlan, attendees_of, leaders_in
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory, SessionMove
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve

FILE = "programma.csv"
NOW = datetime(2030, 5, 1, 9, tzinfo=UTC)


def _session(code: str, label: str = "1", leader: str = "", **others: object) -> Session:
    start = 9 + int(label)
    made = Session(
        *(time(start), time(start + 1), f"Over {code}", "", "", SessionKind.WORKSHOP),
        code=code,
        round=label,
        leader=leader,
    )
    return replace(made, **others)


ROUNDS = rounds_of([_session("A"), _session("B"), _session("C", "2"), _session("D", "2")])


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


def test_leaders_are_known_by_name_or_address_and_other_names_are_told() -> None:
    people = [person(1), person(2)]
    rounds = rounds_of(
        [
            _session("A", leader="A. Zwaluwstaart0001 en zwaluwstaart0002@gemeente.example"),
            _session("B", leader="Iemand van elders"),
            _session("C", leader="A. Zwaluwstart0001"),
            _session("D", leader="A. Zwaluwstaart0001"),
        ]
    )
    leaders, findings = leaders_in(rounds, people, {})
    assert leaders == {Slot("1", "a"): (1, 2)}
    assert [each.code for each in findings] == ["leader-elsewhere", "leader-suggested", "leader-twice"]


def test_two_participants_of_one_name_lead_nothing_until_that_is_clear() -> None:
    people = [person(1), replace(person(2), name=person(1).name)]
    leaders, (said,) = leaders_in(rounds_of([_session("A", leader="A. Zwaluwstaart0001")]), people, {})
    assert (leaders, said.code) == ({}, "leader-unclear")


def _said(
    rounds: tuple[Round, ...], people: list[Participant], before: SessionHistory, rules: Rules
) -> dict[str, dict[str, str]]:
    attendees, _ = attendees_of(people, rounds, {}, before)
    plan = SessionPlan(
        rounds, assign(rounds, attendees, solve, rules), {}, {each.number: each.wishes for each in people}
    )
    rows = [(line, one) for line, one in enumerate((s for r in rounds for s in r.sessions.values()), 2)]
    found = assignment_findings(plan, people, places_of(rows, FILE), FILE)
    assert all(each.place != Place() for each in found)
    return {each.code: dict(each.facts) for each in found}


def test_what_was_given_up_is_told() -> None:
    rounds = rounds_of([_session("A", capacity=1), _session("B", minimum=3)])
    people = [person(number, wishes=(Wish(1, "", ("b",)),)) for number in (1, 2)]
    said = _said(rounds, people, SessionHistory(), Rules())
    assert said["session-dropped"]["wanted"] == "2"
    assert said["round-short"]["count"] == "1"


def test_who_attends_something_else_than_they_were_told_is_told() -> None:
    people = [person(number) for number in (1, 2)]
    told = SessionHistory({1: (AssignedSession("1", "weg"),), 2: (AssignedSession("1", "b"),)})
    said = _said(ROUNDS[:1], people, told, Rules())
    assert said["session-moved"]["number"] == "1"
    assert said["session-moved"]["old"] == "weg"


def test_a_wish_for_a_session_of_others_is_told() -> None:
    people = [person(1, wishes=(Wish(1, "1", ("a",)),)), person(2)]
    said = _said(ROUNDS[:1], people, SessionHistory(), Rules({Slot("1", "a"): Audience(False, frozenset({2}))}))
    assert said["wish-not-for"]["title"] == "Over A"
    assert said["wishes-none"]["count"] == "1"


def test_a_session_that_the_organiser_overfills_is_told() -> None:
    rounds = rounds_of([_session("A", capacity=1), _session("B")])
    people = [person(number, wishes=(Wish(1, "1", ("a",), fixed=True),)) for number in (1, 2)]
    assert _said(rounds, people, SessionHistory(), Rules())["session-crowded"]["count"] == "2"
