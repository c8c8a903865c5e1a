"""The rows of the page with sessions."""

from __future__ import annotations

from datetime import UTC, datetime

from example.people import person
from example.rounds import workshop

from reportgen.application.sessions.load_sessions import LoadedSessions
from reportgen.application.sessions.move_session import MovePreview, SessionChange
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assignment import Assignment, Missed, Placement, Why, WhyNot
from reportgen.domain.programme.occupancy import Outcome
from reportgen.domain.programme.rounds import Slot, rounds_of
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory, SessionMove
from reportgen.domain.programme.wish import Wish
from reportgen.interfaces.web.rows.session_move_rows import move_rows
from reportgen.interfaces.web.rows.session_rows import SessionRows, without_session

NOW = datetime(2030, 5, 1, 9, tzinfo=UTC)
MOVE = SessionMove(1, "1", "a", "anna", NOW)
NOTHING = SessionHistory()


ROUNDS = rounds_of([workshop("A", capacity=2), workshop("B", capacity=2)])
FULL = Missed(Wish(1, "1", ("a",)), WhyNot.FULL)


def _loaded(
    *given: Placement,
    people: tuple[Participant, ...] = (),
    history: SessionHistory = NOTHING,
    **assigned: tuple[Slot, ...],
) -> LoadedSessions:
    everyone = {each.number: each for each in people or (person(1), person(2), person(3), person(4))}
    wishes = {number: each.wishes for number, each in everyone.items()}
    plan = SessionPlan(ROUNDS, Assignment(given, **assigned), {Slot("1", "b"): (3,)}, wishes, history=history)
    codes = {each.code: f"Gemeente {each.code}" for each in everyone.values()}
    return LoadedSessions(None, everyone, codes, (), plan, ())  # type: ignore[arg-type]  # no row needs the event


PLACES = (
    Placement(1, "1", "a", Why.FIXED),
    Placement(2, "1", "b", Why.FREE, None, "a", (FULL,)),
    Placement(3, "1", "b", Why.LEADS),
    Placement(4, "1", "", Why.NONE, None, "", (FULL,)),
)


def test_a_round_has_its_sessions_with_their_people_who_leads_first_and_who_has_none() -> None:
    (page,) = SessionRows(_loaded(*PLACES, crowded=(Slot("1", "a"),))).pages()
    first, second = page.columns
    assert (first.crowded, second.crowded) == (True, False)
    assert [[each.number for each in column.rows] for column in page.columns] == [[1], [3, 2]]
    assert [each.number for each in page.nowhere] == [4]
    assert page.nowhere[0].session_name == ""
    assert [(each.name, each.why) for each in page.nowhere[0].missed] == [("A Over A", WhyNot.FULL)]
    assert (second.outcomes[Outcome.LEADING], page.counts.nowhere) == (1, 1)


def test_a_row_says_what_was_told_and_who_was_moved_by_hand() -> None:
    told = {1: (AssignedSession("1", "a"),), 2: (AssignedSession("1", "a"),), 3: (AssignedSession("1", "weg"),)}
    rows = SessionRows(_loaded(*PLACES, history=SessionHistory(told, [MOVE])))
    first, second, third = (rows.of(number)[0] for number in (1, 2, 3))
    assert (first.by_hand, first.told, first.told_other) == (True, True, "")
    assert (second.by_hand, second.told, second.told_other) == (False, False, "A Over A")
    assert third.told_other == "weg"


def test_what_the_list_fixes_names_its_row_and_is_not_said_to_be_by_hand() -> None:
    fixed = person(1, wishes=(Wish(1, "1", ("a",), fixed=True),))
    rows = SessionRows(_loaded(PLACES[0], people=(fixed,), history=SessionHistory(moves=[MOVE])))
    (row,) = rows.of(1)
    assert (row.fixed, row.by_hand) == (fixed.place, False)


def test_rounds_without_a_session_for_someone_are_counted() -> None:
    assert without_session(_loaded(*PLACES)) == {"1": ("ronde 1", 1)}
    assert without_session(_loaded(*PLACES[:3])) == {}
    assert without_session(None) == {}


def test_a_move_tells_others_apart_from_who_is_moved_and_what_does_not_take_place_any_more() -> None:
    before = _loaded(*PLACES)
    after = _loaded(Placement(3, "1", "a", Why.FIXED), PLACES[1], dropped=(Slot("1", "b"),))
    changes = (SessionChange(3, "1", "b", "a", False), SessionChange(1, "1", "a", "", True))
    move = SessionMove(3, "1", "a", "anna", NOW)
    rows = move_rows(MovePreview(move, changes, frozenset((1, 3)), frozenset(), False, before, after))
    assert rows.own is not None
    assert (rows.own.old, rows.own.new, rows.to) == ("B Over B", "A Over A", "A Over A")
    assert [(each.number, each.new, each.told) for each in rows.others] == [(1, "", True)]
    assert (rows.others_told, rows.leaves, rows.dropped) == (1, "B Over B", ("B Over B",))
    assert rows.needs_consent is True
