"""Who a session is for, by what stands under Voor."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from example.people import person

from reportgen.domain.people.participant import Office
from reportgen.domain.programme.audience import Audience, AudienceReader
from reportgen.domain.programme.event import MunicipalityType, Session, SessionKind
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.seating import Table

PEOPLE = (
    person(1, "GM0344", Office.MAYOR),
    person(2, "GM0363", Office.ALDERMAN),
    person(3, "GM0363", Office.OTHER),
    person(4, "NL", Office.MAYOR),
)
TABLES = (Table(1, "Grote steden", (1, 2)), Table(2, "Dorpen", (3, 4)))
TYPES = (MunicipalityType("G4", "ook groot", ("GM0344", "GM0363")),)
NAMES = {"GM0344": "Utrecht", "GM0363": "Amsterdam"}


def _session(code: str, audience: tuple[str, ...] = ()) -> Session:
    return Session(
        *(time(10), time(11), f"Over {code}", "", "", SessionKind.WORKSHOP), code=code, round="1", audience=audience
    )


ROUNDS = rounds_of([_session("A1"), _session("B1")])


def _audience(*terms: str) -> Audience:
    return AudienceReader(PEOPLE, TABLES, TYPES, NAMES, ROUNDS).audience_of(_session("X", terms))


@pytest.mark.parametrize(
    ("terms", "people"),
    [
        (("burgemeesters",), {1}),
        (("Wethouders",), {2}),
        (("burgemeesters", "wethouders"), {1, 2}),
        (("ambtenaren",), {3}),
        (("gasten",), {4}),
        (("grote steden",), {1, 2}),
        (("G4",), {1, 2, 3}),
        (("Amsterdam",), {2, 3}),
        (("A. Zwaluwstaart0002",), {2}),
        (("zwaluwstaart0003@gemeente.example",), {3}),
    ],
)
def test_an_audience_is_named_in_several_ways(terms: tuple[str, ...], people: set[int]) -> None:
    audience = _audience(*terms)
    assert (audience.everyone, set(audience.people), audience.unknown) == (False, people, ())


@pytest.mark.parametrize("terms", [(), ("iedereen",), ("Alle deelnemers",), ("burgemeesters", "iedereen")])
def test_a_session_may_be_for_everyone(terms: tuple[str, ...]) -> None:
    audience = _audience(*terms)
    assert all(audience.admits(each.number) for each in PEOPLE)


@pytest.mark.parametrize("term", ["A1", "deelnemers van A1", "groep a1", "Over A1"])
def test_a_session_may_be_for_the_people_of_another(term: str) -> None:
    assert _audience(term) == Audience(False, sessions=frozenset({"a1"}))


def test_what_is_unknown_admits_nobody_and_is_suggested_only() -> None:
    audience = _audience("wethauders", "ruimtevaarders")
    assert (audience.people, audience.everyone) == (frozenset(), False)
    (first, second) = audience.unknown
    assert (first[0], "wethouders" in first[1]) == ("wethauders", True)
    assert second == ("ruimtevaarders", ())


def test_two_people_of_one_name_are_both_meant() -> None:
    twins = (PEOPLE[0], replace(PEOPLE[1], name=PEOPLE[0].name))
    reader = AudienceReader(twins, (), (), {}, ROUNDS)
    assert reader.audience_of(_session("X", ("A. Zwaluwstaart0001",))).people == {1, 2}
