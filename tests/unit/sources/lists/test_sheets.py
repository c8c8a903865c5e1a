"""Tables as people save them."""

from __future__ import annotations

import codecs
import csv
import gzip
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from example.workbook import Cells, write_ods, write_xlsx
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.domain.people.unclear_cells import CellDoubt, Why
from reportgen.errors import SourceError
from reportgen.i18n import message
from reportgen.sources.lists import sheets
from reportgen.sources.lists.sheets import Row, Sheet, sheet_in

PLAIN = "Achternaam;Gemeente\r\nSluis;Súdwest-Fryslân\r\n"
SLUIS = (Row(2, {"Achternaam": "Sluis", "Gemeente": "Súdwest-Fryslân"}),)

TABLE: Cells = [["Achternaam", "Gemeente", "Tafel"], ["Sluis", "Súdwest-Fryslân", 6], ["Bos", "Urk", None]]
TABLE_ROWS = (
    Row(2, {"Achternaam": "Sluis", "Gemeente": "Súdwest-Fryslân", "Tafel": "6"}),
    Row(3, {"Achternaam": "Bos", "Gemeente": "Urk", "Tafel": ""}),
)
WORKBOOKS = pytest.mark.parametrize(("write", "suffix"), [(write_xlsx, ".xlsx"), (write_ods, ".ods")])


def _knows(heading: str) -> bool:
    return heading in ("Achternaam", "Gemeente", "Tafel", "E-mail", "Naam")


def _sheet(folder: Path, content: str | bytes, name: str = "deelnemers.csv") -> Sheet:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return sheet_in(path, _knows)


def _lines(sheet: Sheet) -> list[int]:
    return [row.line for row in sheet.rows]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PLAIN, id="semicolons, as Excel in Dutch"),
        pytest.param(PLAIN.replace(";", ","), id="commas"),
        pytest.param(PLAIN.replace(";", "\t"), id="tabs"),
        pytest.param(PLAIN.replace("\r\n", "\n"), id="lines of Unix"),
        pytest.param(PLAIN.replace("\r\n", "\r"), id="lines of an old Mac"),
        pytest.param(PLAIN.rstrip(), id="no line break at the end"),
        pytest.param(codecs.BOM_UTF8 + PLAIN.encode(), id="UTF-8 with a BOM"),
        pytest.param(PLAIN.encode("cp1252"), id="cp1252"),
        pytest.param(PLAIN.replace(";", "\t").encode("utf-16"), id="Unicode text, as Excel calls UTF-16"),
        pytest.param('"Achternaam";"Gemeente"\r\n"Sluis";"Súdwest-Fryslân"\r\n', id="everything in quotes"),
        pytest.param(" Achternaam ;Gemeente\t\r\n  Sluis; Súdwest-Fryslân \r\n", id="blanks around the cells"),
        pytest.param("Achternaam;Gemeente;;\r\nSluis;Súdwest-Fryslân;;\r\n", id="empty columns behind"),
        pytest.param("Achternaam;Gemeente\r\nSluis;Súdwest-Fryslân;;;\r\n", id="longer rows than the heading"),
        pytest.param(PLAIN + ";\r\n\r\n;;;\r\n", id="empty rows behind"),
    ],
)
def test_one_table_is_read_alike_however_it_was_saved(tmp_path: Path, content: str | bytes) -> None:
    sheet = _sheet(tmp_path, content)
    assert (sheet.file, sheet.headings, sheet.rows) == ("deelnemers.csv", ("Achternaam", "Gemeente"), SLUIS)


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", "sep=; "])
def test_a_first_line_that_names_the_delimiter_is_no_heading_but_counts(tmp_path: Path, first: str) -> None:
    sheet = _sheet(tmp_path, f"{first}\r\n{PLAIN}")
    assert sheet.headings == ("Achternaam", "Gemeente")
    assert _lines(sheet) == [3]


@pytest.mark.parametrize(("named", "delimiter"), [("|", "|"), (",", ","), ("\t", "\t"), ("", "\t")])
def test_the_delimiter_that_is_named_is_used(tmp_path: Path, named: str, delimiter: str) -> None:
    sheet = _sheet(tmp_path, f"sep={named}\nAchternaam{delimiter}Gemeente; plaats\n")
    assert sheet.headings == ("Achternaam", "Gemeente; plaats")


