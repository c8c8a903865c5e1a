"""Figures of the organiser's own: read to the last digit, and every cell that cannot be used is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from example.workbook import write_ods, write_xlsx
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import own_variable
from reportgen.domain.finding import Finding
from reportgen.domain.places.division import division_on
from reportgen.domain.places.municipality import NameMatch
from reportgen.errors import SourceError
from reportgen.sources.lists.own_columns import OwnColumn
from reportgen.sources.lists.own_figures import OwnFigures, own_figures
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.municipalities import MunicipalityNames

DAY = date(2026, 1, 1)


@cache
def names() -> MunicipalityNames:
    divisions = embedded_divisions()
    return MunicipalityNames(division_on(DAY, divisions), divisions.changes, DAY)


def naming(text: str, year: int) -> NameMatch:
    return names().resolve(text)


def column(heading: str, unit: Unit = Unit.PERCENT, decimals: int = 1, times: float | None = None) -> OwnColumn:
    return OwnColumn(own_variable(heading), heading, "huur", unit, decimals, times, 2026)


def read(
    path: Path, content: str | bytes, *columns: OwnColumn, encoding: str = "utf-8"
) -> tuple[OwnFigures, Sequence[Finding]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_file(path, *columns)


def read_file(path: Path, *columns: OwnColumn) -> tuple[OwnFigures, Sequence[Finding]]:
    wanted = {each.variable: each for each in columns or (column("Huur"),)}
    return own_figures([ListFile(path)], wanted, naming, 2026)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "eigen.csv"


def codes(findings: Sequence[Finding]) -> list[tuple[str, int, str]]:
    return [(each.code, each.place.line, each.place.column) for each in findings]


HUUR = "own/huur"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_as_excel_in_dutch_saves_it_is_read_to_the_last_digit(path: Path, encoding: str) -> None:
    text = "Gemeente;Jaar;Huur\r\nSúdwest-Fryslân;2025;12,35\r\nDijk en Waard;2025;1.234,5\r\n's-Gravenhage;2024;0\r\n"
    found, findings = read(path, text, encoding=encoding)
    assert not findings
    assert found.values[HUUR] == {("GM1900", 2025): 12.35, ("GM1980", 2025): 1234.5, ("GM0518", 2024): 0.0}


def test_municipalities_are_found_by_code_also_without_zeros(path: Path) -> None:
    found, findings = read(path, "Gemeentecode,jaar,huur\nGM0363,2025,1\n14,2025,2\n0344,2025,3\n")
    assert not findings
    assert found.values[HUUR] == {("GM0363", 2025): 1, ("GM0014", 2025): 2, ("GM0344", 2025): 3}


def test_a_bare_number_is_no_municipality_in_a_column_of_names(path: Path) -> None:
    found, findings = read(path, "Gemeente,jaar,huur\n363,2025,1\n")
    assert codes(findings) == [("own-municipality-unknown", 2, "Gemeente")]
    assert not found.values


def test_empty_is_missing_and_not_zero(path: Path) -> None:
    found, findings = read(path, "gemeente;jaar;huur\nUrk;2025;\nGoes;2025;0\n")
    assert not findings
    assert found.values[HUUR] == {("GM0664", 2025): 0}


def test_a_row_may_be_about_the_country(path: Path) -> None:
    found, _ = read(path, "gemeente;jaar;huur\nNederland;2025;27,5\n")
    assert found.values[HUUR] == {("NL", 2025): 27.5}


def test_what_is_no_number_is_told_with_file_line_and_column(path: Path) -> None:
    rows = "Urk;2025;n.v.t.\nGoes;2025;1.234\nEde;2025;€ 5\nTiel;2025;-\nZwolle;2025;7\n"
    found, findings = read(path, f"gemeente;jaar;Huur\n{rows}")
    assert codes(findings) == [
        ("own-number-unreadable", 2, "Huur"),
        ("own-number-ambiguous", 3, "Huur"),
        ("own-number-unit", 4, "Huur"),
        ("own-number-unreadable", 5, "Huur"),
    ]
    assert {each.place.file for each in findings} == {"eigen.csv"}
    assert found.values[HUUR] == {("GM0193", 2025): 7}


def test_the_rest_of_the_file_tells_thousands_from_decimals(path: Path) -> None:
    found, findings = read(path, "gemeente;jaar;Huur\nUrk;2025;1.234\nGoes;2025;0,5\n")
    assert not findings
    assert found.values[HUUR]["GM0184", 2025] == 1234


def test_the_same_municipality_twice_counts_not_at_all_also_under_a_former_name(path: Path) -> None:
    rows = "Dijk en Waard;2026;1\nHeerhugowaard;2026;2\nUrk;2026;3\nUrk;2025;4\nUrk;2026;3\n"
    found, findings = read(path, f"gemeente;jaar;huur\n{rows}")
    assert found.values[HUUR] == {("GM0184", 2025): 4}
    assert [each[:2] for each in codes(findings)] == [
        ("own-municipality-successor", 3),
        ("own-row-twice", 2),
        ("own-row-twice", 4),
    ]
    assert [dict(each.facts)["others"] for each in findings[1:]] == ["3", "6"]


def test_a_municipality_on_every_line_is_told_once(path: Path) -> None:
    found, findings = read(path, "gemeente;jaar;huur\n" + 4000 * "Urk;2025;1\n")
    assert not found.values
    assert [dict(each.facts)["others"] for each in findings] == ["3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 en nog 3987"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Haaren", "own-municipality-unclear"),
        ("Bergen", "own-municipality-unclear"),
        ("Amsterdm", "own-municipality-unclear"),
        ("Atlantis", "own-municipality-unknown"),
        ("Totaal", "own-municipality-unknown"),
        ("VNG", "own-municipality-unknown"),
        ("", "own-municipality-missing"),
    ],
)
def test_a_municipality_that_is_not_clear_is_asked_about(path: Path, written: str, code: str) -> None:
    found, findings = read(path, f"gemeente;jaar;huur\n{written};2025;3\n")
    assert [each[:2] for each in codes(findings)] == [(code, 2)]
    assert not found.values


def test_a_code_and_a_name_of_two_municipalities_are_a_question(path: Path) -> None:
    found, findings = read(path, "code;gemeente;jaar;huur\nGM0363;Urk;2025;3\nGM0184;Urk;2025;4\n")
    assert [each[0] for each in codes(findings)] == ["own-municipality-two"]
    assert found.values[HUUR] == {("GM0184", 2025): 4}


@pytest.mark.parametrize("year", ["25", "abc", "", "2025-2026", "1-7-2025"])
def test_a_year_that_is_none_is_told(path: Path, year: str) -> None:
    _, findings = read(path, f"gemeente;jaar;huur\nUrk;{year};3\n")
    assert [each[:2] for each in codes(findings)] == [("own-year-unclear", 2)]


def test_a_later_year_is_not_used_and_without_years_it_is_said_which_counts(path: Path) -> None:
    found, findings = read(path, "gemeente;jaar;huur\nUrk;2027;3\nUrk;2025JJ00;4\n")
    assert [each[0] for each in codes(findings)] == ["own-year-later"]
    assert found.values[HUUR] == {("GM0184", 2025): 4}
    found, findings = read(path, "gemeente;huur\nUrk;3\n")
    assert [each[0] for each in codes(findings)] == ["own-year-absent"]
    assert found.values[HUUR] == {("GM0184", 2026): 3}
    of_whole_years = replace(column("huur"), last=2025)
    assert read(path, "gemeente;huur\nUrk;3\n", of_whole_years)[0].values[HUUR] == {("GM0184", 2025): 3}


def test_columns_without_an_indicator_and_indicators_without_a_column_are_told(path: Path) -> None:
    _, findings = read(path, "gemeente;jaar;Koop;Opmerking\nUrk;2025;3;mooi\n")
    assert [(each.code, dict(each.facts)) for each in findings] == [
        ("own-column-spare", {"columns": "Koop"}),
        ("own-column-absent", {"column": "Huur", "indicator": "huur"}),
    ]


def test_fractions_are_not_taken_for_percentages_unless_the_indicator_says_so(path: Path) -> None:
    text = "gemeente;jaar;huur\nUrk;2025;0,125\nGoes;2025;0,5\n"
    found, findings = read(path, text)
    assert [each[0] for each in codes(findings)] == ["own-fractions"]
    assert not found.values
    assert read(path, text, column("huur", times=100))[0].values[HUUR]["GM0184", 2025] == 12.5
    assert read(path, text, column("huur", times=1))[0].values[HUUR]["GM0184", 2025] == 0.125
    assert not read(path, text.replace("0,5", "0,5 %").replace("0,125", "0,125 %"))[1]


def test_rows_of_districts_are_figures_of_districts(path: Path) -> None:
    rows = "Urk;WK018400;Dorp;2025;1.200;10\nUrk;WK018401;Haven;2025;;20\nUrk;;;2025;;12\n"
    found, findings = read(path, f"gemeente;wijkcode;wijknaam;jaar;inwoners;huur\n{rows}")
    assert not findings
    assert found.values[HUUR] == {("GM0184", 2025): 12}
    assert [(each.district, each.name, each.residents, each.numbers) for each in found.districts] == [
        ("WK018400", "Dorp", 1200, {HUUR: 10}),
        ("WK018401", "Haven", None, {HUUR: 20}),
    ]


def test_the_numbers_of_two_files_are_joined_and_the_same_one_twice_counts_not(tmp_path: Path) -> None:
    files = []
    for number, rows in enumerate(("Urk;2025;1\nGoes;2025;2\n", "Urk;2025;1\nEde;2025;2\n")):
        (tmp_path / f"{number}.csv").write_text(f"gemeente;jaar;huur\n{rows}", "utf-8")
        files.append(ListFile(tmp_path / f"{number}.csv"))
    found, findings = own_figures(files, {HUUR: column("huur")}, naming, 2026)
    assert found.values[HUUR] == {("GM0664", 2025): 2, ("GM0228", 2025): 2}
    assert [each.code for each in findings] == ["own-file-twice"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "huur\n3\n",
        "gemeente;gemeente;huur\nUrk;Urk;3\n",
        "gemeente;huur;Huur\nUrk;3;4\n",
        ";".join(["gemeente", *(f"k{number}" for number in range(250))]) + "\nUrk\n",
    ],
)
def test_a_file_that_is_no_table_of_figures_is_refused_with_what_to_do(path: Path, text: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(path, text)
    assert refused.value.todo
    assert "eigen.csv" in refused.value.where


def test_a_title_above_and_cells_behind_the_headings(path: Path) -> None:
    found, findings = read(path, "Eigen cijfers 2025\n\ngemeente;jaar;huur\nUrk;2025;3\nGoes;2025;3;;9\n")
    assert found.values[HUUR] == {("GM0184", 2025): 3}
    assert [each[:2] for each in codes(findings)] == [("own-row-shifted", 5)]


@pytest.mark.parametrize(("write", "suffix"), [(write_xlsx, "xlsx"), (write_ods, "ods")])
def test_numbers_of_a_workbook_are_never_ambiguous(tmp_path: Path, write, suffix: str) -> None:  # type: ignore[no-untyped-def]
    rows = [["gemeente", "jaar", "huur"], ["Urk", 2025, 1.234], ["Goes", 2025, 12.1], ["Ede", 2025, "1.234"]]
    found, findings = read_file(write(tmp_path / f"eigen.{suffix}", rows))
    assert found.values[HUUR] == {("GM0184", 2025): 1.234, ("GM0664", 2025): 12.1}
    assert [each[:2] for each in codes(findings)] == [("own-number-ambiguous", 4)]


def test_errors_percentages_and_formulas_without_a_result_of_a_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "eigen.xlsx", [["gemeente", "jaar", "huur"], ["Urk", 2025, 0.125], ["Goes", 2025, 1]])
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    cells = parts[sheet].decode()
    cells = cells.replace('r="C2"', 'r="C2" s="1"').replace("</sheetData>", (
        '<row r="4"><c r="A4" t="inlineStr"><is><t>Ede</t></is></c><c r="B4"><v>2025</v></c>'
        '<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="5"><c r="A5" t="inlineStr"><is><t>Tiel</t></is></c><c r="B5"><v>2025</v></c>'
        "<c r=\"C5\"><f>A1+1</f></c></row></sheetData>"
    ))  # fmt: skip
    parts[sheet] = cells.encode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
        "</styleSheet>"
    ).encode()
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    found, findings = read_file(path)
    assert found.values[HUUR] == {("GM0184", 2025): 12.5, ("GM0664", 2025): 1}
    assert [each[:2] for each in codes(findings)] == [("own-number-unreadable", 4), ("own-number-unreadable", 5)]


@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=6))
def test_no_rows_break_the_reader(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("own") / "eigen.csv"
    body = "\n".join(";".join(cell.replace('"', "").replace(";", "") for cell in row) for row in rows)
    try:
        read(path, f"gemeente;jaar;huur\n{body}".encode("utf-8", "replace"))
    except SourceError as refused:
        assert refused.todo  # noqa: PT017 - most are read


def test_a_row_whose_municipality_is_an_error_or_damaged_does_not_count(path: Path) -> None:
    body = "gemeente;jaar;Huur\n#N/A;2018;1,5\nS˙dwest-Frysl‰n;2018;2,5\nGoes;2018;3,5\n"
    found, findings = read(path, body)
    assert found.values[HUUR] == {("GM0664", 2018): 3.5}
    assert codes(findings) == [("own-cell-error", 2, "gemeente"), ("own-cell-letters-meant", 3, "gemeente")]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp437"])
def test_figures_of_municipalities_with_accents_are_read_in_the_encodings_of_macs_and_dos(
    path: Path, encoding: str
) -> None:
    body = "gemeente;jaar;Huur\nSúdwest-Fryslân;2018;2,5\nNoardeast-Fryslân;2019;3,5\n"
    found, findings = read(path, body, encoding=encoding)
    assert (found.values[HUUR], codes(findings)) == ({("GM1900", 2018): 2.5, ("GM1970", 2019): 3.5}, [])


def test_who_is_not_known_is_told_before_any_column_is_used(path: Path) -> None:
    figures, findings = read(path, "Gemeente;Jaar;Koop\nUtrecht;2024;40\nNieuwegien;2024;50\nUrk;vorig;60\n")
    told = [(each.code, each.place.line) for each in findings if each.code != "own-column-absent"]
    assert told == [("own-column-spare", 1), ("own-municipality-unclear", 3), ("own-year-unclear", 4)]
    assert (figures.values, figures.districts) == ({}, ())
