"""The day that somebody was told, as the programme has it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from reportgen.domain.programme.day_differences import DayChange, DayDifference, day_differences
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import OwnPart
from reportgen.domain.programme.told_day import sends_astray, told_day_now

OPENING = Session(time(9), time(10), "Opening", "", "", SessionKind.PLENARY)
LUNCH = Session(time(12), time(13), "Lunch", "", "", SessionKind.PLENARY, audience=("burgemeesters",))


def _session(title: str, code: str, label: str = "1", room: str = "") -> Session:
    return Session(time(10), time(11), title, "", "", SessionKind.WORKSHOP, code, label, room)


A, B = _session("Wijken", "A", room="Zaal 1"), _session("Hofjes", "B")


def _part(session: Session) -> OwnPart:
    return OwnPart(session.round, session.start, session.end, session)


TOLD = (_part(OPENING), _part(A))


def _changes(*sessions: Session, by_hand: dict[str, str] | None = None) -> list[DayDifference]:
    return list(day_differences(TOLD, told_day_now(TOLD, sessions, by_hand or {})))


def test_the_same_programme_is_the_same_day() -> None:
    assert _changes(OPENING, A, B) == []
    assert _changes(OPENING, A) == []


def test_a_part_for_some_people_stays_in_the_day_of_who_had_it() -> None:
    assert _changes(OPENING, A, LUNCH) == []
    told = (*TOLD, _part(LUNCH))
    assert len(told_day_now(told, (OPENING, A, LUNCH), {})) == 3


@pytest.mark.parametrize(
    ("programme", "change", "astray"),
    [
        ((OPENING, replace(A, room="Zaal 2"), B), DayChange.ROOM, True),
        ((OPENING, replace(A, room=""), B), DayChange.ROOM, True),
        ((OPENING, replace(A, start=time(10, 30)), B), DayChange.TIME, True),
        ((OPENING, B), DayChange.CANCELLED, True),
        ((OPENING,), DayChange.REMOVED, True),
        ((OPENING, replace(A, code="X"), B), DayChange.TITLE, False),
        ((OPENING, replace(A, title="Buurten"), B), DayChange.TITLE, False),
        ((OPENING, replace(A, leader="Jan Bos"), B), DayChange.LEADER, False),
        ((OPENING, replace(A, round="ochtend"), replace(B, round="ochtend")), DayChange.ROUND, False),
        ((replace(OPENING, room="Grote zaal"), A, B), DayChange.ROOM, False),
        ((A, B), DayChange.REMOVED, False),
    ],
)
def test_a_change_sends_somebody_astray_where_it_is_of_their_session(
    programme: tuple[Session, ...], change: DayChange, astray: bool
) -> None:
    (said,) = _changes(*programme)
    assert (said.change, sends_astray(said)) == (change, astray)


def test_who_was_moved_by_hand_since_goes_elsewhere_and_a_move_to_what_is_gone_counts_for_nothing() -> None:
    (said,) = _changes(OPENING, A, B, by_hand={"1": "b"})
    assert (said.change, said.new, sends_astray(said)) == (DayChange.SESSION, "Hofjes", True)
    assert _changes(OPENING, A, B, by_hand={"1": "z", "2": "b"}) == []


def test_a_room_that_was_not_told_yet_sends_nobody_anywhere() -> None:
    told = (_part(B),)
    (said,) = day_differences(told, told_day_now(told, (replace(B, room="Zaal 3"),), {}))
    assert not sends_astray(said)
