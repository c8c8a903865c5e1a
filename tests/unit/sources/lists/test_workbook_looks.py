"""Workbooks as Excel shows them: what is hidden, wrong, merged or struck through is left, or said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from example.workbook import write_ods, write_xlsx

from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Registration
from reportgen.domain.people.unclear_cells import Why
from reportgen.errors import SourceError
from reportgen.sources.lists.registrations import ListFile, ListVocabulary, registrations_in
from reportgen.sources.lists.sheets import ReadOptions

HEAD = ["Naam", "Functie", "Gemeente", "E-mailadres", "Status"]
PEOPLE = [
    ["Anna de Boer", "wethouder", "Goes", "anna@goes.example", "ja"],
    ["Bram Visser", "wethouder", "Urk", "bram@urk.example", "ja"],
    ["Cor Dijk", "burgemeester", "Tiel", "cor@tiel.example", "ja"],
]
_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_STRUCK = (
    f"<styleSheet {_SHEET}><fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts>"
    "<cellXfs><xf fontId='0'/><xf fontId='1'/><xf fontId='2'/></cellXfs></styleSheet>"
)


@dataclass
class XlsxSheet:
    """A sheet: its rows, its state, attributes of rows, XML of cells by reference, XML before and after the rows."""

    rows: list[list[str]]
    state: str = "visible"
    attributes: Mapping[int, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    after: str = ""

    def xml(self) -> str:
        body = ""
        for number, row in enumerate(self.rows, 1):
            made = (self._cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(row))
            body += f'<row r="{number}" {self.attributes.get(number, "")}>{"".join(made)}</row>'
        return f"<worksheet {_SHEET}>{self.before}<sheetData>{body}</sheetData>{self.after}</worksheet>"

    def _cell(self, at: str, text: str) -> str:
        usual = f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        return self.cells.get(at, usual) if text or at in self.cells else ""


def _xlsx(folder: Path, *named: tuple[str, XlsxSheet]) -> Path:
    path = write_xlsx(folder / "deelnemers.xlsx", [["x"]])
    with ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    sheets, relations, types = "", "", ""
    for at, (name, sheet) in enumerate(named, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = sheet.xml()
        sheets += f'<sheet name="{name}" sheetId="{at}" state="{sheet.state}" r:id="rId{at}"/>'
        relations += (
            f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.xml" Type="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships/worksheet"/>'
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        types += f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}"/>' if at > 1 else ""
    package_of = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/workbook.xml"] = f"<workbook {_SHEET} {_OFFICE}><sheets>{sheets}</sheets></workbook>"
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package_of}">{relations}</Relationships>'
    parts["xl/styles.xml"] = _STRUCK
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _ods(folder: Path, *changes: tuple[str, str]) -> Path:
    path = write_ods(folder / "deelnemers.ods", [HEAD, *PEOPLE])
    with ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    for old, new in changes:
        assert old in parts["content.xml"]
        parts["content.xml"] = parts["content.xml"].replace(old, new, 1)
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _read(
    path: Path, sheet: str = "", options: ReadOptions | None = None
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    return registrations_in([ListFile(path, sheet)], ListVocabulary({}, options=options or ReadOptions()))


def _names(rows: tuple[Registration, ...]) -> list[str]:
    return [row.name.first for row in rows]


def _facts(findings: tuple[Finding, ...]) -> list[tuple[str, dict[str, str]]]:
    return [(each.code, dict(each.facts)) for each in findings]


USUAL = [HEAD, *PEOPLE]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_taken_and_not_mentioned(tmp_path: Path, state: str) -> None:
    old = XlsxSheet([HEAD, ["Oud Persoon", "wethouder", "Ede", "oud@ede.example", "ja"]], state)
    rows, findings = _read(_xlsx(tmp_path, ("Oud", old), ("Deelnemers", XlsxSheet(USUAL))))
    assert (_names(rows), findings) == (["Anna", "Bram", "Cor"], ())


def test_a_hidden_sheet_that_the_organiser_names_is_taken(tmp_path: Path) -> None:
    path = _xlsx(tmp_path, ("Toelichting", XlsxSheet([["tekst"]])), ("Lijst", XlsxSheet(USUAL, "hidden")))
    assert _names(_read(path, "Lijst")[0]) == ["Anna", "Bram", "Cor"]


def test_a_workbook_of_hidden_sheets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="hidden"):
        _read(_xlsx(tmp_path, ("Oud", XlsxSheet(USUAL, "hidden"))))


def test_a_second_sheet_with_people_is_said_unless_it_is_read_too(tmp_path: Path) -> None:
    more = XlsxSheet([["Gasten"], HEAD, ["Els Smit", "adviseur", "VNG", "els@vng.example", "ja"]])
    plain = XlsxSheet([["Zaal", "Stoelen"], ["A", "12"]])
    path = _xlsx(tmp_path, ("Deelnemers", XlsxSheet(USUAL)), ("Gasten", more), ("Zalen", plain))
    rows, findings = _read(path)
    assert _names(rows) == ["Anna", "Bram", "Cor"]
    assert _facts(findings) == [("sheet-not-read", {"sheet": "Gasten", "read": "Deelnemers"})]
    both, findings = registrations_in([ListFile(path), ListFile(path, "Gasten")])
    assert (_names(both), findings) == (["Anna", "Bram", "Cor", "Els"], ())


@pytest.mark.parametrize("how", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_hidden_rows_are_taken_and_counted(tmp_path: Path, how: str) -> None:
    path = _xlsx(tmp_path, ("Blad1", XlsxSheet(USUAL, attributes={2: how, 4: how, 9: how})))
    rows, findings = _read(path)
    assert _names(rows) == ["Anna", "Bram", "Cor"]
    assert _facts(findings) == [("rows-hidden", {"count": "2", "rows": "2, 4"})]


def test_hidden_rows_are_left_where_the_organiser_says_so_and_counted_all_the_same(tmp_path: Path) -> None:
    path = _xlsx(tmp_path, ("Blad1", XlsxSheet(USUAL, attributes={3: 'hidden="1"'})))
    rows, findings = _read(path, options=ReadOptions(hidden_rows=False))
    assert _names(rows) == ["Anna", "Cor"]
    assert _facts(findings) == [("rows-hidden-left", {"count": "1", "rows": "3"})]


def test_hidden_columns_are_read_and_said(tmp_path: Path) -> None:
    hidden = '<cols><col min="4" max="5" hidden="1"/><col min="8" max="16384" hidden="1"/></cols>'
    rows, findings = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(USUAL, before=hidden))))
    assert [row.email for row in rows] == ["anna@goes.example", "bram@urk.example", "cor@tiel.example"]
    assert _facts(findings) == [("columns-hidden", {"columns": "E-mailadres, Status"})]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="E3" t="e"><f>VLOOKUP(1,A:B,2)</f><v>#REF!</v></c>', "#REF!"),
        ('<c r="E3" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="E3"><f>B3</f></c>', "#FOUT"),
        ('<c r="E3"><f>B3</f><v></v></c>', "#FOUT"),
        ('<c r="E3" t="inlineStr"><is><t>#VERW!</t></is></c>', "#VERW!"),
        ('<c r="E3" t="str"><f>B3</f><v>#NAAM?</v></c>', "#NAAM?"),
    ],
)
def test_an_error_or_a_formula_without_a_result_is_unclear(tmp_path: Path, cell: str, shown: str) -> None:
    rows, findings = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(USUAL, cells={"E3": cell}))))
    assert findings == ()
    assert [[(each.written, each.doubt.why) for each in row.unclear] for row in rows] == [[], [(shown, Why.ERROR)], []]
    assert rows[1].unclear[0].place.column == "Status"


def test_a_formula_with_a_result_is_its_result_and_one_that_gives_nothing_is_empty(tmp_path: Path) -> None:
    cells = {"E2": '<c r="E2" t="str"><f>B3</f><v>afgemeld</v></c>', "E3": '<c r="E3" t="str"><f>B3</f><v></v></c>'}
    rows, _ = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(USUAL, cells=cells))))
    assert [(row.said, row.unclear) for row in rows] == [("afgemeld", ()), ("", ()), ("ja", ())]


def test_who_is_struck_through_waits_and_who_is_only_styled_otherwise_does_not(tmp_path: Path) -> None:
    cells = {f"{column}2": f'<c r="{column}2" s="1" t="inlineStr"><is><t>x</t></is></c>' for column in "AC"}
    cells["A3"] = '<c r="A3" s="2" t="inlineStr"><is><t>Bram Visser</t></is></c>'
    part = "<is><r><rPr><strike/></rPr><t>Cor</t></r><r><t> Dijk</t></r></is>"
    cells["A4"] = f'<c r="A4" t="inlineStr">{part}</c>'
    rows, _ = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(USUAL, cells=cells))))
    columns = [[each.place.column for each in row.unclear if each.doubt.why is Why.STRUCK] for row in rows]
    assert columns == [["Naam", "Gemeente"], [], ["Naam"]]


def test_a_merged_cell_counts_for_each_row_that_it_covers_and_is_said(tmp_path: Path) -> None:
    rows = [HEAD, *([*row[:4], ""] for row in PEOPLE)]
    rows[1][4] = "afgemeld"
    merged = '<mergeCells count="1"><mergeCell ref="E2:E3"/></mergeCells>'
    found, findings = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(rows, after=merged))))
    assert [row.said for row in found] == ["afgemeld", "afgemeld", ""]
    assert _facts(findings) == [("cells-merged", {"count": "1", "rows": "2"})]


def test_a_title_in_merged_cells_above_the_headings_is_nothing_to_say(tmp_path: Path) -> None:
    rows = [["Deelnemers van de bijeenkomst", "", "", "", ""], [], HEAD, *PEOPLE]
    merged = '<mergeCells count="1"><mergeCell ref="A1:E2"/></mergeCells>'
    found, findings = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(rows, after=merged))))
    assert (_names(found), findings) == (["Anna", "Bram", "Cor"], ())


def test_a_day_as_a_bare_number_is_said_to_be_no_day(tmp_path: Path) -> None:
    rows = [[*HEAD, "Aanmelddatum"], [*PEOPLE[0], "43374"]]
    found, findings = _read(_xlsx(tmp_path, ("Blad1", XlsxSheet(rows, cells={"F2": '<c r="F2"><v>43374</v></c>'}))))
    assert (found[0].registered, [each.code for each in findings]) == (None, ["registered-unclear"])


_ROW = "<table:table-row>"
_CELL = '<table:table-cell office:value-type="string"><text:p>'


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_of_an_ods_are_counted(tmp_path: Path, how: str) -> None:
    before = f"{_ROW}{_CELL}Bram Visser"
    rows, findings = _read(_ods(tmp_path, (before, before.replace("row>", f'row table:visibility="{how}">', 1))))
    assert _names(rows) == ["Anna", "Bram", "Cor"]
    assert _facts(findings) == [("rows-hidden", {"count": "1", "rows": "3"})]


def test_hidden_columns_of_an_ods_are_said(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
    _, findings = _read(_ods(tmp_path, (_ROW, f"{columns}{_ROW}")))
    assert _facts(findings) == [("columns-hidden", {"columns": "E-mailadres"})]


@pytest.mark.parametrize("shown", ["Err:502", "#REF!", "#N/B", "Fout:508"])
def test_an_error_of_an_ods_is_unclear(tmp_path: Path, shown: str) -> None:
    rows, _ = _read(_ods(tmp_path, (f"{_CELL}wethouder", f"{_CELL}{shown}")))
    assert [[each.written for each in row.unclear] for row in rows] == [[shown], [], []]


def test_a_row_of_an_ods_that_is_struck_through_waits(tmp_path: Path) -> None:
    style = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<style:style style:name="ce1" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    )
    before = f"{_CELL}Bram Visser"
    struck = (before, before.replace("cell ", 'cell table:style-name="ce1" ', 1))
    rows, _ = _read(_ods(tmp_path, ("<office:body>", f"{style}<office:body>"), struck))
    assert [[each.doubt.why for each in row.unclear] for row in rows] == [[], [Why.STRUCK], []]


def test_a_merged_cell_of_an_ods_counts_for_each_row_that_it_covers(tmp_path: Path) -> None:
    before = f"{_CELL}Goes"
    merged = (before, before.replace("cell ", 'cell table:number-rows-spanned="2" ', 1))
    covered = f"{_CELL}Urk</text:p></table:table-cell>"
    rows, findings = _read(_ods(tmp_path, merged, (covered, "<table:covered-table-cell/>")))
    assert [row.organisation for row in rows] == ["Goes", "Goes", "Tiel"]
    assert [each.code for each in findings] == ["cells-merged"]


def test_a_hidden_sheet_of_an_ods_is_not_taken(tmp_path: Path) -> None:
    style = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style></office:automatic-styles>"
    )
    row = f"{_ROW}{_CELL}Oud</text:p></table:table-cell></table:table-row>"
    old = f'<table:table table:name="Oud" table:style-name="ta1">{row}</table:table>'
    first = '<table:table table:name="Blad1">'
    path = _ods(tmp_path, ("<office:body>", f"{style}<office:body>"), (first, f"{old}{first}"))
    assert _names(_read(path)[0]) == ["Anna", "Bram", "Cor"]


def test_where_the_first_sheet_is_no_list_the_one_that_is_is_named(tmp_path: Path) -> None:
    path = _xlsx(tmp_path, ("Uitleg", XlsxSheet([["Deze lijst is van maandag"]])), ("Lijst", XlsxSheet(USUAL)))
    with pytest.raises(SourceError) as fault:
        _read(path)
    assert "Lijst" in str(fault.value)
