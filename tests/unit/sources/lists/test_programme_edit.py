"""A programme that is edited reads back as it was written, and what nobody touched keeps its bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.sources.lists.programme_columns import HEADINGS, REQUIRED
from reportgen.sources.lists.programme_edit import UnwritableCell, table_as_csv, table_in_file
from reportgen.sources.lists.programme_table import LONG_COLUMNS, TableRow, is_same_cell, programme_table

SAID = (
    "\ufeffBegin;Einde;Onderdeel;Spreker;Toelichting;Soort;Catering;Zaal\r\n"
    "9.30;10.00;Inloop;;Koffie;inloop;broodjes;Foyer\r\n"
    '10.00; 10.30 ;"Opening; en welkom";voorzitter;"Twee\r\nregels";plenair;;\r\n'
    "\r\n"
    "10.30;11.00;Pauze;;Thee;pauze;taart;Foyer\r\n"
).encode()

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
CELLS = st.fixed_dictionaries(
    {column: st.just("") | (LINES if column in LONG_COLUMNS else WORDS) for column in HEADINGS}
).filter(lambda cells: any(each.strip() for each in cells.values()))

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A programme with a column that the program does not know, quotes, lines in a cell and an empty line."""
    (tmp_path / "programma.csv").write_bytes(SAID)
    return tmp_path / "programma.csv"


def test_rows_in_their_own_order_give_the_same_bytes(path: Path) -> None:
    written = table_in_file(SAID, path, programme_table(path).rows)
    assert written.content == SAID
    assert written.lines == (2, 3, 6)


def test_one_cell_that_changes_leaves_all_other_lines_as_they_are(path: Path) -> None:
    first, *others = programme_table(path).rows
    changed = replace(first, cells={**first.cells, "Zaal": "Hal"})
    assert table_in_file(SAID, path, [changed, *others]).content == SAID.replace(
        b"broodjes;Foyer\r\n", b"broodjes;Hal\r\n", 1
    )


def test_a_row_that_moves_goes_as_it_is_with_what_only_the_organiser_knows(path: Path) -> None:
    first, second, third = programme_table(path).rows
    content = table_in_file(SAID, path, [third, first, second]).content
    assert content.index(b"taart") < content.index(b"broodjes")
    path.write_bytes(content)
    assert [each.cell("Onderdeel") for each in programme_table(path).rows] == ["Pauze", "Inloop", "Opening; en welkom"]


def test_a_column_that_the_file_lacks_comes_behind_its_own(path: Path) -> None:
    first, *others = programme_table(path).rows
    content = table_in_file(SAID, path, [replace(first, cells={**first.cells, "Ronde": "1"}), *others]).content
    assert content.startswith("\ufeffBegin;Einde;Onderdeel;Spreker;Toelichting;Soort;Catering;Zaal;Ronde\r\n".encode())
    assert b"inloop;broodjes;Foyer;1\r\n" in content
    assert content.endswith(SAID[SAID.index(b"10.00; 10.30 ") :])


def test_what_stands_behind_the_last_heading_never_slips_into_a_new_column(path: Path) -> None:
    content = SAID.replace(b"broodjes;Foyer", b"broodjes;Foyer;verdwaald")
    path.write_bytes(content)
    first, *others = programme_table(path).rows
    assert first.beyond == ("verdwaald",)
    rows = [replace(each, cells={**each.cells, "Ronde": "1"}) for each in others]
    path.write_bytes(table_in_file(content, path, [*rows, first]).content)
    assert programme_table(path).rows[-1].beyond == ("verdwaald",)
    assert programme_table(path).rows[-1].cell("Ronde") == ""


def test_titles_above_the_headings_and_a_line_with_the_delimiter_stay(path: Path) -> None:
    headings, first = b"Begin,Einde,Titel,Spreker,Toelichting,Soort\r\n", b"9.00,9.30,Inloop,,,inloop\r\n"
    content = b"sep=,\r\nProgramma van de dag\r\n\r\n" + headings + first
    path.write_bytes(content)
    (row,) = programme_table(path).rows
    new = TableRow(0, {"Begin": "9.30", "Einde": "10.00", "Onderdeel": "Welkom, allen", "Soort": "plenair"})
    written = table_in_file(content, path, [row, new])
    assert written.content == content + b'9.30,10.00,"Welkom, allen",,,plenair\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_file_stays_in_its_own_encoding_as_long_as_that_holds_its_texts(path: Path, encoding: str) -> None:
    text = "Begin;Einde;Onderdeel;Spreker;Toelichting;Soort\n9.00;9.30;Café één;Zoë;Coördinatie;inloop\n"
    content = text.encode(encoding)
    path.write_bytes(content)
    (row,) = programme_table(path).rows
    changed = table_in_file(content, path, [replace(row, cells={**row.cells, "Spreker": "Andréa"})])
    assert changed.content == text.replace("Zoë", "Andréa").encode(encoding)
    path.write_bytes(content)
    wider = table_in_file(content, path, [replace(row, cells={**row.cells, "Spreker": "Łukasz Żak"})])
    path.write_bytes(wider.content)
    assert programme_table(path).rows[0].cell("Spreker") == "Łukasz Żak"
    assert programme_table(path).rows[0].cell("Onderdeel") == "Café één"


