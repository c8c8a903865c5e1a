"""The report about a list as a workbook: everything in it, and nothing a spreadsheet would carry out."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from example import people
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Severity, finding
from reportgen.domain.people.participant import Name
from reportgen.domain.people.roster import ChangedParticipant, FieldChange, Roster, roster_of
from reportgen.render.reports.list_report import ListReport, Tally, difference_rows, summary_lines
from reportgen.render.reports.list_workbook import list_workbook
from reportgen.render.reports.spreadsheet import formula_safe

FORMULA = '=HYPERLINK("http://example.org";"klik")'


def report(name: str = "Zwaluw") -> ListReport:
    person = people.person(1, name=Name("A.", "", "", name))
    found = finding("name-odd", Severity.DOUBTFUL, people.row(5).at("last"), name=name)
    return ListReport(
        "Wonen",
        Tally(2, 1, 0, 1, 0),
        (person,),
        {1: 3},
        {"GM0356": "Nieuwegein"},
        roster_of((person,), (), ()),
        (found,),
    )


def sheets(content: bytes) -> dict[str, pd.DataFrame]:
    read = pd.read_excel(BytesIO(content), sheet_name=None, engine="calamine", header=None, dtype=str)
    return {str(name): frame.fillna("") for name, frame in read.items()}


def test_the_workbook_has_the_findings_the_people_and_the_summary() -> None:
    made = sheets(list_workbook(report()))
    assert list(made) == ["Bevindingen", "Deelnemers", "Verschillen", "Overzicht"]
    assert made["Bevindingen"].iloc[1, 0] == "bekijken"
    assert made["Deelnemers"].iloc[1, [0, 1, 4, 7]].tolist() == ["1", "A. Zwaluw", "Nieuwegein", "3"]
    assert made["Deelnemers"].iloc[1, 2] == "Geachte wethouder Zwaluw"
    assert made["Overzicht"].iloc[:, 0].tolist() == list(summary_lines(report()))


@pytest.mark.parametrize("text", [FORMULA, "+31 6", "-2", "@SUM(A1)", "\t=1+1", " =1+1", "\n=1", "＝1+1", "'=1"])
def test_what_a_list_says_is_never_a_formula(text: str) -> None:
    for frame in sheets(list_workbook(report(text))).values():
        for cell in frame.to_numpy().ravel():
            assert not str(cell).lstrip().startswith(("=", "+", "-", "@", "＝"))


@given(st.text(max_size=50))
def test_any_text_can_stand_in_a_cell_and_stays_readable(text: str) -> None:
    assert not formula_safe(text).lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))
    if text.isprintable() and not text.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")):
        assert formula_safe(text) == text


@given(st.text(max_size=30))
def test_a_workbook_is_made_of_any_name(name: str) -> None:
    assert len(sheets(list_workbook(report(name)))["Deelnemers"]) == 2


def test_the_same_report_is_the_same_file(tmp_path: Path) -> None:
    assert list_workbook(report()) == list_workbook(report())


def test_a_guest_who_turns_out_to_be_of_a_municipality_had_none_before() -> None:
    person = people.person(1)
    changed = ChangedParticipant(person, (FieldChange("code", "NL", "GM0356"),))
    ((_, _, _, told),) = difference_rows(replace(report(), roster=Roster(1, (), (changed,), ())))
    assert told == "gemeente: (leeg) → Nieuwegein"
