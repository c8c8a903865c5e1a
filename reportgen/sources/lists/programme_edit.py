"""Writes a programme with other rows: what was not touched keeps its bytes, and everything reads back the same."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.errors import ConfigurationError, SourceError
from reportgen.sources.lists.csv_text import csv_records, decoded, delimiter_in
from reportgen.sources.lists.programme import programme_sheet
from reportgen.sources.lists.programme_columns import HEADINGS, REQUIRED, is_programme_heading, programme_columns
from reportgen.sources.lists.programme_table import (
    ProgrammeTable,
    TableRow,
    is_same_cell,
    programme_table,
    trimmed_cells,
)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_RISKY = re.compile(r"[=+\-@\t](?!$)")
"""How a text begins that Excel takes for a formula."""

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """The content of a programme's file, and the first line of each of its rows."""

    content: bytes
    lines: tuple[int, ...]


class UnwritableCell(ValueError):
    """A cell that would be a formula in Excel, and cannot be written as a text.

    Attributes:
        row: its place among the rows, counted from 0.
        column: our name of its column.
    """

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"row {row + 1}, {column}: a text that begins so is a formula in Excel")
        self.row, self.column = row, column


def table_as_csv(table: ProgrammeTable, rows: Sequence[TableRow]) -> WrittenTable:
    """Rows as a new CSV file.

    Args:
        table: what the rows come from, for the columns that are not known here.

    Raises:
        UnwritableCell: a cell would be a formula.
        SourceError: it cannot be written so that it reads back the same.
    """
    used = {column for row in rows for column, cell in row.cells.items() if cell}
    columns = [each for each in HEADINGS if each in used or each in REQUIRED]
    lines, at = [], 2
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow([*columns, *table.others])
    for place, row in enumerate(rows):
        before = out.tell()
        lines.append(at)
        rest = table.rest.get(row.line, {})
        own = [_safe(row.cell(each), place, each) for each in columns]
        writer.writerow([*own, *(_safe(rest.get(each, ""), place, each) for each in table.others)])
        at += len(_LINE.findall(out.getvalue()[before:]))
    written = WrittenTable(out.getvalue().encode("utf-8-sig"), tuple(lines))
    if not _reads_back(written, Path("programma.csv"), rows):
        raise _unchangeable("programma.csv")
    return written


