"""The workbook of attendance lists: a sheet for each, names that Excel takes, and nothing that a spreadsheet runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from io import BytesIO
from zipfile import ZipFile

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reportgen.domain.people.participant import Name, Office
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.venue_lists import AttendanceList, ExpectedPerson, ListEntry, OwnSession, VenueLists
from reportgen.render.reports.attendance_workbook import MAX_SHEET_NAME, attendance_workbook

FORMULA = '=HYPERLINK("http://example.org";"klik")'

ANNA = ExpectedPerson(
    *(1, Name("", "Anna", "van der", "Loo"), "Wethouder", Office.ALDERMAN, "Vaals", 3),
    (OwnSession(time(11), "W3", "Wijken", "Zaal 1", False),),
)


def _session(code: str, title: str = "Wijken") -> Session:
    return Session(time(11), time(12), title, "", "", SessionKind.WORKSHOP, code=code, round="1")


def _venue(*lists: AttendanceList, person: ExpectedPerson = ANNA) -> VenueLists:
    whole = AttendanceList("presentielijst", "", None, (ListEntry(person),))
    return VenueLists("Wonen", "2027-03-18", "VNG", (whole, *lists), (person,), ())


def _sheets(content: bytes) -> dict[str, list[list[str]]]:
    read = pd.read_excel(BytesIO(content), sheet_name=None, engine="calamine", header=None, dtype=str)
    return {str(name): frame.fillna("").to_numpy().tolist() for name, frame in read.items()}


def test_there_is_a_sheet_for_everyone_and_one_for_each_session() -> None:
    entry = ListEntry(ANNA, leads=True, told="Geld")
    found = _sheets(attendance_workbook(_venue(AttendanceList("x", "ronde 1", _session("W3"), (entry,)))))
    assert list(found) == ["Let op", "Iedereen", "Ronde 1 W3"]
    assert found["Let op"][0][0] == "Voor de organisatie; niet verspreiden."
    row = ["Loo", "van der", "Anna", "wethouder", "Vaals", "3"]
    assert found["Iedereen"][1][:8] == [*row, "W3 Zaal 1", ""]
    assert found["Ronde 1 W3"][1][:8] == [*row, "", "leidt deze sessie; kreeg te horen: Geld"]


def test_what_looks_like_a_formula_is_text_and_stays_text() -> None:
    person = replace(ANNA, name=Name("", FORMULA, "+1", "@SUM(A1)"), function="-2", where=FORMULA)
    content = attendance_workbook(_venue(person=person))
    with ZipFile(BytesIO(content)) as book:
        assert not [name for name in book.namelist() if b"<f>" in book.read(name) or b"<hyperlink" in book.read(name)]
    cells = _sheets(content)["Iedereen"][1]
    assert "HYPERLINK" in cells[2]
    assert not [each for each in cells if each.startswith(("=", "+", "-", "@"))]


def test_a_round_without_a_session_is_noted_on_the_sheet_of_everyone() -> None:
    found = _sheets(attendance_workbook(_venue(person=replace(ANNA, without=("ronde 2",)))))
    assert found["Iedereen"][1][7] == "geen sessie in ronde 2"


def test_the_same_lists_give_the_same_bytes() -> None:
    assert attendance_workbook(_venue()) == attendance_workbook(_venue())


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=60)), max_size=5))
def test_sheets_have_names_that_excel_takes_and_no_two_the_same(sessions: list[tuple[str, str]]) -> None:
    lists = [AttendanceList(f"x{at}", "ronde 1", _session(*each), ()) for at, each in enumerate(sessions)]
    names = CalamineWorkbook.from_filelike(BytesIO(attendance_workbook(_venue(*lists)))).sheet_names
    assert len(names) == len(sessions) + 2 == len({each.casefold() for each in names})
    assert all(0 < len(each) <= MAX_SHEET_NAME and not set(each) & set("[]:*?/\\") for each in names)
