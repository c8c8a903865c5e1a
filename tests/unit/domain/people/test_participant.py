"""What people are called, and which address is theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example.people import person

from reportgen.domain.people.participant import (
    Name,
    elided,
    folded,
    full_name,
    holds_surname,
    names_text,
    surname,
    where_from,
)
from reportgen.domain.places.municipality import COUNTRY


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        (Name("J.", "Jan", "van der", "Sluis"), "Jan van der Sluis"),
        (Name("J.", "", "van der", "Sluis"), "J. van der Sluis"),
        (Name("", "", "", "Abdi"), "Abdi"),
        (Name("", "", "", ""), ""),
    ],
)
def test_a_name_is_spoken_with_the_first_name_or_else_the_initials(name: Name, spoken: str) -> None:
    assert full_name(name) == spoken


def test_a_surname_has_its_prefix_before_it() -> None:
    assert surname(Name("J.", "Jan", "van der", "Sluis")) == "van der Sluis"
    assert surname(Name("", "", "", "Abdi")) == "Abdi"


@pytest.mark.parametrize("written", ["Súdwest-Fryslân", "SUDWEST FRYSLAN", " sudwest\u2010fryslan. ", "ſudwestfryslan"])
def test_what_stays_of_a_text_is_the_same_however_it_is_typed(written: str) -> None:
    assert folded(written) == "sudwestfryslan"


@pytest.mark.parametrize(
    ("email", "last", "held"),
    [
        ("j.vandersluis@urk.example", "Sluis", True),
        ("sluis.j@urk.example", "Sluis", True),
        ("j.celik@urk.example", "Çelik", True),
        ("j.berg-devries@urk.example", "Berg-de Vries", True),
        ("j.devries@urk.example", "Berg-de Vries", True),
        ("secretariaat@sluis.example", "Sluis", False),
        ("secretariaat@urk.example", "Sluis", False),
        ("bo@urk.example", "Bo", False),
        ("burgemeester@urk.example", "", False),
    ],
)
def test_an_address_is_someones_own_when_the_surname_is_in_it(email: str, last: str, held: bool) -> None:
    assert holds_surname(email, Name("J.", "Jan", "", last)) is held


def test_a_guest_is_of_an_organisation_and_others_of_a_municipality() -> None:
    guest = replace(person(1), code=COUNTRY, organisation="Woonbond")
    assert where_from(guest, {}) == "Woonbond"
    assert where_from(replace(guest, organisation=""), {}) == ""
    assert where_from(person(1), {person(1).code: "Urk"}) == "Urk"


def test_the_first_names_stand_in_a_line_and_dots_say_that_there_are_more() -> None:
    people = [person(number) for number in (1, 2, 3)]
    first, second, third = (full_name(each.name) for each in people)
    assert names_text(people, 3) == f"{first}, {second}, {third}"
    assert names_text(people, 2) == f"{first}, {second}, …"
    assert names_text([], 2) == ""


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Carla d' Hondt", "Carla d'Hondt"),
        ("Carla D’ Hondt", "Carla D’Hondt"),
        ("Zoë d'Ancona-Brûlée", "Zoë d'Ancona-Brûlée"),
        ("Jan l' Ami", "Jan l'Ami"),
        ("Piet van 't Hoff", "Piet van 't Hoff"),
        ("Sean O'Brien", "Sean O'Brien"),
        ("Ad 's Gravesande", "Ad 's Gravesande"),
    ],
)
def test_behind_a_prefix_that_ends_in_an_apostrophe_comes_no_space(listed: str, written: str) -> None:
    assert elided(listed) == written
