"""What the ledger keeps of sessions: what packs told, and moves by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reportgen.domain.delivery.states import Action
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.programme.session_records import AssignedSession, SessionMove
from reportgen.domain.programme.wish import Wish
from reportgen.storage.ledger.database import connection_to
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

EVENT = "2030-05-16-wonen"
NOW = datetime(2030, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger(connection_to(None))
    made.save_people(EVENT, [Enrolled(1, "a@x.example", "A", "GM0344")], [])
    return made


def _pack(ledger: Ledger, *sessions: AssignedSession) -> str:
    """Records the next pack of participant 1, and returns the key of its letter."""
    edition = ledger.begin_edition(EVENT, NOW)
    key = f"{EVENT}.0001.{edition}"
    record = PackRecord(
        *(key, 1, "GM0344", "f", (), "d" * 64, 3, "a@x.example", f"<{key}@x.example>", "e" * 64), sessions=sessions
    )
    ledger.record_edition(EVENT, edition, "b" * 64, [record], NOW)
    return key


def _send(ledger: Ledger, key: str) -> None:
    ledger.act(key, Action.RELEASE, NOW, "by hand")
    ledger.claim(key, NOW)
    ledger.act(key, Action.MARK_UNCERTAIN, NOW, "ended")


FIRST = AssignedSession("1", "a", (Wish(1, "", ("a",)), Wish(2, "1", ("b", "c"))))


def test_nobody_was_told_before_a_letter_went(ledger: Ledger) -> None:
    _pack(ledger, FIRST)
    assert ledger.sessions(EVENT).told() == {}


def test_what_the_newest_delivered_pack_told_is_what_was_told(ledger: Ledger) -> None:
    _send(ledger, _pack(ledger, FIRST, AssignedSession("2", "")))
    assert ledger.sessions(EVENT).told() == {1: (FIRST, AssignedSession("2", ""))}
    later = _pack(ledger, AssignedSession("1", "b"))
    assert ledger.sessions(EVENT).told()[1][0] == FIRST
    assert list(ledger.sessions(EVENT).all_told(1)) == [1, 2]
    _send(ledger, later)
    assert ledger.sessions(EVENT).told() == {1: (AssignedSession("1", "b"),)}


def test_of_several_moves_in_a_round_the_newest_counts(ledger: Ledger) -> None:
    sessions = ledger.sessions(EVENT)
    for minute, (label, key) in enumerate([("1", "a"), ("2", "c"), ("1", "b")]):
        sessions.add_move(SessionMove(1, label, key, "anna", NOW + timedelta(minutes=minute)))
    assert [(each.round, each.session) for each in sessions.moves()] == [("1", "b"), ("2", "c")]
    assert len(sessions.move_history(1)) == 3


def test_a_move_can_be_undone(ledger: Ledger) -> None:
    sessions = ledger.sessions(EVENT)
    sessions.add_move(SessionMove(1, "1", "a", "anna", NOW))
    sessions.add_move(SessionMove(1, "1", "", "bert", NOW))
    assert sessions.moves() == ()


def test_a_move_changes_what_decides_about_packs(ledger: Ledger) -> None:
    before = ledger.state_digest(EVENT)
    ledger.sessions(EVENT).add_move(SessionMove(1, "1", "a", "anna", NOW))
    assert ledger.state_digest(EVENT) != before


def test_somebody_who_is_erased_leaves_no_session(ledger: Ledger) -> None:
    _send(ledger, _pack(ledger, FIRST))
    ledger.sessions(EVENT).add_move(SessionMove(1, "1", "a", "anna", NOW))
    ledger.erasure().erase_people(EVENT, [1])
    assert ledger.sessions(EVENT).told() == {}
    assert ledger.sessions(EVENT).move_history(1) == ()
