"""What is wrong in a programme with rounds, by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from reportgen.domain.finding import Finding, Severity
from reportgen.domain.programme.audience import Audience
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.round_findings import (
    audience_findings,
    missing_findings,
    places_of,
    programme_findings,
)
from reportgen.domain.programme.rounds import Slot, rounds_of

FILE = "programma.csv"


def _session(code: str, label: str, start: int, end: int, **others: object) -> Session:
    made = Session(time(start), time(end), f"Over {code}", "", "", SessionKind.WORKSHOP, code=code, round=label)
    return replace(made, **others)


def _part(title: str, start: int, end: int, kind: SessionKind = SessionKind.PLENARY) -> Session:
    return Session(time(start), time(end), title, "", "", kind)


GOOD = (
    _part("Opening", 9, 10),
    _session("A", "1", 10, 11, room="Zaal 1"),
    _session("B", "1", 10, 11, room="Zaal 2"),
    _session("A", "2", 11, 12, room="Zaal 1"),
    _session("C", "2", 11, 12, room="Zaal 2"),
)


def _found(*sessions: Session) -> list[Finding]:
    return list(programme_findings(list(enumerate(sessions, 2)), FILE))


def test_nothing_is_wrong_with_a_good_programme() -> None:
    assert _found(*GOOD) == []


@pytest.mark.parametrize(
    ("session", "code", "column"),
    [
        pytest.param(_session("C", "2", 11, 12), "session-twice", "Code", id="a code twice in a round"),
        pytest.param(_session("", "2", 11, 12), "session-without-code", "Code", id="no code"),
        pytest.param(
            _session("D", "2", 11, 12, capacity=5, minimum=6), "capacity-below-minimum", "Capaciteit", id="too small"
        ),
        pytest.param(_session("D", "2", 11, 12, room="zaal 2"), "room-twice", "Zaal", id="a room twice"),
        pytest.param(_session("D", "3", 11, 13), "session-overlap", "Begin", id="two rounds at the same time"),
        pytest.param(_part("Lezing", 11, 12), "session-overlap", "Begin", id="a talk during a round"),
        pytest.param(_session("D", "2", 13, 14), "round-apart", "", id="a session of a round at another time"),
        pytest.param(_session("D", "2", 11, 13), "round-times-differ", "", id="a longer session"),
        pytest.param(_session("D", "2", 11, 12, capacity=0), "capacity-none", "Capaciteit", id="room for nobody"),
        pytest.param(_session("D", "2", 11, 12, title="Over C"), "title-twice", "Onderdeel", id="a title twice"),
        pytest.param(_session("B", "2", 11, 12, title="Iets"), "code-two-titles", "Code", id="a code for two titles"),
    ],
)
def test_what_is_wrong_is_a_finding_with_its_line(session: Session, code: str, column: str) -> None:
    (said,) = _found(*GOOD, session)
    assert (said.code, said.place.line, said.place.column) == (code, len(GOOD) + 2, column)
    assert (said.severity is Severity.BLOCKING) == (code == "session-twice")


@pytest.mark.parametrize("kind", [SessionKind.DOORS, SessionKind.BREAK, SessionKind.DRINKS])
def test_a_break_may_be_missed(kind: SessionKind) -> None:
    assert _found(*GOOD, _part("Koffie", 10, 12, kind)) == []


def test_a_room_may_be_used_again_later() -> None:
    assert _found(_part("Opening", 9, 10), _session("A", "1", 10, 11, room="Zaal 1")) == []


def test_two_rounds_that_overlap_are_told_once() -> None:
    codes = [each.code for each in _found(*GOOD, _session("D", "3", 11, 12), _session("E", "3", 11, 12))]
    assert codes == ["session-overlap"]


def test_a_programme_of_today_says_nothing_new() -> None:
    parts = (_part("Inloop", 9, 10, SessionKind.DOORS), _part("Opening", 10, 11), _part("Tafel", 11, 12))
    assert _found(*parts) == []


def test_unknown_words_and_an_audience_of_nobody_are_told_at_the_session() -> None:
    rows = list(enumerate(GOOD, 2))
    unknown = Audience(False, unknown=(("wethauders", ("wethouders",)), ("robots", ())))
    said = list(audience_findings({Slot("1", "b"): unknown}, {Slot("1", "b"): "Over B"}, places_of(rows, FILE)))
    assert [each.code for each in said] == ["audience-suggested", "audience-unknown", "audience-empty"]
    assert {(each.place.line, each.place.column) for each in said} == {(4, "Voor")}


def _missing(*sessions: Session) -> list[tuple[str, int, str, str]]:
    rows = list(enumerate(sessions, 2))
    found = missing_findings(rounds_of(sessions), places_of(rows, FILE))
    return [(each.code, each.place.line, each.place.column, str(dict(each.facts)["titles"])) for each in found]


def test_a_round_tells_once_which_sessions_have_no_room_and_no_capacity() -> None:
    known = _session("A", "1", 10, 11, room="Zaal 1", capacity=10)
    assert _missing(known, _session("B", "1", 10, 11, room="Zaal 2", capacity=10)) == []
    assert _missing(known, _session("B", "1", 10, 11, room="Zaal 2"), _session("C", "1", 10, 11, capacity=5)) == [
        ("rooms-missing", 4, "Zaal", "‘Over C’"),
        ("capacities-missing", 3, "Capaciteit", "‘Over B’"),
    ]


def test_what_everyone_attends_needs_no_room_and_no_capacity_of_its_own() -> None:
    assert _missing(_part("Opening", 9, 10), _session("A", "1", 10, 11)) == []


def test_codes_titles_and_rooms_of_signs_alone_are_not_taken_for_each_other() -> None:
    one, other = (_session(sign, "1", 10, 11, title=sign * 2, room=sign * 3) for sign in ("★", "☆"))
    later = _session("♥", "2", 11, 12, title="♥♥")
    assert [each.code for each in _found(one, other, later)] == []
