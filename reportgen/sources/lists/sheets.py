"""CSV files and workbooks (XLSX, ODS) as sheets: headings, and rows that know their line number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.domain.finding import Finding
from reportgen.domain.people.unclear_cells import CellDoubt
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists import workbooks
from reportgen.sources.lists.csv_encoding import UTF_8, Encoding
from reportgen.sources.lists.csv_text import DELIMITERS, HEADING_WITHIN, MAX_CELL, cells_of, csv_records, decoded
from reportgen.sources.lists.misread import doubt_of
from reportgen.sources.lists.numbers import ExactNumber
from reportgen.sources.lists.sheet_findings import sheet_findings
from reportgen.sources.lists.workbooks import WorkbookSheet

MAX_BYTES = 20_000_000
"""A list of 20,000 people is about 3 MB; several times that is no list any more."""

MAX_ROWS = 50_000
MAX_LINES = 1_048_576
"""Lines with the empty ones: as many as a sheet of Excel has, which may save all of them."""

MAX_COLUMNS = 200
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by their column's heading as written, trimmed; and the line, counted from 1.

    Attributes:
        beyond: there are cells behind the last heading: then nothing says which column is which.
        doubts: why cells cannot be read as they stand, by heading.
    """

    line: int
    cells: dict[str, str]
    beyond: bool = False
    doubts: Mapping[str, CellDoubt] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings in order, and their line; ``file`` is the name people know it by.

    Attributes:
        findings: what is hidden, merged or mixed in it, and which other sheets look like it.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = 1
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the organiser wants files to be read.

    Attributes:
        encoding: of CSV files; empty to find out.
        hidden_rows: rows that a workbook hides are taken.
    """

    encoding: str = ""
    hidden_rows: bool = True


USUAL = ReadOptions()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a file, with how it was read; ``book`` is None for CSV."""

    lines: Iterable[tuple[int, list[str]]]
    encoding: Encoding = UTF_8
    book: WorkbookSheet | None = None


def sheet_in(
    path: Path,
    knows: Callable[[str], bool] | None = None,
    name: str = "",
    once: Callable[[str], bool] | None = None,
    *,
    numbers: bool = False,
    options: ReadOptions = USUAL,
) -> Sheet:
    """The table in a file: CSV with ``;``, tab or ``,`` in any encoding that shows, or one sheet of a workbook.

    Args:
        knows: whether a text is the heading of a column that is looked for; finds the row of headings below
            titles. Without it the first filled row has the headings.
        name: the sheet of a workbook to read; the first that is not hidden when empty.
        once: whether a heading may not occur twice; those that are looked for if absent.
        numbers: the numbers of a workbook are told apart from texts, as ``ExactNumber``, and its errors are shown.

    Raises:
        SourceError: the file is absent, harmful, empty, or cannot be read as a table.
    """
    looked_for = knows or (lambda heading: False)
    read = _lines(path, looked_for, name, numbers, options.encoding)
    lines = _bounded(read.lines, path)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise SourceError("The file has no rows", where=path.name, todo="save the list again")
    at = _heading_row(filled, looked_for)
    line, headings = filled[at]
    _refuse_unparted(filled, headings, looked_for, path)
    named = [heading for heading in headings if heading]
    single = once or knows or (lambda heading: True)
    doubles = sorted({heading for heading in named if named.count(heading) > 1 and single(heading)})
    if doubles:
        raise SourceError(
            said("Columns occur twice: {doubles}", doubles=", ".join(doubles)),
            where=said("{name}, line {line}", name=path.name, line=line),
            todo="rename or remove one of them",
        )
    below = [each for each in filled[at + 1 :] if each[1] != headings]  # they may stand above each page
    hidden = [number for number, _ in below if read.book and number in read.book.marks.hidden_rows]
    rows = tuple(
        _row(number, headings, cells, read) for number, cells in below if options.hidden_rows or number not in hidden
    )
    file = f"{path.name} ({name})" if name else path.name
    findings = sheet_findings(file, line, headings, hidden, options.hidden_rows, read.encoding, read.book, knows)
    return Sheet(file, tuple(dict.fromkeys(named)), rows, line, tuple(findings))


