"""Who stands on which attendance list, in which order, and what files are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import time

import pytest
from example import meeting, people
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.people.participant import Name
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.assignment import Assignment, Placement, Why
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Slot, rounds_of, session_key
from reportgen.domain.programme.seating import Table
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.venue_lists import AttendanceList, VenueLists, name_order, venue_lists_of

NAMES = {"GM0356": "Nieuwegein"}


def _session(title: str, code: str = "", label: str = "1") -> Session:
    return Session(time(11), time(12), title, "", "", SessionKind.WORKSHOP, code=code, round=label, room="Zaal 1")


def _person(number: int, last: str, infix: str = "", first: str = "Anna") -> people.Participant:
    return people.person(number, name=Name("", first, infix, last))


LOO, ABDI, ZWART = _person(1, "Loo", "van der"), _person(2, "Ábdi"), _person(3, "zwart", "de")


def _lists(
    sessions: Iterable[Session] = (),
    given: Iterable[tuple[int, str, str]] = (),
    present: Iterable[people.Participant] = (LOO, ABDI, ZWART),
    **more: object,
) -> VenueLists:
    """The lists of a meeting; ``given`` is who attends which session: number, round, key."""
    programme = (*meeting.event().sessions, *sessions)
    placements = tuple(Placement(number, label, key, Why.FREE) for number, label, key in given)
    plan = replace(SessionPlan(rounds_of(programme), Assignment(placements)), **more)  # type: ignore[arg-type]
    event = replace(meeting.event(), sessions=programme)
    return venue_lists_of(event, tuple(present), (Table(7, "voorsteden", (1, 2)),), plan, NAMES)


def _names(one: AttendanceList) -> list[str]:
    return [each.person.name.last for each in one.entries]


def test_everyone_is_on_the_first_list_by_the_main_word_of_the_surname() -> None:
    (whole,) = _lists().lists
    assert (whole.file, whole.session, _names(whole)) == ("presentielijst", None, ["Ábdi", "Loo", "zwart"])


@pytest.mark.parametrize(
    "names",
    [
        (Name("", "Bo", "", "Loo"), Name("", "Bo", "van der", "Loo"), Name("", "Cas", "", "Loo")),
        (
            Name("", "Jan", "de", "Boer"),
            Name("", "Jan", "", "Bosch"),
            Name("", "", "", "Öztürk"),
            Name("", "", "", "Paap"),
        ),
        (Name("A.", "", "'t", "Hoff"), Name("B.", "", "", "Hoff")),
    ],
)
def test_prefixes_and_accents_count_last(names: tuple[Name, ...]) -> None:
    keys = [name_order(each) for each in names]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_each_session_has_a_list_with_who_attends_it() -> None:
    found = _lists([_session("Wijken", "W3"), _session("Geld")], [(1, "1", "w3"), (3, "1", "w3"), (2, "1", "geld")])
    assert [(each.file, each.round, _names(each)) for each in found.lists[1:]] == [
        ("presentielijst-ronde-1-w3", "ronde 1", ["Loo", "zwart"]),
        ("presentielijst-ronde-1-geld", "ronde 1", ["Ábdi"]),
    ]
    assert [each.sessions[0].room for each in found.people] == ["Zaal 1"] * 3
    assert not any(each.without for each in found.people)


def test_who_has_no_session_in_a_round_is_on_the_list_of_everyone_with_that() -> None:
    found = _lists([_session("Wijken", "W3"), _session("Geld", label="middag")], [(1, "1", "w3")])
    assert [each.without for each in found.people] == [("ronde 1", "middag"), ("middag",), ("ronde 1", "middag")]


def test_a_session_that_does_not_take_place_has_no_list() -> None:
    given = [(1, "1", "a")]
    plan = Assignment((Placement(1, "1", "a", Why.FREE),), dropped=(Slot("1", "b"),))
    found = _lists([_session("A", "A"), _session("B", "B")], given, assignment=plan)
    assert [each.file for each in found.lists] == ["presentielijst", "presentielijst-ronde-1-a"]


def test_a_session_that_nobody_attends_yet_has_an_empty_list() -> None:
    assert [_names(each) for each in _lists([_session("B", "B")]).lists[1:]] == [[]]


def test_who_leads_a_session_and_who_was_told_another_is_marked() -> None:
    plan = Assignment((Placement(1, "1", "a", Why.LEADS), Placement(2, "1", "a", Why.FREE, told="b")))
    more = {"assignment": plan, "leaders": {Slot("1", "a"): (1,)}}
    found = _lists([_session("Wijken", "A"), _session("Geld", "B")], **more)
    first = found.lists[1]
    assert [(each.person.number, each.leads, each.told) for each in first.entries] == [
        (2, False, "Geld"),
        (1, True, ""),
    ]


def test_a_part_for_some_people_has_a_list_of_them() -> None:
    lunch = replace(_session("Lunch", label=""), kind=SessionKind.BREAK)
    found = _lists([lunch], invited={session_key(lunch): frozenset([3])})
    assert [(each.file, each.round, _names(each)) for each in found.lists[1:]] == [
        ("presentielijst-lunch", "", ["zwart"])
    ]
    assert [len(each.sessions) for each in found.people] == [0, 0, 1]


def test_a_guest_is_of_an_organisation_and_who_has_no_seat_has_no_table() -> None:
    guest = replace(ZWART, code=COUNTRY, organisation="Stichting Dak")
    shown = _lists(present=(LOO, guest)).people
    assert [(each.where, each.table) for each in shown] == [("Nieuwegein", 7), ("Stichting Dak", None)]


def test_without_rounds_there_are_one_list_a_badge_for_each_and_a_sign_for_each_table() -> None:
    found = _lists()
    assert (len(found.lists), len(found.people)) == (1, 3)
    assert [(each.number, each.theme) for each in found.signs] == [(7, "voorsteden")]


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=6))
def test_files_are_named_in_ascii_and_no_two_the_same(sessions: list[tuple[str, str]]) -> None:
    programme = [_session(title, code) for code, title in sessions]
    files = [each.file for each in _lists(programme).lists]
    assert len(files) == 1 + len({session_key(each) for each in programme})
    assert len(set(files)) == len(files)
    assert all(each.isascii() and each.replace("-", "").isalnum() and each == each.lower() for each in files)
