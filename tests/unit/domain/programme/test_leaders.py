"""Who leads a session, by the names in the programme."""

from __future__ import annotations

from dataclasses import replace

from example.people import person
from example.rounds import workshop

from reportgen.domain.programme.leaders import leaders_in
from reportgen.domain.programme.rounds import Slot, rounds_of


def test_leaders_are_known_by_name_or_address_and_other_names_are_told() -> None:
    people = [person(1), person(2)]
    rounds = rounds_of(
        [
            workshop("A", leader="A. Zwaluwstaart0001 en zwaluwstaart0002@gemeente.example"),
            workshop("B", leader="Iemand van elders"),
            workshop("C", leader="A. Zwaluwstart0001"),
            workshop("D", leader="A. Zwaluwstaart0001"),
        ]
    )
    leaders, findings = leaders_in(rounds, people, {})
    assert leaders == {Slot("1", "a"): (1, 2)}
    assert [each.code for each in findings] == ["leader-elsewhere", "leader-suggested", "leader-twice"]


def test_two_participants_of_one_name_lead_nothing_until_that_is_clear() -> None:
    people = [person(1), replace(person(2), name=person(1).name)]
    leaders, (said,) = leaders_in(rounds_of([workshop("A", leader="A. Zwaluwstaart0001")]), people, {})
    assert (leaders, said.code) == ({}, "leader-unclear")
