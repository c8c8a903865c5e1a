"""The form with the programme does what its buttons say, and speaks of parts and fields."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.application.event.edit_programme import RowFault
from reportgen.domain.finding import Place, Severity, finding
from reportgen.interfaces.web.programme_form import FIELDS, FormRow, in_order, kept_rows, kind_choices, pressed
from reportgen.interfaces.web.programme_words import fault_words, finding_words
from reportgen.render.content.resources import TEMPLATES
from reportgen.sources.lists.programme_table import TableRow

WORDS = tomllib.loads((TEMPLATES / "web.toml").read_text("utf-8"))


def form_of(*begins: str) -> list[FormRow]:
    """Rows that begin at these times."""
    return [FormRow(TableRow(line, {"Begin": each})) for line, each in enumerate(begins, 2)]


def test_rows_come_in_the_order_of_time_and_those_without_one_stay_behind_the_one_above() -> None:
    rows = in_order(form_of("12.00", "wie weet", "9.30", "10:00:00"))
    assert [each.row.cell("Begin") for each in rows] == ["9.30", "10:00:00", "12.00", "wie weet"]


def test_a_row_that_is_removed_is_kept_until_it_is_saved_and_an_empty_one_is_not() -> None:
    rows, at = pressed(form_of("9.00", "10.00"), "weg-0")
    assert (rows[0].removed, at, len(kept_rows(rows))) == (True, 0, 1)
    rows, _ = pressed(rows, "terug-0")
    assert len(kept_rows(rows)) == 2
    rows, at = pressed(rows, "erbij")
    assert (at, len(rows), len(kept_rows(rows))) == (2, 3, 2)
    assert len(pressed(rows, "weg-2")[0]) == 2


@given(button=st.from_regex(r"(op|neer|weg|terug|erbij|volgorde|)-?-?[0-9x]{0,3}", fullmatch=True))
def test_no_button_loses_a_row_that_was_typed(button: str) -> None:
    rows = form_of("9.00", "11.00", "10.00")
    after, at = pressed(rows, button)
    assert {each.row.line for each in after if each.row.line} == {2, 3, 4}
    assert at is None or 0 <= at < len(after)


def test_a_kind_is_offered_as_it_is_written() -> None:
    assert kind_choices("Plenair")[1] == "Plenair"
    assert kind_choices("sessie")[-1] == "sessie"
    assert kind_choices("") == kind_choices("inloop")


def test_every_field_and_fault_has_words() -> None:
    assert set(WORDS["programme_column"]) == set(FIELDS)
    for code, text in WORDS["programme_fault"].items():
        facts = tuple((name, "7") for name in ("written", "likely", "earlier", "length", "most"))
        assert fault_words(RowFault(0, "", code.removesuffix("-empty"), facts)) or text


@pytest.mark.parametrize(("other_line", "said"), [(5, "onderdeel 5"), (12, "onderdeel 12")])
def test_findings_name_the_field_and_the_part(other_line: int, said: str) -> None:
    facts = {"written": "A", "round": "1", "other_line": other_line, "title": "X"}
    gravity, what, _ = finding_words(finding("session-twice", Severity.BLOCKING, Place("p", 7, "Code"), **facts))
    assert gravity == "Houdt tegen"
    assert what.startswith("Code: ")
    assert said in what
    assert "regel" not in what
