"""Sessions that are known by another code, or in a round of another label."""

from __future__ import annotations

from datetime import UTC, datetime, time

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.renamed_sessions import renamed_sessions, with_present_keys
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory, SessionMove
from reportgen.domain.programme.wish import Wish


def _rounds(*sessions: tuple[str, str, str]) -> tuple[Round, ...]:
    """Rounds of sessions, each as label, code and title."""
    return rounds_of(
        Session(time(13), time(14), title, "", "", SessionKind.WORKSHOP, code, label) for label, code, title in sessions
    )


OLD = _rounds(("1", "A", "Wijken"), ("1", "B", "Hofjes"), ("2", "A", "Wijken"))


def test_a_session_with_another_code_is_the_one_with_its_title() -> None:
    now = _rounds(("1", "W1", "wijken"), ("1", "B", "Hofjes in het dorp"), ("2", "A", "Wijken"))
    assert renamed_sessions(OLD, now) == {Slot("1", "a"): Slot("1", "w1")}


def test_a_session_that_went_is_no_other() -> None:
    assert renamed_sessions(OLD, _rounds(("1", "C", "Geld"), ("1", "B", "Hofjes"), ("2", "A", "Wijken"))) == {}


def test_a_title_that_two_sessions_have_says_nothing() -> None:
    assert (
        renamed_sessions(_rounds(("1", "A", "Workshop"), ("1", "B", "Workshop")), _rounds(("1", "C", "Workshop"))) == {}
    )


def test_codes_that_changed_places_are_told_by_code() -> None:
    assert renamed_sessions(_rounds(("1", "A", "Wijken")), _rounds(("1", "A", "Hofjes"), ("1", "B", "Wijken"))) == {}


def test_a_round_of_another_label_is_the_one_with_the_same_titles() -> None:
    now = _rounds(("ochtend", "A", "Wijken"), ("ochtend", "X", "Hofjes"), ("middag", "A", "Wijken"))
    assert renamed_sessions(OLD, now) == {
        Slot("1", "a"): Slot("ochtend", "a"),
        Slot("1", "b"): Slot("ochtend", "x"),
        Slot("2", "a"): Slot("middag", "a"),
    }
    twice = _rounds(("ochtend", "A", "Wijken"), ("middag", "A", "Wijken"))
    assert renamed_sessions(_rounds(("1", "A", "Wijken")), twice) == {}


def test_what_was_told_wished_and_moved_has_the_present_keys() -> None:
    at = datetime(2027, 3, 1, tzinfo=UTC)
    before = SessionHistory(
        {7: (AssignedSession("1", "a", (Wish(1, "1", ("a", "b")), Wish(2, "", ("c",)))), AssignedSession("2", ""))},
        (SessionMove(8, "1", "a", "piet", at),),
    )
    renamed = {Slot("1", "a"): Slot("ochtend", "w1")}
    now = with_present_keys(before, renamed)
    assert now.told == {
        7: (
            AssignedSession("ochtend", "w1", (Wish(1, "ochtend", ("w1", "b", "a")), Wish(2, "", ("c",)))),
            AssignedSession("2", ""),
        )
    }
    assert now.moves == [SessionMove(8, "ochtend", "w1", "piet", at)]
    assert with_present_keys(before, {}) is before