def test_a_byte_that_means_nothing_in_cp1252_does_not_stop_the_list_and_is_asked_about(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, b"Achternaam;Gemeente\r\nS\x81uis;S\xfadwest\r\n")
    assert sheet.rows[0].cells == {"Achternaam": "S\x81uis", "Gemeente": "Súdwest"}
    assert sheet.rows[0].doubts == {"Achternaam": CellDoubt(Why.LETTERS, "Süuis")}


def test_a_line_number_is_that_of_an_editor_also_behind_line_breaks_in_quotes(tmp_path: Path) -> None:
    lines = ["Achternaam;Opmerkingen", '"Sluis";"een', "twee", 'drie"', "", "Bos;vier", ";", '"Dijk";"vijf"']
    sheet = _sheet(tmp_path, "\r\n".join(lines))
    assert [(row.line, row.cells["Achternaam"]) for row in sheet.rows] == [(2, "Sluis"), (6, "Bos"), (8, "Dijk")]


def test_empty_rows_above_the_heading_are_passed_over_and_count(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, f"\r\n;;\r\n{PLAIN}")
    assert sheet.headings == ("Achternaam", "Gemeente")
    assert _lines(sheet) == [4]


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("Deelnemers bijeenkomst 10 december;;", id="a title"),
        pytest.param("Deelnemers;10-12-2018;Nieuwegein;versie 3;", id="a title in more cells than there are headings"),
        pytest.param("Deelnemers, met naam, gemeente, tafel", id="a title with commas"),
        pytest.param("Gemeente: alle;;\r\nStand: 1 december;;", id="two rows"),
    ],
)
def test_what_stands_above_the_headings_is_passed_over(tmp_path: Path, above: str) -> None:
    sheet = _sheet(tmp_path, f"{above}\r\n{PLAIN}")
    assert sheet.headings == ("Achternaam", "Gemeente")
    assert (sheet.line, _lines(sheet)) == (above.count("\n") + 2, [above.count("\n") + 3])


def test_a_list_without_one_known_heading_begins_with_its_first_row(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, "Kolom 1;Kolom 2\r\na;b\r\n")
    assert (sheet.line, sheet.headings) == (1, ("Kolom 1", "Kolom 2"))


def test_a_row_with_more_cells_than_headings_says_so(tmp_path: Path) -> None:
    """Somebody typed the delimiter in a cell: from there on every cell stands one column too far."""
    sheet = _sheet(tmp_path, "Naam;E-mail;Gemeente\r\nSluis;a@x.nl; b@x.nl;Urk\r\nBos;c@x.nl;Goes;;\r\n")
    assert [(row.line, row.beyond) for row in sheet.rows] == [(2, True), (3, False)]


def test_a_delimiter_within_quotes_is_part_of_the_cell(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, 'Naam;E-mail\r\nSluis;"a@x.nl; b@x.nl"\r\n')
    assert sheet.rows[0].cells["E-mail"] == "a@x.nl; b@x.nl"


def test_a_column_without_a_heading_between_others_is_not_read_and_moves_nothing(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, "Achternaam;;Gemeente\r\nSluis;geheim;Urk\r\n")
    assert sheet.headings == ("Achternaam", "Gemeente")
    assert sheet.rows[0].cells == {"Achternaam": "Sluis", "Gemeente": "Urk"}


def test_a_row_that_stops_early_is_empty_from_there(tmp_path: Path) -> None:
    sheet = _sheet(tmp_path, "Achternaam;Gemeente;Tafel\r\nSluis\r\n")
    assert sheet.rows[0].cells == {"Achternaam": "Sluis", "Gemeente": "", "Tafel": ""}


def test_a_table_of_one_column_is_a_table(tmp_path: Path) -> None:
    assert _sheet(tmp_path, "Gemeente\nUrk\nGoes\n").rows == (Row(2, {"Gemeente": "Urk"}), Row(3, {"Gemeente": "Goes"}))


@WORKBOOKS
def test_a_workbook_is_read_like_a_list(tmp_path: Path, write: Callable[[Path, Cells], Path], suffix: str) -> None:
    sheet = sheet_in(write(tmp_path / f"lijst{suffix}", TABLE), _knows)
    assert (sheet.file, sheet.headings, sheet.rows) == (
        f"lijst{suffix}",
        ("Achternaam", "Gemeente", "Tafel"),
        TABLE_ROWS,
    )


@WORKBOOKS
def test_a_line_of_a_workbook_is_its_row_number(
    tmp_path: Path, write: Callable[[Path, Cells], Path], suffix: str
) -> None:
    rows = [[None], *TABLE[:2], [None, None], *TABLE[2:], [None]]
    sheet = sheet_in(write(tmp_path / f"lijst{suffix}", rows), _knows)
    assert (sheet.line, _lines(sheet)) == (2, [3, 5])


