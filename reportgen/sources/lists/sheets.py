"""CSV files and workbooks (XLSX, ODS) as sheets: headings, and rows that know their line number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportgen.errors import SourceError
from reportgen.sources.lists.csv_text import DELIMITERS, HEADING_WITHIN, MAX_CELL, cells_of, csv_records, decoded
from reportgen.sources.lists.numbers import ExactNumber
from reportgen.sources.lists.unpacked_size import refuse_oversized
from reportgen.sources.lists.workbook_marks import WorkbookMarks, marks_in

MAX_BYTES = 20_000_000
"""A list of 20,000 people is about 3 MB; several times that is no list any more."""

MAX_ROWS = 50_000
MAX_LINES = 1_048_576
"""Lines with the empty ones: as many as a sheet of Excel has, which may save all of them."""

MAX_COLUMNS = 200
ERROR = "#FOUT"
"""What a cell with an error, or with a formula without a result, reads as where numbers are told apart."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by their column's heading as written, trimmed; and the line, counted from 1.

    ``beyond`` when there are cells behind the last heading: then nothing says which column is which.
    """

    line: int
    cells: dict[str, str]
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings in order, and their line; ``file`` is the name people know it by."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    line: int = 1


def sheet_in(
    path: Path,
    knows: Callable[[str], bool] | None = None,
    name: str = "",
    once: Callable[[str], bool] | None = None,
    *,
    numbers: bool = False,
) -> Sheet:
    """The table in a file: CSV with ``;``, tab or ``,`` in UTF-8, UTF-16 or cp1252, or one sheet of a workbook.

    Args:
        knows: whether a text is the heading of a column that is looked for; finds the row of headings below
            titles. Without it the first filled row has the headings.
        name: the sheet of a workbook to read; the first when empty.
        once: whether a heading may not occur twice; those that are looked for if absent.
        numbers: the numbers of a workbook are told apart from texts, as ``ExactNumber``, and its errors are shown.

    Raises:
        SourceError: the file is absent, harmful, empty, or cannot be read as a table.
    """
    looked_for = knows or (lambda heading: False)
    lines = _bounded(_lines(path, looked_for, name, numbers), path)
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
            f"Columns occur twice: {', '.join(doubles)}",
            where=f"{path.name}, line {line}",
            todo="rename or remove one of them",
        )
    rows = tuple(_row(number, headings, cells) for number, cells in filled[at + 1 :])
    return Sheet(f"{path.name} ({name})" if name else path.name, tuple(dict.fromkeys(named)), rows, line)


def _lines(path: Path, knows: Callable[[str], bool], name: str, numbers: bool) -> Iterable[tuple[int, list[str]]]:
    content = _content(path)
    if content.startswith(_OLE):
        raise SourceError(
            "The workbook is protected with a password, or of the old kind (.xls)",
            where=path.name,
            todo="open it in Excel and save it as .xlsx, without a password",
        )
    if content.startswith(_ZIP):
        return _workbook(path, name, numbers)
    if path.suffix.lower() in (".xlsx", ".ods"):
        raise SourceError(
            "The file is not a workbook, although its name says so",
            where=path.name,
            todo="open it in Excel and save it again as .xlsx",
        )
    return _csv(path, decoded(content, path), knows)


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise SourceError("There is no such file", where=str(path), todo="check its name, and whether it is there")
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB, which is no list of people",
                where=path.name,
                todo="save only the sheet with the participants",
            )
        return path.read_bytes()
    except OSError as fault:
        raise SourceError(
            f"The file cannot be read: {fault.strerror}",
            where=str(path),
            todo="check its name, and whether you may read it",
        ) from None


def _bounded(lines: Iterable[tuple[int, list[str]]], path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines, trimmed, as long as they are those of a list of people."""
    count = 0
    for number, cells in lines:
        trimmed = [cell if isinstance(cell, ExactNumber) else cell.strip() for cell in cells]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        limits = (
            (count, MAX_ROWS, "rows", "save only the rows with participants"),
            (number, MAX_LINES, "lines, most of them empty", "save only the rows with participants"),
            (len(trimmed), MAX_COLUMNS, "columns", "save only the columns that are needed"),
            (max(map(len, trimmed), default=0), MAX_CELL, "characters in one cell", "shorten that cell"),
        )
        for found, limit, what, todo in limits:
            if found > limit:
                raise SourceError(
                    f"The list has more than {limit:,} {what}", where=f"{path.name}, line {number}", todo=todo
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
                where=f"{path.name}, line {number}: {alone}",
                todo="choose 'Tekst naar kolommen' under 'Gegevens' in Excel, and save the list again",
            )


