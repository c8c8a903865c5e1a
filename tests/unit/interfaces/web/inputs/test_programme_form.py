"""The form with the programme does what its buttons say, and speaks of parts and fields."""

from __future__ import annotations

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.application.event.edit_programme import check_programme
from reportgen.domain.finding import Place, Severity, finding
from reportgen.errors import SourceError
from reportgen.interfaces.web.inputs.programme_form import FIELDS, FormRow, in_order, kept_rows, kind_choices, pressed
from reportgen.interfaces.web.texts.programme_words import fault_words, finding_words
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


def test_every_column_has_a_name() -> None:
    assert set(WORDS["programme_column"]) == set(FIELDS)
    assert set(WORDS["programme_help"]) <= set(FIELDS)


ODD = st.sampled_from(
    ["", "9.00", "25.61", "half tien", "plenair", "diner", "1", "0", "veel", "\u4e2d", "=1+1", "x" * 6000]
)
CELLS = st.fixed_dictionaries({}, optional={column: ODD | st.text(max_size=5) for column in FIELDS})


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(CELLS, max_size=4))
def test_whatever_is_typed_everything_that_is_wrong_with_it_has_words(rows: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        kept = kept_rows([FormRow(TableRow(0, {key: cell.strip() for key, cell in each.items()})) for each in rows])
        try:
            checked = check_programme(Path(folder), kept)
        except SourceError:
            return  # it would not read back the same, and is not written
    assert all(fault_words(each) for each in checked.faults)
    assert all(finding_words(each) for _, each in checked.findings)
    assert bool(checked.faults) or len(checked.sessions) == len(kept)


@pytest.mark.parametrize(("other_line", "said"), [(5, "onderdeel 5"), (12, "onderdeel 12")])
def test_findings_name_the_field_and_the_part(other_line: int, said: str) -> None:
    facts = {"written": "A", "round": "1", "other_line": other_line, "title": "X"}
    gravity, what, _ = finding_words(finding("session-twice", Severity.BLOCKING, Place("p", 7, "Code"), **facts))
    assert gravity == "Houdt tegen"
    assert what.startswith("Code: ")
    assert said in what
    assert "regel" not in what