def _lines(path: Path, knows: Callable[[str], bool], name: str, numbers: bool, encoding: str) -> _Lines:
    content = _content(path)
    if content.startswith(_OLE):
        raise SourceError(
            "The workbook is protected with a password, or of the old kind (.xls)",
            where=path.name,
            todo="open it in Excel and save it as .xlsx, without a password",
        )
    if content.startswith(_ZIP):
        book = workbooks.workbook_sheet(path, name, numbers=numbers)
        return _Lines(book.lines, Encoding(given=bool(encoding)), book)
    if path.suffix.lower() in (".xlsx", ".ods"):
        raise SourceError(
            "The file is not a workbook, although its name says so",
            where=path.name,
            todo="open it in Excel and save it again as .xlsx",
        )
    text, how = decoded(content, path, encoding)
    return _Lines(_csv(path, text, knows), how)


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise SourceError("There is no such file", where=str(path), todo="check its name, and whether it is there")
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(
                said("The file is larger than {most} MB, which is no list of people", most=MAX_BYTES // 1000000),
                where=path.name,
                todo="save only the sheet with the participants",
            )
        return path.read_bytes()
    except OSError as fault:
        raise SourceError(
            said("The file cannot be read: {reason}", reason=fault),
            where=str(path),
            todo="check its name, and whether you may read it",
        ) from None


def _bounded(lines: Iterable[tuple[int, list[str]]], path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines, trimmed, as long as they are those of a list of people."""
    limits = (
        (MAX_ROWS, said("rows"), said("save only the rows with participants")),
        (MAX_LINES, said("lines, most of them empty"), said("save only the rows with participants")),
        (MAX_COLUMNS, said("columns"), said("save only the columns that are needed")),
        (MAX_CELL, said("characters in one cell"), said("shorten that cell")),
    )
    count = 0
    for number, cells in lines:
        trimmed = [cell if isinstance(cell, ExactNumber) else cell.strip() for cell in cells]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        found = count, number, len(trimmed), max(map(len, trimmed), default=0)
        for amount, (limit, what, todo) in zip(found, limits, strict=True):
            if amount > limit:
                raise SourceError(
                    said("The list has more than {limit:,} {what}", limit=limit, what=what),
                    where=said("{name}, line {number}", name=path.name, number=number),
                    todo=todo,
                )
        count += any(trimmed)
        yield number, trimmed


def _heading_row(filled: list[tuple[int, list[str]]], knows: Callable[[str], bool]) -> int:
    """Which row holds the headings: the one with most of those that are looked for, the first when none has two."""
    counts = [len({cell for cell in cells if cell and knows(cell)}) for _, cells in filled[:HEADING_WITHIN]]
    best = max(counts)
    return counts.index(best) if best > 1 else 0


def _refuse_unparted(
    filled: list[tuple[int, list[str]]], headings: list[str], knows: Callable[[str], bool], path: Path
) -> None:
    """Sees that the columns are parted: Excel in another language leaves whole lines in the first cell."""
    if sum(map(knows, headings)) > 1:
        return
    for number, cells in filled[:HEADING_WITHIN]:
        alone = cells[0] if len(cells) == 1 else ""
        if any(sum(map(knows, cells_of(alone, delimiter))) > 1 for delimiter in f"{DELIMITERS}|"):
            raise SourceError(
                "All columns stand together in one cell",
                where=said("{name}, line {number}: {alone}", name=path.name, number=number, alone=alone),
                todo="choose 'Tekst naar kolommen' under 'Gegevens' in Excel, and save the list again",
            )


def _row(number: int, headings: list[str], cells: list[str], read: _Lines) -> Row:
    padded = cells + [""] * (len(headings) - len(cells))
    named: dict[str, str] = {}
    doubts: dict[str, CellDoubt] = {}
    for column, (heading, cell) in enumerate(zip(headings, padded, strict=False), 1):
        if heading and heading not in named:
            named[heading] = cell
            doubt = read.book.doubt_at(number, column) if read.book else None
            if doubt or (cell and (doubt := doubt_of(cell, read.encoding))):
                doubts[heading] = doubt
    return Row(number, named, any(cells[len(headings) :]), doubts)


def csv_lines(path: Path, knows: Callable[[str], bool]) -> dict[int, int]:
    """The last line of each record of a CSV file, by its first; nothing for a workbook.

    Raises:
        SourceError: as ``sheet_in``.
    """
    content = _content(path)
    if content.startswith((_ZIP, _OLE)):
        return {}
    return {first: last for first, last, _ in csv_records(path, decoded(content, path)[0], knows)}


def workbook_sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook, hidden ones too; one empty name for a CSV file.

    Raises:
        SourceError: as ``sheet_in``.
    """
    return workbooks.workbook_sheets(path) if _content(path).startswith(_ZIP) else ("",)


def _csv(path: Path, text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, list[str]]]:
    return ((first, cells) for first, _, cells in csv_records(path, text, knows))
