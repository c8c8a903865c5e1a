"""The people in the rows of a file that may be a copy of a list, with the lines they stand in; nothing is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.domain.people.participant import Name
from reportgen.errors import SourceError
from reportgen.sources.lists.columns import NAME_FIELDS, ColumnMapping
from reportgen.sources.lists.registrations import ListVocabulary, registration_in
from reportgen.sources.lists.sheets import csv_lines, sheet_in, workbook_sheets


@dataclass(frozen=True, slots=True)
class ListRow:
    """Who stands in a row.

    Attributes:
        sheet: of a workbook; empty for CSV.
        line: its first line, or its row in the sheet, counted from 1.
        last_line: the same, except for a record of CSV on several lines.
        address: the cell of the e-mail address, as written.
    """

    sheet: str
    line: int
    last_line: int
    name: Name
    address: str


@dataclass(frozen=True, slots=True)
class ListRows:
    """The rows of a list, of all sheets, and the headings of each sheet that has people in it."""

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[ListRow, ...]


def list_rows(path: Path, vocabulary: ListVocabulary, where: str = "") -> ListRows:
    """The people in the rows of a file, without any check of them.

    Args:
        where: the file the organiser's own words stand in, for messages.

    Raises:
        SourceError: it is no list: no table, or one without a column for a name or an address.
        ConfigurationError: the organiser's words do not fit together.
    """
    columns = ColumnMapping(vocabulary.columns, where)
    ends = csv_lines(path, columns.knows)
    headings: list[tuple[str, ...]] = []
    rows: list[ListRow] = []
    for name in workbook_sheets(path):
        try:
            sheet = sheet_in(path, columns.knows, name)
            fields, _ = columns.fields(sheet)
        except SourceError:
            if not name:
                raise
            continue  # a sheet with something else
        if "email" not in fields and not any(field in fields for field in NAME_FIELDS):
            continue
        headings.append(sheet.headings)
        for row in sheet.rows:
            registration = registration_in(row, fields, sheet.file, vocabulary)
            address = row.cells.get(fields.get("email", ""), "")
            rows.append(ListRow(name, row.line, ends.get(row.line, row.line), registration.name, address))
    if not headings:
        raise SourceError("The file is no list of people", where=path.name)
    return ListRows(tuple(headings), tuple(rows))


def cell_texts(path: Path) -> Iterator[str]:
    """Each row of each sheet of a workbook as one text, so that names in several cells stand together.

    Raises:
        SourceError: it is no workbook that can be read.
    """
    for name in workbook_sheets(path):
        try:
            sheet = sheet_in(path, None, name)
        except SourceError:
            continue  # it is empty, or no table; its texts are looked at as they are packed
        yield from (" ".join(row.cells.values()) for row in sheet.rows)