@pytest.mark.parametrize("said", ["=1+1", "+31 6 1234", "@SUM(A1)", "-cmd|' /C calc'!A0"])
def test_a_text_that_would_be_a_formula_is_written_as_a_text(path: Path, said: str) -> None:
    first, *others = programme_table(path).rows
    rows = [replace(first, cells={**first.cells, "Spreker": said}), *others]
    for content in (table_in_file(SAID, path, rows).content, table_as_csv(programme_table(path), rows).content):
        assert f';"=""{said}""";'.encode() in content  # which Excel shows as the text itself
        (path.parent / "anders.csv").write_bytes(content)
        assert programme_table(path.parent / "anders.csv").rows[0].cell("Spreker") == said


@pytest.mark.parametrize("said", ['=HYPERLINK("x","y")', '="0123"', "+een\ntwee"])
def test_a_formula_that_cannot_be_written_as_a_text_is_refused_with_its_place(path: Path, said: str) -> None:
    first, *others = programme_table(path).rows
    with pytest.raises(UnwritableCell) as fault:
        table_in_file(SAID, path, [replace(first, cells={**first.cells, "Notitie": said}), *others])
    assert (fault.value.row, fault.value.column) == (0, "Notitie")


@in_a_folder
@given(rows=st.lists(CELLS, max_size=5))
def test_whatever_is_written_reads_back_the_same(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_bytes(SAID)
    wanted = [*programme_table(path).rows[1:], *(TableRow(0, cells) for cells in rows)]
    try:
        written = table_in_file(SAID, path, wanted)
    except UnwritableCell:
        return
    path.write_bytes(written.content)
    found = programme_table(path).rows
    assert tuple(each.line for each in found) == written.lines
    for one, other in zip(found, wanted, strict=True):
        assert all(is_same_cell(column, one.cell(column), other.cell(column)) for column in HEADINGS)
    assert SAID[SAID.index(b"10.30;11.00;Pauze") :] in written.content


@in_a_folder
@given(rows=st.lists(CELLS, min_size=1, max_size=5))
def test_a_new_programme_reads_back_the_same(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    new = tmp_path / "programma.csv"
    try:
        written = table_as_csv(programme_table(tmp_path / "geen.csv"), [TableRow(0, cells) for cells in rows])
    except UnwritableCell:
        return
    new.write_bytes(written.content)
    found = programme_table(new).rows
    assert tuple(each.line for each in found) == written.lines
    for one, cells in zip(found, rows, strict=True):
        assert all(is_same_cell(column, one.cell(column), cells[column]) for column in HEADINGS)


@in_a_folder
@given(order=st.permutations(range(3)), gone=st.sets(st.integers(0, 2), max_size=2))
def test_rows_that_only_move_or_go_keep_their_bytes(path: Path, order: list[int], gone: set[int]) -> None:
    path.write_bytes(SAID)
    rows = programme_table(path).rows
    content = table_in_file(SAID, path, [rows[each] for each in order if each not in gone]).content
    for place, said in enumerate(
        (b"broodjes;Foyer\r\n", b'10.00; 10.30 ;"Opening; en welkom"', b"10.30;11.00;Pauze;;Thee;pauze;taart;Foyer\r\n")
    ):
        assert (said in content) == (place not in gone)


def test_a_workbook_that_becomes_csv_keeps_the_columns_that_only_the_organiser_knows(path: Path) -> None:
    table = programme_table(path)
    content = table_as_csv(table, table.rows).content
    assert content.decode("utf-8-sig").startswith(f"{';'.join([*REQUIRED, 'Zaal'])};Catering\n")
    (path.parent / "nieuw.csv").write_bytes(content)
    assert [dict(each) for each in programme_table(path.parent / "nieuw.csv").rest.values()] == [
        {"Catering": "broodjes"},
        {"Catering": ""},
        {"Catering": "taart"},
    ]
