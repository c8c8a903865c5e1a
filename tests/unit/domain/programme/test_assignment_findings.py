"""What an organiser hears of an assignment."""

from __future__ import annotations

from example.people import person
from example.rounds import workshop

from reportgen.domain.finding import Place
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment import Assignment, Placement, Why
from reportgen.domain.programme.assignment_findings import assignment_findings
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import attendees_of
from reportgen.domain.programme.audience import Audience, outsiders
from reportgen.domain.programme.round_findings import places_of
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve

FILE = "programma.csv"
ROUNDS = rounds_of([workshop("A"), workshop("B"), workshop("C", "2"), workshop("D", "2")])


def _said(
    rounds: tuple[Round, ...], people: list[Participant], before: SessionHistory, rules: Rules
) -> dict[str, dict[str, str]]:
    attendees, _ = attendees_of(people, rounds, {}, before)
    assignment = assign(rounds, attendees, solve, rules)
    plan = SessionPlan(
        rounds,
        assignment,
        wishes={each.number: each.wishes for each in people},
        outsiders=outsiders(assignment, {}, rules.audiences),
    )
    rows = [(line, one) for line, one in enumerate((s for r in rounds for s in r.sessions.values()), 2)]
    found = assignment_findings(plan, people, places_of(rows, FILE), FILE)
    assert all(each.place != Place() for each in found)
    return {each.code: dict(each.facts) for each in found}


def test_what_was_given_up_is_told() -> None:
    rounds = rounds_of([workshop("A", capacity=1), workshop("B", minimum=3)])
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
    rounds = rounds_of([workshop("A", capacity=1), workshop("B")])
    people = [person(number, wishes=(Wish(1, "1", ("a",), fixed=True),)) for number in (1, 2)]
    assert _said(rounds, people, SessionHistory(), Rules())["session-crowded"]["count"] == "2"


def test_who_is_given_a_session_of_others_is_told_unless_they_lead_it_or_attend_what_admits_them() -> None:
    rounds = rounds_of([workshop("A", audience=("wethouders",)), workshop("B"), workshop("C", "2"), workshop("D", "2")])
    people = [person(1, wishes=(Wish(1, "1", ("a",), fixed=True), Wish(1, "2", ("c",), fixed=True))), person(2)]
    slot, named = Slot("1", "a"), frozenset({2})
    said = _said(rounds, people, SessionHistory(), Rules({slot: Audience(False, named)}))
    assert said["session-not-for"]["audience"] == "wethouders"
    admitted = _said(rounds, people, SessionHistory(), Rules({slot: Audience(False, named, frozenset({"c"}))}))
    assert "session-not-for" not in admitted
    leading = Assignment((Placement(1, "1", "a", Why.LEADS),))
    assert outsiders(leading, {slot: (1,)}, {slot: Audience(False)}) == frozenset()
