"""What a workbook says of cells besides their values: errors, percentages, what is hidden, struck or merged.

The engine that reads workbooks gives an error as an empty cell, 12,5 % as 0.125, and hidden rows like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists.ods_marks import ods_marks
from reportgen.sources.lists.xlsx_marks import xlsx_marks

Cell = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class WorkbookMarks:
    """Marks of one sheet.

    Attributes:
        errors: cells with an error, or with a formula without a result, with what they show.
        percentages: cells shown as a percentage.
        struck: cells that are struck through.
        hidden_rows, hidden_columns: what Excel does not show, by a filter or by hand.
        merged: cells that go on below: first row, column, last row.
    """

    errors: Mapping[Cell, str] = field(default_factory=dict)
    percentages: frozenset[Cell] = frozenset()
    struck: frozenset[Cell] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int], ...] = ()


def marks_in(path: Path, sheet: str) -> WorkbookMarks:
    """The marks of a sheet.

    Raises:
        SourceError: the workbook cannot be read.
    """
    try:
        with ZipFile(path) as package:
            names = package.namelist()
            found = list(ods_marks(package, sheet) if "content.xml" in names else xlsx_marks(package, sheet))
    except (BadZipFile, KeyError, ValueError, OSError, ElementTree.ParseError) as fault:
        raise SourceError(
            said("The workbook cannot be read: {reason}", reason=fault),
            where=path.name,
            todo="open it in Excel and save it again as .xlsx",
        ) from None

    errors: dict[Cell, str] = {}
    cells: dict[str, set[Cell]] = {"percentage": set(), "struck": set()}
    hidden: dict[str, set[int]] = {"row": set(), "column": set()}
    merged: list[tuple[int, int, int]] = []
    for kind, (first, *others), text in found:
        if kind in hidden:
            hidden[kind].add(first)
        elif kind == "merged":
            merged.append((first, others[0], others[1]))
        elif kind == "error":
            errors[first, others[0]] = text
        else:
            cells[kind].add((first, others[0]))
    return WorkbookMarks(
        errors,
        frozenset(cells["percentage"]),
        frozenset(cells["struck"]),
        frozenset(hidden["row"]),
        frozenset(hidden["column"]),
        tuple(merged),
    )
