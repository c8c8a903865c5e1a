"""A programme as a table that is edited: the cells of its file by column, whatever stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.sources.lists.csv_text import csv_records, decoded
from reportgen.sources.lists.programme import programme_sheet
from reportgen.sources.lists.programme_columns import is_programme_heading, programme_columns

LONG_COLUMNS = ("Toelichting", "Toelichting voor gasten", "Notitie")
"""Columns whose texts may have lines."""

WORKBOOKS = (".xlsx", ".ods")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a programme.

    Attributes:
        line: the line of the file that it begins in, counted from 1; 0 for one that is not in the file yet.
        cells: by our name of the column, trimmed; a column without anything may be absent.
        beyond: what stands behind the last heading, so in no column.
    """

    line: int
    cells: Mapping[str, str]
    beyond: tuple[str, ...] = ()

    def cell(self, column: str) -> str:
        """A cell; empty where there is none."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class ProgrammeTable:
    """The rows of a programme in their order.

    Attributes:
        others: headings of columns that are not known here, which stay as they are.
        workbook: whether the file is a workbook.
        readable: whether the file can be read as a table.
        rest: the cells of the other columns, by line; kept when a workbook becomes CSV.
    """

    rows: tuple[TableRow, ...] = ()
    others: tuple[str, ...] = ()
    workbook: bool = False
    readable: bool = True
    rest: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def programme_table(path: Path) -> ProgrammeTable:
    """The table of a programme's file, whatever stands in its cells; an empty one where there is no file.

    Raises:
        ConfigurationError: it cannot be read as a table, or misses a column.
    """
    if not path.exists():
        return ProgrammeTable()
    sheet = programme_sheet(path)
    columns = programme_columns(sheet.headings, path.name)
    others = tuple(each for each in sheet.headings if each not in columns.values())
    workbook = path.suffix.lower() in WORKBOOKS
    records = {} if workbook else {first: cells for first, _, cells in _records(path.read_bytes(), path)}
    width = len(trimmed_cells(records[sheet.line])) if sheet.line in records else 0
    rows = tuple(
        TableRow(
            row.line,
            {column: row.cells.get(heading, "") for column, heading in columns.items()},
            tuple(each.strip() for each in records.get(row.line, [])[width:] if each.strip()) if row.beyond else (),
        )
        for row in sheet.rows
    )
    rest = {row.line: {each: row.cells.get(each, "") for each in others} for row in sheet.rows} if others else {}
    return ProgrammeTable(rows, others, workbook, rest=rest)


def is_same_cell(column: str, one: str, other: str) -> bool:
    """Whether two texts are the same in a column: where a text has no lines, blanks count once."""
    if column in LONG_COLUMNS:
        return _one_kind_of_lines(one) == _one_kind_of_lines(other)
    return " ".join(one.split()) == " ".join(other.split())


def _records(content: bytes, path: Path) -> list[tuple[int, int, list[str]]]:
    return list(csv_records(path, decoded(content, path)[0], is_programme_heading))


def trimmed_cells(cells: Sequence[str]) -> list[str]:
    """Cells without blanks around them, up to the last one that is filled."""
    found = [each.strip() for each in cells]
    while found and not found[-1]:
        found.pop()
    return found


def _one_kind_of_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))
