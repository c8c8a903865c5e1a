"""Rows of programma.csv become the parts of the programme."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.programme.event import Session, SessionKind
from reportgen.errors import ConfigurationError
from reportgen.sources.lists.programme import programme_in, programme_rows

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
    assert fault == "line 2: kind 'lezing' is none of inloop, plenair, tafel, pauze, borrel, workshop"


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
        heading="Soort;Onderdeel;Kleur;Begin;Einde;Spreker;Toelichting",
    )
    assert session == Session(time(12, 30), time(13), "Opening", "dagvoorzitter", "Welkom", SessionKind.PLENARY)


ROUNDS = f"{HEADING};Ronde;Code;Zaal;Capaciteit;Minimum;Voor;Gespreksleider"


def test_a_session_of_a_round_has_code_room_and_limits(tmp_path: Path) -> None:
    row = "13.00;14.00;Wijken;;;workshop;1;A1;Kleine zaal;25;6;wethouders, gasten;Jan de Vries"
    (session,) = _programme(tmp_path, row, heading=ROUNDS)
    assert (session.round, session.code, session.room) == ("1", "A1", "Kleine zaal")
    assert (session.capacity, session.minimum) == (25, 6)
    assert (session.audience, session.leader) == (("wethouders", "gasten"), "Jan de Vries")


def test_what_is_left_empty_means_no_limit_and_everyone(tmp_path: Path) -> None:
    (session,) = _programme(tmp_path, "13.00;14.00;Wijken;;;;1;;;;;;", heading=ROUNDS)
    assert (session.kind, session.capacity, session.minimum) == (SessionKind.WORKSHOP, None, 0)
    assert (session.audience, session.code) == ((), "")


@pytest.mark.parametrize("heading", ["Notitie", "Notitie voor gespreksleider", "Bijzonderheden"])
def test_a_note_to_who_leads_is_read(tmp_path: Path, heading: str) -> None:
    row = (
        '13.00;14.00;Wijken;;Voor iedereen.;workshop;1;A;Zaal 1;25;;;Dina el Amrani;"Flappen mee; begin met de kaart."'
    )
    (session,) = _programme(tmp_path, row, heading=f"{ROUNDS};{heading}")
    assert session.leader_note == "Flappen mee; begin met de kaart."
    assert session.note == "Voor iedereen."


def test_a_programme_without_these_columns_has_no_rounds(tmp_path: Path) -> None:
    (session,) = _programme(tmp_path, "13.00;14.00;Opening;;;plenair")
    assert (session.round, session.code, session.room, session.capacity, session.leader) == ("", "", "", None, "")


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("Ronde", "Blok"),
        ("Ronde", "ronde nr."),
        ("Code", "Workshopcode"),
        ("Zaal", "Ruimte"),
        ("Capaciteit", "Max. deelnemers"),
        ("Capaciteit", "Aantal plaatsen"),
        ("Minimum", "Min. aantal"),
        ("Voor", "Doelgroep"),
        ("Gespreksleider", "Moderator"),
        ("Onderdeel", "Titel"),
    ],
)
def test_columns_have_other_usual_names(tmp_path: Path, column: str, heading: str) -> None:
    row = "13.00;14.00;Wijken;;;workshop;1;A1;Kleine zaal;25;6;gasten;Jan"
    assert _programme(tmp_path, row, heading=ROUNDS.replace(column, heading)) == _programme(
        tmp_path, row, heading=ROUNDS
    )


@pytest.mark.parametrize("written", ["1", "Ronde 1", "1e ronde", "ronde1", "1.0", "Eerste ronde", "Blok 1", "R1", "01"])
def test_a_round_is_known_by_its_number(tmp_path: Path, written: str) -> None:
    (session,) = _programme(tmp_path, f"13.00;14.00;Wijken;;;workshop;{written};;;;;;", heading=ROUNDS)
    assert session.round == "1"


def test_a_round_may_have_a_name(tmp_path: Path) -> None:
    (session,) = _programme(tmp_path, "13.00;14.00;Wijken;;;workshop;Middag;;;;;;", heading=ROUNDS)
    assert session.round == "middag"


@pytest.mark.parametrize(
    ("written", "capacity"), [("25", 25), ("25.0", 25), ("25 personen", 25), ("-", None), ("onbeperkt", None)]
)
def test_a_capacity_is_a_number_of_people(tmp_path: Path, written: str, capacity: int | None) -> None:
    (session,) = _programme(tmp_path, f"13.00;14.00;Wijken;;;workshop;1;;;{written};;;", heading=ROUNDS)
    assert session.capacity == capacity


@pytest.mark.parametrize("written", ["veel", "20-25", "-3", "9999999"])
def test_what_is_no_number_of_people_is_named_with_its_line(tmp_path: Path, written: str) -> None:
    with pytest.raises(ConfigurationError, match=f"line 2: capacity '{written}' is no number of people"):
        _programme(tmp_path, f"13.00;14.00;Wijken;;;workshop;1;;;{written};;;", heading=ROUNDS)


def test_two_columns_that_mean_the_same_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'Ruimte' and 'Lokaal'"):
        _programme(tmp_path, "13.00;14.00;Wijken;;;tafel;A;B", heading=f"{HEADING};Ruimte;Lokaal")


def test_our_own_name_of_a_column_goes_before_another(tmp_path: Path) -> None:
    (session,) = _programme(tmp_path, "13.00;14.00;Wijken;;;tafel;A;B", heading=f"{HEADING};Ruimte;Zaal")
    assert session.room == "B"


def test_a_programme_may_be_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "programma.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ROUNDS.split(";"))
    clock = book.add_format({"num_format": "hh:mm"})
    sheet.write_datetime(1, 0, time(13), clock)
    sheet.write_datetime(1, 1, time(14, 15), clock)
    sheet.write_row(1, 2, ["Wijken", "", "", "workshop", 1, "A1", "Zaal 3", 25, 6, "", ""])
    book.close()
    (session,) = programme_in(path)
    assert (session.start, session.end, session.round) == (time(13), time(14, 15), "1")
    assert (session.capacity, session.minimum, session.room) == (25, 6, "Zaal 3")


def test_every_row_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "programma.csv"
    path.write_text(f"{HEADING}\n\n13.00;14.00;Opening;;;plenair\n14.00;15.00;Slot;;;plenair\n", "utf-8")
    assert [each.line for each in programme_rows(path)] == [3, 4]


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


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("12.30;13.00;#N/A;;;plenair", "the cell 'Onderdeel' shows an error (#N/A): give it a value"),
        ("#VERW!;13.00;Opening;;;plenair", "the cell 'Begin' shows an error (#VERW!): give it a value"),
        ("12.30;13.00;Opening;Zo‘ BržlŽ;;plenair", "'Zo‘ BržlŽ', which is probably 'Zoë Brûlé'"),
    ],
)
def test_a_cell_with_an_error_or_damaged_letters_is_a_fault_of_its_line(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _programme(tmp_path, row)
    assert "line 2: " in caught.value.what
    assert said in caught.value.what


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "utf-8", "utf-16"])
def test_a_programme_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "programma.csv"
    path.write_bytes(f"{HEADING}\n12.30;13.00;Één café;Zoë Brûlé;Daniël Coëlho vertelt.;plenair\n".encode(encoding))
    (session,) = programme_in(path)
    assert (session.title, session.speaker) == ("Één café", "Zoë Brûlé")
