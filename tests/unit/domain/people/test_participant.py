"""What people are called, and which address is theirs."""

from __future__ import annotations

import pytest

from reportgen.domain.people.participant import Name, folded, full_name, holds_surname, surname


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
