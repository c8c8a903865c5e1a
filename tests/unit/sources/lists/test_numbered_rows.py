"""A list with wishes that knows people by their number alone, as event tools export it."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from reportgen.domain.finding import Finding
from reportgen.domain.people.enrolment import enrol
from reportgen.domain.places.municipality import NameMatch, NameMatchKind
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.wish import wishes_text
from reportgen.errors import SourceError
from reportgen.sources.lists.registrations import ListFile, registrations_in

PEOPLE = """Deelnemernummer;Achternaam;Gemeente;E-mailadres
17;Jansen;Utrecht;jansen@utrecht.example
18;Bos;Goes;bos@goes.example
"""

ROUNDS = rounds_of(
    Session(time(10), time(11), f"Over {code}", "", "", SessionKind.WORKSHOP, code=code, round="1") for code in "AB"
)


def _wishes(folder: Path, wishes: str, people: str = PEOPLE) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The wishes in the second list by the address of whose they are, and all findings."""
    first, second = folder / "deelnemers.csv", folder / "wensen.csv"
    first.write_text(people, "utf-8")
    second.write_text(wishes, "cp1252")
    registrations, findings = registrations_in([ListFile(second), ListFile(first)], rounds=ROUNDS)
    said = {each.email: wishes_text(each.wishes) for each in registrations if each.place.file == "wensen.csv"}
    return said, findings


@pytest.mark.parametrize("heading", ["Deelnemernummer", "deelnemer nummer", "DEELNEMERNUMMER:"])
def test_rows_are_joined_by_the_number_that_both_lists_have(tmp_path: Path, heading: str) -> None:
    said, findings = _wishes(tmp_path, f"{heading};Ronde 1\n018.0;B\n17;A\n")
    assert findings == ()
    assert said == {"jansen@utrecht.example": "1:1 a", "bos@goes.example": "1:1 b"}


@pytest.mark.parametrize(
    ("number", "people", "code"),
    [
        ("99", PEOPLE, "number-unknown"),
        ("", PEOPLE, "number-unknown"),
        ("17", PEOPLE.replace("18;", "17;"), "number-ambiguous"),
    ],
)
def test_a_number_of_nobody_or_of_several_is_said(tmp_path: Path, number: str, people: str, code: str) -> None:
    said, findings = _wishes(tmp_path, f"Deelnemernummer;Ronde 1\n{number};B\n", people)
    assert said == {}
    assert [(each.code, each.place.line, each.place.column) for each in findings] == [(code, 2, "Deelnemernummer")]


def test_without_such_a_column_in_the_other_list_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no column"):
        _wishes(tmp_path, "Aanmeldnummer;Ronde 1\n17;A\n")


def test_a_person_with_another_number_in_each_list_is_one_person_and_the_numbers_decide_nothing(tmp_path: Path) -> None:
    head = "Aanmeldnummer;Naam;Gemeente;E-mailadres;Tafel\n"
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(f"{head}12;Anna de Boer;Goes;anna@goes.example;\n13;Bram Visser;Urk;bram@urk.example;\n", "utf-8")
    second.write_text(
        f"{head}57;Anna de Boer;Goes;anna@goes.example;4\n12;Bram Visser;Urk;bram@urk.example;\n", "utf-8"
    )
    rows, findings = registrations_in([ListFile(first), ListFile(second)])
    enrolment = enrol(rows, lambda name: NameMatch(NameMatchKind.EXACT, name))
    assert [(each.name.first, each.table) for each in enrolment.participants] == [("Anna", 4), ("Bram", None)]
    assert {each.code for each in findings} == set()


def test_an_error_in_a_column_of_numbers_joins_nobody(tmp_path: Path) -> None:
    people, wishes = tmp_path / "a.csv", tmp_path / "b.csv"
    people.write_text("Nummer;Naam;Gemeente;E-mailadres\n#N/A;Anna de Boer;Goes;anna@goes.example\n", "utf-8")
    wishes.write_text("Nummer;Tafel\n#N/A;4\n", "utf-8")
    rows, findings = registrations_in([ListFile(people), ListFile(wishes)])
    assert [(row.name.first, row.table) for row in rows] == [("Anna", None)]
    assert [each.code for each in findings] == ["number-unknown"]