@WORKBOOKS
@pytest.mark.parametrize("text", ["NA", "nan", "null", "None", "0356", "1-2", "TRUE", "=1+1", "<b>&amp;"])
def test_a_cell_of_a_workbook_is_the_text_that_was_typed(
    tmp_path: Path, write: Callable[[Path, Cells], Path], suffix: str, text: str
) -> None:
    sheet = sheet_in(write(tmp_path / f"lijst{suffix}", [["Achternaam"], [text]]), _knows)
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, {"Achternaam": text})]


@pytest.mark.parametrize("name", ["LIJST.XLSX", "lijst.xlsm", "lijst.csv", "lijst"])
def test_a_workbook_is_known_by_what_is_in_it_and_not_by_its_ending(tmp_path: Path, name: str) -> None:
    assert sheet_in(write_xlsx(tmp_path / name, TABLE), _knows).rows == TABLE_ROWS


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", TABLE)
    assert sheet_in(path, _knows, "Blad1").rows == TABLE_ROWS
    with pytest.raises(SourceError, match="no sheet 'Deelnemers'"):
        sheet_in(path, _knows, "Deelnemers")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("leeg.csv", b"", "no rows"),
        ("leeg.csv", b"\r\n;;;\r\n\r\n", "no rows"),
        ("leeg.csv", codecs.BOM_UTF8, "no rows"),
        ("leeg.csv", b"sep=;\r\n", "no rows"),
        ("dubbel.csv", b"Naam;Gemeente;Naam\r\nJan;Urk;Piet\r\n", "twice: Naam"),
        ("dubbel.csv", b"Naam;Gemeente; Naam \r\nJan;Urk;Piet\r\n", "twice: Naam"),
        ("stuk.csv", b'Naam\r\n"' + b"x" * 200_000, "cannot be read as a table"),
        ("stuk.csv", b'Naam;Gemeente\r\n"Sluis;Urk\r\nBos;Urk\r\n', "cannot be read as a table"),
        ("stuk.csv", b"Naam;Gemeente\r\n\x00\x01\x02;Urk", "no text"),
        ("stuk.csv", codecs.BOM_UTF16_LE + b"N", "no text"),
        ("oud.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password, or of the old kind"),
        ("wachtwoord.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password, or of the old kind"),
        ("stuk.xlsx", b"PK\x03\x04 and no more", "workbook"),
        ("stuk.xlsx", b"", "not a workbook"),
        ("stuk.ods", b"Naam;Gemeente\r\n", "not a workbook"),
        ("web.xls", b"\xef\xbb\xbf\r\n<html><table><tr><td>Naam</td></tr></table></html>", "a page or a document"),
        ("oud.xls", b'<?xml version="1.0"?><Workbook></Workbook>', "a page or a document"),
        ("brief.csv", b"{\\rtf1 Naam;Gemeente}", "a page or a document"),
        ("blad.csv", b"%PDF-1.7 Naam;Gemeente", "a page or a document"),
        ("gepakt.csv", gzip.compress(PLAIN.encode(), mtime=0), "no text"),
        ("samen.csv", b'"Naam,Gemeente"\r\n"Jan Bos,Urk"\r\n', "together in one cell"),
        ("samen.csv", b'Deelnemers\r\n"Naam,Gemeente"\r\n', "together in one cell"),
        ("streep.csv", b"Naam|Gemeente\r\nJan Bos|Urk\r\n", "together in one cell"),
    ],
)
def test_what_is_no_table_is_said_with_its_name_and_what_to_do(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        _sheet(tmp_path, content, name)
    assert caught.value.where.startswith(name)
    assert caught.value.todo


@WORKBOOKS
def test_an_empty_workbook_has_no_rows(tmp_path: Path, write: Callable[[Path, Cells], Path], suffix: str) -> None:
    with pytest.raises(SourceError, match="no rows"):
        sheet_in(write(tmp_path / f"leeg{suffix}", []))


@pytest.mark.parametrize("name", ["er-is-niets.csv", "."])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no such file") as caught:
        sheet_in(tmp_path / name)
    assert str(tmp_path) in caught.value.where


def test_a_name_that_no_file_can_have_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read") as caught:
        sheet_in(tmp_path / ("x" * 300))
    assert caught.value.todo


def test_a_workbook_without_the_sheet_or_with_an_empty_one_is_told_with_the_sheets_it_has(tmp_path: Path) -> None:
    path = tmp_path / "lijst.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        pd.DataFrame().to_excel(book, sheet_name="Blad1", index=False)
        pd.DataFrame({"Naam": ["Jan Bos"], "Gemeente": ["Urk"]}).to_excel(book, sheet_name="Namen", index=False)
    assert len(sheet_in(path, _knows, "Namen").rows) == 1
    for name, says in (("", "sheet 'Blad1' has no rows"), ("Weg", "no sheet 'Weg'")):
        with pytest.raises(SourceError, match=says) as caught:
            sheet_in(path, _knows, name)
        assert "Blad1; Namen" in caught.value.todo


def test_rows_without_anything_in_them_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    assert _sheet(tmp_path, PLAIN + ";\r\n" * 9 + "Bos;Urk\r\n").rows[1].line == 12


def test_no_message_is_made_for_a_row_that_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(sheets, "said", lambda text: made.append(text) or message.said(text))
    for rows in (1, 1000):
        _sheet(tmp_path, PLAIN + "Bos;Urk\r\n" * rows)
        made.append("end")
    assert made[: len(made) // 2] == made[len(made) // 2 :]


def test_a_file_that_is_too_large_for_a_list_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_BYTES", len(PLAIN.encode()))
    assert _sheet(tmp_path, PLAIN).rows == SLUIS
    with pytest.raises(SourceError, match="larger than"):
        _sheet(tmp_path, PLAIN + "\n")


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [("MAX_ROWS", 2, "2 rows"), ("MAX_COLUMNS", 2, "2 columns"), ("MAX_CELL", 20, "20 characters in one cell")],
)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_beyond_a_list_of_people_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, says: str, suffix: str
) -> None:
    rows = [["Achternaam", "Gemeente", "Tafel"], ["Sluis", "Urk", "1"], ["Bos", "Urk", "2"], ["x" * 21]]
    path = tmp_path / f"lijst{suffix}"
    if suffix == ".csv":
        path.write_text("\n".join(";".join(row) for row in rows), "utf-8")
    else:
        write_xlsx(path, rows)
    assert len(sheet_in(path, _knows).rows) == 3
    monkeypatch.setattr(sheets, limit, value)
    with pytest.raises(SourceError, match=f"more than {says}") as caught:
        sheet_in(path, _knows)
    assert caught.value.where.startswith(f"lijst{suffix}, line ")


