"""Rows are taken out of lists, and every other byte of a CSV file and every other row of a workbook stays."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reportgen.sources.lists.row_removal import csv_without, workbook_without
from reportgen.sources.lists.sheets import csv_lines

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Lijst">{rows}</table:table>
<table:table table:name="Rest">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
ROW = (
    '<table:table-row{repeated}><table:table-cell office:value-type="string"><text:p>{text}</text:p>'
    "</table:table-cell></table:table-row>"
)


def _ods() -> bytes:
    texts = (("kop", ""), ("leeg", ' table:number-rows-repeated="3"'), ("Zoë", ""), ("Piet", ""))
    rows = "".join(ROW.format(text=text, repeated=repeated) for text, repeated in texts)
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png" manifest:media-type="image/png"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", CONTENT.format(rows=rows))
        file.writestr("Thumbnails/thumbnail.png", b"\x89PNG")
        file.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


def test_a_row_of_an_ods_sheet_becomes_empty_and_the_picture_of_the_page_goes() -> None:
    cleaned = workbook_without(_ods(), {"Lijst": {5}})
    book = CalamineWorkbook.from_filelike(io.BytesIO(cleaned))
    assert [row[0] for row in book.get_sheet_by_name("Lijst").to_python()] == ["kop", *["leeg"] * 3, "", "Piet"]
    assert [row[0] for row in book.get_sheet_by_name("Rest").to_python()] == ["kop", *["leeg"] * 3, "Zoë", "Piet"]
    with zipfile.ZipFile(io.BytesIO(cleaned)) as package:
        assert package.namelist() == ["mimetype", "content.xml", "META-INF/manifest.xml"]
        assert b"Thumbnails" not in package.read("META-INF/manifest.xml")


def test_a_text_that_another_row_has_too_stays_for_that() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for name in ("Lijst", "Rest"):
            sheet = book.add_worksheet(name)
            for row, texts in enumerate((["Naam", "Plaats"], ["Zoë", "Urk"], ["Piet", "Urk"])):
                sheet.write_row(row, 0, texts)
    cleaned = workbook_without(written.getvalue(), {"Lijst": {2}, "Rest": {2}})
    book = CalamineWorkbook.from_filelike(io.BytesIO(cleaned))
    assert book.get_sheet_by_name("Lijst").to_python() == [["Naam", "Plaats"], ["", ""], ["Piet", "Urk"]]
    with zipfile.ZipFile(io.BytesIO(cleaned)) as package:
        assert not any("Zoë".encode() in package.read(name) for name in package.namelist())


def _spoilt() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("content.xml", "x" * 5000)
    content = bytearray(written.getvalue())
    content[45:48] = b"\xff\xff\xff"
    return bytes(content)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", _ods()[:200], _spoilt()])
def test_what_is_no_workbook_cannot_be_changed(content: bytes) -> None:
    with pytest.raises(ValueError, match="workbook"):
        workbook_without(content, {"Lijst": {1}})


CELLS = st.lists(st.text(st.sampled_from('ab;" \r\né'), max_size=6), min_size=1, max_size=3)


@given(
    st.lists(CELLS, min_size=1, max_size=6), st.sets(st.integers(0, 5)), st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
def test_whatever_stands_in_a_csv_file_the_other_records_stay_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], gone: set[int], encoding: str
) -> None:
    records = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows]
    path = tmp_path_factory.mktemp("csv") / "lijst.csv"
    path.write_bytes("".join(records).encode(encoding))
    ends = csv_lines(path, lambda heading: False)
    assert len(ends) == len(records)
    lines = [line for place, line in enumerate(ends.items()) if place in gone]
    kept = "".join(record for place, record in enumerate(records) if place not in gone)
    assert csv_without(path.read_bytes(), lines) == kept.encode(encoding)


def test_the_first_line_that_names_the_separator_stays(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_bytes(b"sep=;\r\nNaam;E-mail\r\nZoe;a@b.example\r\nPiet;c@d.example\r\n")
    ends = csv_lines(path, lambda heading: heading == "Naam")
    assert ends == {2: 2, 3: 3, 4: 4}
    assert csv_without(path.read_bytes(), [(3, 3)]) == b"sep=;\r\nNaam;E-mail\r\nPiet;c@d.example\r\n"
