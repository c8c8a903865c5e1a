"""What a workbook would take when it is unpacked."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from example.workbook import write_ods, write_xlsx

from reportgen.errors import SourceError
from reportgen.sources.lists import unpacked_size
from reportgen.sources.lists.sheets import sheet_in
from reportgen.sources.lists.unpacked_size import refuse_oversized

TABLE = [["Naam", "Gemeente"], ["Jan Bos", "Urk"]]


def _with(path: Path, **changes: bytes) -> Path:
    """A workbook with other content in some of its files; of a name only the end tells which is meant."""
    with ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, old in content.items():
            ending = Path(name).stem
            package.writestr(name, changes.get(ending, old))
        for name in changes.keys() - {Path(each).stem for each in content}:
            package.writestr(f"xl/{name}.xml", changes[name])
    return path


def _xlsx(path: Path, rows: str, **changes: bytes) -> Path:
    return _with(
        write_xlsx(path, TABLE), sheet1=f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode(), **changes
    )


def _ods(path: Path, rows: str) -> Path:
    content = f'<a xmlns:table="t" xmlns:office="o" xmlns:text="x"><table:table>{rows}</table:table></a>'
    return _with(write_ods(path, TABLE), content=content.encode())


def _cell(reference: str, content: str = "<v>1</v>") -> str:
    return f'<c r="{reference}">{content}</c>'


@pytest.mark.parametrize("cell", ["XFD1048576", "AAAAAAAAAA4294967295", "A99999999999"])
def test_a_cell_far_away_is_refused_before_room_is_made_for_all_that_lies_between(tmp_path: Path, cell: str) -> None:
    path = _xlsx(tmp_path / "ver.xlsx", f'<row r="1">{_cell("A1")}{_cell("B1")}</row><row>{_cell(cell)}</row>')
    with pytest.raises(SourceError, match="far outside a list") as caught:
        sheet_in(path)
    assert "up to row" in caught.value.where
    assert caught.value.todo


def test_cells_that_do_not_say_where_they_are_count_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked_size, "MAX_CELLS", 8)
    refuse_oversized(_xlsx(tmp_path / "goed.xlsx", '<row r="4"><c><v>1</v></c><c><v>2</v></c></row>'))
    path = _xlsx(tmp_path / "ver.xlsx", '<row r="4"><c><v>1</v></c></row><x:row><x:c/><x:c><x:v>2</x:v></x:c></x:row>')
    with pytest.raises(SourceError, match="far outside a list"):
        refuse_oversized(path)


def test_a_cell_with_only_a_style_may_be_anywhere(tmp_path: Path) -> None:
    refuse_oversized(_xlsx(tmp_path / "stijl.xlsx", f'<row>{_cell("A1")}</row><row><c r="XFD1048576" s="1"/></row>'))


def test_a_text_that_is_kept_once_counts_as_often_as_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = b"<sst><si><t>" + b"x" * 900 + b"</t></si></sst>"
    rows = "".join(f'<row><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(1, 101))
    path = _xlsx(tmp_path / "vaak.xlsx", rows, sharedStrings=shared)
    refuse_oversized(path)
    monkeypatch.setattr(unpacked_size, "MAX_UNPACKED", 80_000)
    with pytest.raises(SourceError, match="unpacks to far more"):
        refuse_oversized(path)


@pytest.mark.parametrize(
    "attributes",
    [
        'office:value-type="string" table:number-columns-repeated="900000000"',
        'table:number-columns-repeated="900000000" office:value-type="string"',
        "office:value-type='string' table:number-columns-repeated='900000000'",
    ],
)
def test_a_cell_that_is_repeated_counts_as_often(tmp_path: Path, attributes: str) -> None:
    path = _ods(
        tmp_path / "vaak.ods",
        f"<table:table-row><table:table-cell {attributes}><text:p>x</text:p></table:table-cell></table:table-row>",
    )
    with pytest.raises(SourceError, match="unpacks to far more"):
        sheet_in(path)


def test_a_row_of_long_cells_that_is_repeated_counts_as_often(tmp_path: Path) -> None:
    cell = f'<table:table-cell office:value-type="string"><text:p>{"x" * 5000}</text:p></table:table-cell>'
    path = _ods(tmp_path / "vaak.ods", f'<table:table-row table:number-rows-repeated="45000">{cell}</table:table-row>')
    with pytest.raises(SourceError, match="unpacks to far more"):
        sheet_in(path)


def test_empty_cells_and_rows_may_be_repeated_as_programs_do_by_habit(tmp_path: Path) -> None:
    filled = '<table:table-cell office:value-type="string"><text:p>Naam</text:p></table:table-cell>'
    behind = '<table:table-cell table:style-name="a" table:number-columns-repeated="16384"/>'
    below = f'<table:table-row table:number-rows-repeated="1048575">{behind}</table:table-row>'
    refuse_oversized(_ods(tmp_path / "leeg.ods", f"<table:table-row>{filled}{behind}</table:table-row>{below}"))


@pytest.mark.parametrize(
    "content",
    [
        "<sheetData><row>",
        "<?xml version='1.0' encoding='niets'?><sheetData/>",
        "<sheetData><row r='x'/></sheetData>",
        "<!DOCTYPE x [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]><sheetData>&b;&c;</sheetData>",
    ],
)
def test_a_sheet_that_is_damaged_is_said(tmp_path: Path, content: str) -> None:
    path = _with(write_xlsx(tmp_path / "stuk.xlsx", TABLE), sheet1=content.encode())
    with pytest.raises(SourceError, match="cannot be read") as caught:
        refuse_oversized(path)
    assert caught.value.todo


def test_a_workbook_of_the_binary_kind_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "lijst.xlsb", "w") as package:
        package.writestr("xl/workbook.bin", b"")
    with pytest.raises(SourceError, match="binary kind") as caught:
        sheet_in(tmp_path / "lijst.xlsb")
    assert caught.value.todo


def test_a_row_with_more_cells_than_a_sheet_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="far outside a list") as caught:
        sheet_in(_xlsx(tmp_path / "breed.xlsx", f"<row>{'<c><v>1</v></c>' * 300_000}</row>"))
    assert "column 300000" in caught.value.where


def test_spaces_that_are_counted_rather_than_written_count(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>Urk{}</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    with pytest.raises(SourceError, match="far more than a list"):
        sheet_in(_ods(tmp_path / "leeg.ods", row.format('<text:s text:c="2000000000"/>')))
    refuse_oversized(_ods(tmp_path / "gewoon.ods", row.format('<text:s text:c="3"/><text:s/>') * 2))
