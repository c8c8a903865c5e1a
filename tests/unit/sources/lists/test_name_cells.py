"""Cells of names that are none: nobody is mailed by them, and real names are never held up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.unclear_cells import Why
from reportgen.domain.places.municipality import NameMatch, NameMatchKind
from reportgen.sources.lists.name_cells import name_doubt
from reportgen.sources.lists.registrations import ListFile, registrations_in


@pytest.mark.parametrize(
    "written", ["M}ller", "J|rg Bos", "Zo~ Bos", "Bj\\rn", "Zo+AOs- Bos", "J\\xf6rg", "Br_l_", "Bru]l"]
)
def test_signs_that_stand_for_letters_within_a_word_are_no_name(written: str) -> None:
    assert name_doubt(written, surname=True) is Why.LETTERS


@pytest.mark.parametrize(
    "written", ["Bos - AFGEMELD", "Els Bos (afgemeld)", "nog onbekend", "VACATURE", "N.N.", "n.t.b.", "Bos, wachtlijst"]
)
def test_a_note_on_who_comes_is_no_name(written: str) -> None:
    assert name_doubt(written, surname=True) is Why.NO_NAME


@pytest.mark.parametrize("name", ["O'Brien", "Jan “Jantje” Bos", "Ait-Ali", "J.A. Bos (D66)", "Van 't Hof", "Nnamdi"])
def test_a_name_is_one(name: str) -> None:
    assert name_doubt(name, surname=True) is None


def test_the_initials_of_somebody_are_no_name_that_is_not_known_yet() -> None:
    assert name_doubt("N.N.", surname=False) is None


@pytest.mark.parametrize(("name", "code"), [("Bram Vis (afgemeld)", "cell-no-name"), ("Bram V}s", "cell-letters")])
def test_who_has_such_a_name_waits_and_the_others_do_not(tmp_path: Path, name: str, code: str) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(
        f"Naam;Functie;Gemeente;E-mail\nAn Bos;wethouder;Goes;a@goes.example\n{name};wethouder;Goes;b@b.example\n"
    )
    rows, _ = registrations_in([ListFile(path)])
    enrolment = enrol(rows, lambda text: NameMatch(NameMatchKind.EXACT, "GM0664"))
    assert [each.name.last for each in enrolment.participants] == ["Bos"]
    assert [(each.code, each.place.line, each.place.column) for each in enrolment.findings] == [(code, 3, "Naam")]
