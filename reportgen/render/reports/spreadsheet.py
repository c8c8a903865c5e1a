"""Writes .xlsx workbooks: frozen head row, filters, and text that no spreadsheet runs as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

MAX_CELL_CHARACTERS = 32_000
"""Characters; Excel takes 32,767 in a cell."""

FIXED_CREATION_TIME = datetime(2018, 1, 1)  # noqa: DTZ001 - a workbook knows no zones; the same report gives the same bytes
"""When every workbook says it was made."""

Cell = str | int

_TAKEN_FOR_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class WorkbookWriter:
    """A workbook that is being written."""

    def __init__(self, book: Workbook, made: datetime) -> None:
        book.set_properties({"created": made})
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._body = book.add_format({"text_wrap": True, "valign": "top"})

    def table(
        self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]], least: int = 0
    ) -> None:
        """A sheet with a head and rows.

        Args:
            columns: heading and width in characters of each.
            least: rows that can be filtered, at least.
        """
        sheet = self._book.add_worksheet(name)
        for at, (heading, width) in enumerate(columns):
            sheet.set_column(at, at, width, self._body)
            sheet.write_string(0, at, heading, self._head)
        last = 0
        for last, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(last, at, cell, self._body)
                else:
                    sheet.write_string(last, at, formula_safe(cell), self._body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(least, last), len(columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def lines(self, name: str, lines: Iterable[str], width: int) -> None:
        """A sheet with a line a row, the first as a head."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, width, self._body)
        for at, line in enumerate(lines):
            sheet.write_string(at, 0, formula_safe(line), self._head if at == 0 else self._body)


@contextmanager
def workbook_writer(file: BytesIO, made: datetime = FIXED_CREATION_TIME) -> Iterator[WorkbookWriter]:
    """A workbook that is in the file when the block ends."""
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        yield WorkbookWriter(book, made)


def formula_safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also not after it went through CSV."""
    shown = "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)[:MAX_CELL_CHARACTERS]
    return f"'{shown}" if shown.lstrip(" \n").startswith(_TAKEN_FOR_FORMULA) else shown