def table_in_file(content: bytes, path: Path, rows: Sequence[TableRow]) -> WrittenTable:
    """A CSV file with other rows; a row that is the same as in the file keeps its bytes.

    It stays in its own encoding, or becomes UTF-8 where that cannot hold a text.

    Args:
        content: of the file as it is.
        path: the file, as it is.
        rows: in their new order, none of them empty; each line of the file at most once.

    Raises:
        UnwritableCell: a cell would be a formula.
        ConfigurationError: the file cannot be read as a table.
        SourceError: it cannot be written so that it reads back the same.
    """
    text, how = decoded(content, path)
    utf_16 = {BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}.get(content[:2])
    mark = content[:2] if utf_16 else BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    own = content[len(mark) :].decode(utf_16 or "latin-1", "surrogatepass" if utf_16 else "strict")
    file = _File(path, text)
    forms = (
        _Form(own, mark, utf_16 or "latin-1", "" if utf_16 else how.name),
        _Form(text, BOM_UTF8, "utf-8", ""),
    )
    for form in forms:
        try:
            written = file.written(form, rows)
        except UnicodeError:
            continue
        if _reads_back(written, path, rows):
            return written
    raise _unchangeable(path.name)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file is written.

    Attributes:
        text: its lines, where bytes that are not decoded stand for themselves.
        mark: the bytes that it begins with.
        encoding: of ``text``.
        inner: encoding of texts whose bytes stand for themselves; empty where ``text`` is decoded.
    """

    text: str
    mark: bytes
    encoding: str
    inner: str

    def of(self, text: str) -> str:
        """A text as it stands among the lines."""
        return text.encode(self.inner).decode("latin-1") if self.inner else text

    def content(self, text: str) -> bytes:
        """The file."""
        content = text.encode(self.encoding, "surrogatepass" if self.encoding.startswith("utf-16") else "strict")
        mark = self.mark or (BOM_UTF8 if self.text.isascii() and not content.isascii() and self.inner else b"")
        return mark + content


class _File:
    """A CSV file as its records."""

    def __init__(self, path: Path, text: str) -> None:
        self._delimiter = delimiter_in(text, is_programme_heading)[0]
        self._records = list(csv_records(path, text, is_programme_heading))
        sheet = programme_sheet(path)
        self._before = {row.line: row for row in programme_table(path).rows}
        self._columns = programme_columns(sheet.headings, path.name)
        self._heading_line = sheet.line
        self._headings = trimmed_cells(next(cells for first, _, cells in self._records if first == sheet.line))

    def written(self, form: _Form, rows: Sequence[TableRow]) -> WrittenTable:
        """The file with other rows.

        Raises:
            UnicodeError: its encoding cannot hold a text.
        """
        raw = _LINE.findall(form.text)
        end = next((each for each in ("\r\n", "\n", "\r") if raw and raw[0].endswith(each)), "\n")
        starts = sorted(self._before)
        spans = dict(zip(starts, [*starts[1:], len(raw) + 1], strict=True))
        new = [column for column in HEADINGS if column not in self._columns and any(map(_has(column), rows))]
        head = raw[: starts[0] - 1 if starts else len(raw)]
        if new:
            first, last = next((one, two) for one, two, _ in self._records if one == self._heading_line)
            head[first - 1 : last] = [form.of(self._record([*self._headings, *new], end))]
        cells = {first: found for first, _, found in self._records}
        pieces, lines, at = list(map(_ended(end), head)), [], len(_LINE.findall("".join(map(_ended(end), head)))) + 1
        for place, row in enumerate(rows):
            before = self._before.get(row.line)
            if before and not self._is_changed(row, before) and not (new and before.beyond):
                piece = "".join(raw[row.line - 1 : spans[row.line] - 1])
            else:
                piece = form.of(self._record(self._cells(row, before, cells.get(row.line, []), new, place), end))
            pieces.append(_ended(end)(piece))
            lines.append(at)
            at += len(_LINE.findall(pieces[-1]))
        return WrittenTable(form.content("".join(pieces)), tuple(lines))

    def _is_changed(self, row: TableRow, before: TableRow) -> bool:
        return row.beyond != before.beyond or any(
            not is_same_cell(column, row.cell(column), before.cell(column)) for column in HEADINGS
        )

    def _cells(
        self, row: TableRow, before: TableRow | None, cells: Sequence[str], new: Sequence[str], place: int
    ) -> list[str]:
        """The cells of a row as they are to stand in the file.

        Args:
            cells: as they stand there now.
            new: columns that the file gets behind its own.
            place: of the row among the rows.
        """
        width = len(self._headings)
        own = [*cells, *[""] * width][:width]
        for column, heading in self._columns.items():
            if before is None or not is_same_cell(column, row.cell(column), before.cell(column)):
                own[self._headings.index(heading)] = row.cell(column)
        found = [*own, *(row.cell(column) for column in new), *row.beyond]
        names = [*self._headings, *new, *row.beyond]
        return [_safe(each, place, name) for each, name in zip(found, names, strict=True)]

    def _record(self, cells: Sequence[str], end: str) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self._delimiter, lineterminator=end).writerow(cells)
        return out.getvalue()


def _reads_back(written: WrittenTable, path: Path, rows: Sequence[TableRow]) -> bool:
    """Whether a file reads back as the rows that it was written from."""
    with TemporaryDirectory(prefix="reportgen-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(written.content)
        try:
            found = programme_table(copy).rows
        except ConfigurationError:
            return not rows
    return [row.line for row in found] == list(written.lines) and all(
        is_same_cell(column, one.cell(column), other.cell(column))
        for one, other in zip(found, rows, strict=True)
        for column in HEADINGS
    )


def _unchangeable(name: str) -> SourceError:
    return SourceError("The programme cannot be changed", where=name, todo="save it as CSV UTF-8, and try again")


def _has(column: str) -> Callable[[TableRow], bool]:
    return lambda row: bool(row.cell(column))


def _ended(end: str) -> Callable[[str], str]:
    """Gives a line its end, where it has none."""
    return lambda line: line if line.endswith(("\n", "\r")) else f"{line}{end}"


def _safe(text: str, row: int, column: str) -> str:
    """A cell that Excel takes for a text, and that reads back the same.

    Raises:
        UnwritableCell: there is no such cell.
    """
    if not _RISKY.match(text) or _NUMBER.fullmatch(text):
        return text
    if '"' in text or "\n" in text:
        raise UnwritableCell(row, column)
    return f'="{text}"'
