"""Rows of programma.csv become the parts of the programme."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.errors import ConfigurationError
from reportgen.sources.lists.programme import programme_in

HEADING = "Begin;Einde;Onderdeel;Spreker;Toelichting;Soort"
EXAMPLE = Path(__file__).parents[4] / "data" / "events" / "2018-12-10-diversiteit-door-migratie" / "programma.csv"


def _programme(folder: Path, *rows: str, heading: str = HEADING) -> tuple[Session, ...]:
    path = folder / "programma.csv"
    path.write_text("\n".join((heading, *rows)), "utf-8")
    return programme_in(path)


def _faults(folder: Path, *rows: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        _programme(folder, *rows)
    assert caught.value.where == "programma.csv"
    assert caught.value.todo
    return caught.value.what.split("; ")


def test_a_row_is_a_part_of_the_programme(tmp_path: Path) -> None:
    (session,) = _programme(tmp_path, "14.00;14.45;Tafelgesprek 1;;Neem uw cijfers mee.;tafel")
    assert session == Session(time(14), time(14, 45), "Tafelgesprek 1", "", "Neem uw cijfers mee.", SessionKind.TABLE)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("inloop", SessionKind.DOORS),
        ("plenair", SessionKind.PLENARY),
        ("tafel", SessionKind.TABLE),
        ("pauze", SessionKind.BREAK),
        ("borrel", SessionKind.DRINKS),
        ("Plenair", SessionKind.PLENARY),
        ("TAFEL", SessionKind.TABLE),
    ],
)
def test_a_kind_is_written_in_dutch(tmp_path: Path, written: str, kind: SessionKind) -> None:
    (session,) = _programme(tmp_path, f"12.30;13.00;Opening;;;{written}")
    assert session.kind is kind


@pytest.mark.parametrize(
    ("written", "start"),
    [("12.30", time(12, 30)), ("12:30", time(12, 30)), ("9.05", time(9, 5)), ("09:05", time(9, 5)), ("0.00", time(0))],
)
def test_a_time_is_written_as_on_the_invitation_or_with_a_colon(tmp_path: Path, written: str, start: time) -> None:
    (session,) = _programme(tmp_path, f"{written};23.59;Opening;;;plenair")
    assert session.start == start


@pytest.mark.parametrize(
    "written",
    ["", "12", "12.3", "12.300", "24.00", "12.60", "half een", "12.30 uur", "-1.30", "12.30.00", "1².30", "12.3²"],
)
def test_what_is_no_time_is_named_with_its_line(tmp_path: Path, written: str) -> None:
    (fault,) = _faults(tmp_path, "12.00;12.30;Inloop;;;inloop", f"{written};13.00;Opening;;;plenair")
    assert fault == f"line 3: '{written}' is no time like 12.30"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(["13.00;12.30;Opening;;;plenair"], id="it ends before it begins"),
        pytest.param(["12.30;12.30;Opening;;;plenair"], id="it ends as it begins"),
        pytest.param(
            ["13.00;14.00;Gesprek;;;tafel", "12.00;12.30;Inloop;;;inloop"], id="it begins before the one above"
        ),
    ],
)
def test_a_programme_does_not_run_backwards(tmp_path: Path, rows: list[str]) -> None:
    (fault,) = _faults(tmp_path, *rows)
    assert fault.startswith(f"line {len(rows) + 1}: ")
    assert fault.endswith("runs backwards")


def test_two_parts_may_begin_together(tmp_path: Path) -> None:
    assert len(_programme(tmp_path, "13.00;14.00;Zaal A;;;plenair", "13.00;13.45;Zaal B;;;plenair")) == 2


def test_an_unknown_kind_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    (fault,) = _faults(tmp_path, "12.30;13.00;Opening;;;lezing")
    assert fault == "line 2: kind 'lezing' is none of inloop, plenair, tafel, pauze, borrel"


def test_a_part_has_a_title(tmp_path: Path) -> None:
    assert _faults(tmp_path, "12.30;13.00;;spreker;;plenair") == ["line 2: the part has no title"]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    faults = _faults(
        tmp_path,
        "12.00;12.30;Inloop;;;inloop",
        "half een;13.00;Opening;;;plenair",
        "14.00;13.00;Gesprek;;;tafel",
        "14.00;14.30;Pauze;;;rust",
        "15.00;16.00;;;;borrel",
    )
    assert [fault.partition(":")[0] for fault in faults] == ["line 3", "line 4", "line 5", "line 6"]


@pytest.mark.parametrize("column", HEADING.split(";"))
def test_a_column_that_is_missing_is_named(tmp_path: Path, column: str) -> None:
    with pytest.raises(ConfigurationError, match=column) as caught:
        _programme(tmp_path, "a;b;c;d;e", heading=HEADING.replace(column, "Kolom"))
    assert HEADING in caught.value.todo


def test_a_row_with_a_cell_too_many_is_the_one_to_mend(tmp_path: Path) -> None:
    (fault,) = _faults(
        tmp_path,
        "12.00;12.30;Inloop;;;inloop",
        "12.30;13.00;Opening; welkom;dagvoorzitter;Welkom;plenair",
    )
    assert fault.startswith("line 3: ")


def test_the_columns_may_stand_in_another_order_beside_others(tmp_path: Path) -> None:
    (session,) = _programme(
        tmp_path,
        "plenair;Opening;A1;12.30;13.00;dagvoorzitter;Welkom",
        heading="Soort;Onderdeel;Zaal;Begin;Einde;Spreker;Toelichting",
    )
    assert session == Session(time(12, 30), time(13), "Opening", "dagvoorzitter", "Welkom", SessionKind.PLENARY)


@given(st.integers(0, 23 * 60), st.integers(1, 59), st.sampled_from(".:"))
def test_every_time_of_the_day_is_read_back(start: int, length: int, sign: str) -> None:
    end = start + length
    with TemporaryDirectory() as folder:
        row = f"{start // 60}{sign}{start % 60:02};{end // 60}{sign}{end % 60:02};Opening;;;plenair"
        (session,) = _programme(Path(folder), row)
    assert (session.start, session.end) == (time(start // 60, start % 60), time(end // 60, end % 60))


def test_the_example_programme_runs_from_doors_to_drinks() -> None:
    sessions = programme_in(EXAMPLE)
    assert (sessions[0].start, sessions[0].kind) == (time(12), SessionKind.DOORS)
    assert (sessions[-1].end, sessions[-1].kind) == (time(16), SessionKind.DRINKS)
    assert [one.end for one in sessions[:-1]] == [other.start for other in sessions[1:]]