def test_a_small_workbook_that_unpacks_to_very_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for number in range(3):
            package.writestr(f"xl/worksheets/sheet{number}.xml", bytes(80_000_000))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(SourceError, match="unpacks to far more"):
        sheet_in(path, _knows)


@given(st.binary(max_size=200))
@example(b'sep="\na"b\n"')
@example(b"sep=\x00\na\x00b\n")
@example(b"sep=\xff\na;b")
@example(b"\xff\xfea\x00;\x00b\x00")
@example(b'"\n')
def test_no_bytes_make_it_fail_but_in_words(content: bytes) -> None:
    with TemporaryDirectory() as folder, suppress(SourceError):
        sheet = _sheet(Path(folder), content)
        assert all(set(row.cells) == set(sheet.headings) for row in sheet.rows)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5), st.sampled_from(";,\t"))
def test_what_is_written_in_a_cell_is_read_back(table: list[tuple[str, str, str]], delimiter: str) -> None:
    written = StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([("Achternaam", "Gemeente", "Functie"), *table])
    with TemporaryDirectory() as folder:
        sheet = _sheet(Path(folder), written.getvalue())
    assert [tuple(row.cells.values()) for row in sheet.rows] == [cells for cells in table if any(cells)]
    assert not any(row.beyond for row in sheet.rows)


def test_texts_that_a_program_writes_as_formulas_are_read_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text('="Naam";="Gemeente"\n="Anna de Boer";="Goes"\n"=""Bo Bos""";Urk\n', "utf-8")
    rows = sheet_in(path).rows
    assert [row.cells for row in rows] == [
        {"Naam": "Anna de Boer", "Gemeente": "Goes"},
        {"Naam": "Bo Bos", "Gemeente": "Urk"},
    ]


def test_headings_that_are_repeated_above_each_page_are_no_row(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Naam;Gemeente\nAnna de Boer;Goes\n\nNaam;Gemeente\nBo Bos;Urk\n", "utf-8")
    assert [(row.line, row.cells["Naam"]) for row in sheet_in(path).rows] == [(2, "Anna de Boer"), (5, "Bo Bos")]
