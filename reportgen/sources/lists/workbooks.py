"""Workbooks (XLSX, ODS) as Excel shows them: their sheets, and the texts of cells with what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.domain.people.unclear_cells import CellDoubt, Why
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists.numbers import ExactNumber
from reportgen.sources.lists.unpacked_size import refuse_oversized
from reportgen.sources.lists.workbook_marks import Cell, WorkbookMarks, marks_in

ERROR = "#FOUT"
"""What a formula without a result reads as."""

FIRST_ROWS = 40
"""Rows of another sheet in which headings are looked for."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet of a workbook.

    Attributes:
        name: of the sheet.
        lines: its rows with their number, counted from 1.
        marks: what is to be said of its cells, rows and columns.
        others: names of the other sheets that Excel shows, with their first rows.
    """

    name: str
    lines: tuple[tuple[int, list[str]], ...]
    marks: WorkbookMarks
    others: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def doubt_at(self, row: int, column: int) -> CellDoubt | None:
        """Why a cell cannot be read; None where nothing is wrong with it."""
        if (row, column) in self.marks.errors:
            return CellDoubt(Why.ERROR)
        return CellDoubt(Why.STRUCK) if (row, column) in self.marks.struck else None


def workbook_sheets(path: Path) -> tuple[str, ...]:
    """The names of all sheets of a workbook, hidden ones too.

    Raises:
        SourceError: it cannot be read.
    """
    names: list[str] = _opened(path, lambda book: [str(each) for each in book.sheet_names])
    return tuple(names)


def workbook_sheet(path: Path, name: str, *, numbers: bool) -> WorkbookSheet:
    """A sheet of a workbook; without a name the first that Excel shows.

    Args:
        numbers: numbers are told apart from texts, as ``ExactNumber``.

    Raises:
        SourceError: the workbook cannot be read, or has no such sheet.
    """
    import pandas as pd  # takes longer to load than a list of CSV takes to read; only workbooks need it

    def read(book: Any) -> tuple[str, Any, dict[str, tuple[tuple[str, ...], ...]]]:
        names, shown = [str(each) for each in book.sheet_names], _shown(book)
        if name and name not in names:
            raise SourceError(
                said("The workbook has no sheet '{name}'", name=name),
                where=path.name,
                todo=said("name one of its sheets: {names}", names="; ".join(names)),
            )
        if not shown and not name:
            raise SourceError(
                "All sheets of the workbook are hidden", where=path.name, todo="show the sheet with the list, in Excel"
            )
        chosen = name or shown[0]
        kinds: dict[str, Any] = {"header": None, "keep_default_na": False}
        frame = pd.read_excel(book, sheet_name=chosen, dtype=object if numbers else str, **kinds)
        if frame.empty and len(names) > 1:
            raise SourceError(
                said("The sheet '{chosen}' has no rows", chosen=chosen),
                where=path.name,
                todo=said(
                    "name the sheet with the list, with --sheet or in event.toml: {names}", names="; ".join(names)
                ),
            )
        others = {}
        for each in shown if not name else ():
            if each != chosen:
                first = pd.read_excel(book, sheet_name=each, dtype=str, nrows=FIRST_ROWS, **kinds)
                others[each] = tuple(tuple(str(cell).strip() for cell in row) for row in first.itertuples(index=False))
        return chosen, frame, others

    chosen, frame, others = _opened(path, read)
    marks = marks_in(path, chosen)
    lines = [
        (number, [_cell_text(cell, (number, column), marks, numbers) for column, cell in enumerate(cells, 1)])
        for number, cells in enumerate(frame.itertuples(index=False), 1)
    ]
    _fill_merged(lines, marks)
    return WorkbookSheet(chosen, tuple(lines), marks, others)


def _opened(path: Path, read: Callable[[Any], Any]) -> Any:
    import pandas as pd  # as above

    refuse_oversized(path)
    try:
        with pd.ExcelFile(path, engine="calamine") as book:
            return read(book)
    except SourceError:
        raise
    except Exception as fault:  # the engine has no common ancestor for its errors
        raise SourceError(
            said("The workbook cannot be read: {reason}", reason=fault),
            where=path.name,
            todo="open the file in Excel and save it again as .xlsx",
        ) from None


def _shown(book: Any) -> list[str]:
    """The names of the sheets that Excel shows."""
    return [str(each.name) for each in book.book.sheets_metadata if _is_shown(each)]


def _is_shown(sheet: Any) -> bool:
    """Whether Excel shows a sheet, and it is one of cells."""
    return str(sheet.visible).endswith(".Visible") and str(sheet.typ).endswith(".WorkSheet")


def _cell_text(cell: object, at: Cell, marks: WorkbookMarks, numbers: bool) -> str:
    """The text of a cell of a workbook; of a number that is told apart, with a point before its decimals."""
    if at in marks.errors:
        return marks.errors[at] or ERROR
    if not numbers or isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    exact = Decimal(f"{cell:.15g}")  # as many digits as a spreadsheet shows
    if at in marks.percentages:
        return ExactNumber(f"{(100 * exact).normalize():f}%")
    return ExactNumber(f"{exact.normalize():f}")


def _fill_merged(lines: list[tuple[int, list[str]]], marks: WorkbookMarks) -> None:
    """Gives each row of a merged cell its text, as Excel shows it: below each other, not beside."""
    for first, column, last in marks.merged:
        if first <= len(lines) and column <= len(lines[first - 1][1]):
            for _, cells in lines[first : min(last, len(lines))]:
                cells[column - 1] = lines[first - 1][1][column - 1]