def _row(number: int, headings: list[str], cells: list[str]) -> Row:
    padded = cells + [""] * (len(headings) - len(cells))
    named: dict[str, str] = {}
    for heading, cell in zip(headings, padded, strict=False):
        if heading:
            named.setdefault(heading, cell)
    return Row(number, named, any(cells[len(headings) :]))


def csv_lines(path: Path, knows: Callable[[str], bool]) -> dict[int, int]:
    """The last line of each record of a CSV file, by its first; nothing for a workbook.

    Raises:
        SourceError: as ``sheet_in``.
    """
    content = _content(path)
    if content.startswith((_ZIP, _OLE)):
        return {}
    return {first: last for first, last, _ in csv_records(path, decoded(content, path), knows)}


def workbook_sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook; one empty name for a CSV file.

    Raises:
        SourceError: as ``sheet_in``.
    """
    if not _content(path).startswith(_ZIP):
        return ("",)
    import pandas as pd  # as below

    refuse_oversized(path)
    try:
        with pd.ExcelFile(path, engine="calamine") as book:
            return tuple(str(each) for each in book.sheet_names)
    except Exception as fault:  # the engine has no common ancestor for its errors
        raise SourceError(f"The workbook cannot be read: {fault}", where=path.name) from None


def _csv(path: Path, text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, list[str]]]:
    return ((first, cells) for first, _, cells in csv_records(path, text, knows))


def _workbook(path: Path, name: str, numbers: bool) -> Iterator[tuple[int, list[str]]]:
    import pandas as pd  # takes longer to load than a list of CSV takes to read; only workbooks need it

    refuse_oversized(path)
    names: list[str] = []
    try:
        with pd.ExcelFile(path, engine="calamine") as book:
            names = [str(each) for each in book.sheet_names]
            kind = object if numbers else str
            frame = pd.read_excel(book, sheet_name=name or 0, header=None, dtype=kind, keep_default_na=False)
    except Exception as fault:  # the engine has no common ancestor for its errors
        absent = bool(name and names and name not in names)
        raise SourceError(
            f"The workbook has no sheet '{name}'" if absent else f"The workbook cannot be read: {fault}",
            where=path.name,
            todo=f"name one of its sheets: {'; '.join(names)}"
            if absent
            else "open the file in Excel and save it again as .xlsx",
        ) from None
    if frame.empty and len(names) > 1:
        raise SourceError(
            f"The sheet '{name or names[0]}' has no rows",
            where=path.name,
            todo=f"name the sheet with the list, with --sheet or in event.toml: {'; '.join(names)}",
        )
    marks = marks_in(path, name) if numbers else WorkbookMarks(frozenset(), frozenset())
    for number, cells in enumerate(frame.itertuples(index=False), 1):
        yield number, [_cell_text(cell, (number, column), marks) for column, cell in enumerate(cells, 1)]


def _cell_text(cell: object, at: tuple[int, int], marks: WorkbookMarks) -> str:
    """The text of a cell of a workbook; of a number that is told apart, with a point before its decimals."""
    if at in marks.errors:
        return ERROR
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    exact = Decimal(f"{cell:.15g}")  # as many digits as a spreadsheet shows
    if at in marks.percentages:
        return ExactNumber(f"{(100 * exact).normalize():f}%")
    return ExactNumber(f"{exact.normalize():f}")
