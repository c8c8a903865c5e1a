"""What a workbook says of its cells besides their values: which hold an error, and which are shown as a percentage.

The engine that reads workbooks gives an error as an empty cell, and 12,5 % as 0.125.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from reportgen.errors import SourceError

MAX_REPEATS = 100_000
"""Cells that one cell of an .ods may stand for here; more are blank."""

_PERCENT_FORMATS = {"9", "10"}
"""Numbers of the built-in formats 0% and 0.00%."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cell = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class WorkbookMarks:
    """Cells of one sheet: those with an error or with a formula without a result, and those shown as a percentage."""

    errors: frozenset[Cell]
    percentages: frozenset[Cell]


def marks_in(path: Path, sheet: str) -> WorkbookMarks:
    """The marks of a sheet; of the first one without a name.

    Raises:
        SourceError: the workbook cannot be read.
    """
    try:
        with ZipFile(path) as package:
            names = package.namelist()
            found = list(_ods(package, sheet) if "content.xml" in names else _xlsx(package, sheet))
    except (BadZipFile, KeyError, ValueError, OSError, ElementTree.ParseError) as fault:
        raise SourceError(
            f"The workbook cannot be read: {fault}", where=path.name, todo="open it in Excel and save it again as .xlsx"
        ) from None
    return WorkbookMarks(
        frozenset(cell for cell, mark in found if mark == "error"),
        frozenset(cell for cell, mark in found if mark == "percentage"),
    )


def _xlsx(package: ZipFile, sheet: str) -> Iterator[tuple[Cell, str]]:
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    sheets = {each.get("name", ""): each.get(_RELATION, "") for each in _named(book, "sheet")}
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id", ""): each.get("Target", "") for each in _named(relations, "Relationship")}
    target = targets[sheets[sheet] if sheet else next(iter(sheets.values()))]
    path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    percents = _percent_styles(package)
    row = column = 0
    for moment, element in ElementTree.iterparse(BytesIO(package.read(path)), ("start", "end")):
        name = _name(element)
        if moment == "start" and name == "row":
            row, column = int(element.get("r") or row + 1), 0
        elif moment == "end" and name == "c":
            column = _column(element.get("r", "")) or column + 1
            value = next(_named(element, "v"), None)
            uncomputed = next(_named(element, "f"), None) is not None and (value is None or not value.text)
            if element.get("t") == "e" or (uncomputed and element.get("t") != "str"):
                yield (row, column), "error"
            elif element.get("s") in percents and element.get("t", "n") == "n":
                yield (row, column), "percentage"
            element.clear()


def _percent_styles(package: ZipFile) -> set[str]:
    """Numbers of the styles of cells that show a percentage."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    own = {each.get("numFmtId", "") for each in _named(styles, "numFmt") if "%" in each.get("formatCode", "")}
    cells = next(_named(styles, "cellXfs"), None)
    formats = _PERCENT_FORMATS | own
    return {str(at) for at, each in enumerate(cells if cells is not None else ()) if each.get("numFmtId") in formats}


def _ods(package: ZipFile, sheet: str) -> Iterator[tuple[Cell, str]]:
    content = ElementTree.fromstring(package.read("content.xml"))
    tables = [each for each in _named(content, "table") if not sheet or _attribute(each, "name") == sheet]
    row = 0
    for line in _named(tables[0], "table-row") if tables else ():
        column, repeated = 0, int(_attribute(line, "number-rows-repeated") or 1)
        for cell in line:
            if _name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times = int(_attribute(cell, "number-columns-repeated") or 1)
            kind = _attribute(cell, "value-type")
            said = "".join(cell.itertext()).strip()
            error = re.fullmatch(r"Err:\d+|#[A-Z/0!?]+[!?]?", said) is not None
            mark = "error" if error else "percentage" if kind == "percentage" else ""
            if mark and times * repeated <= MAX_REPEATS:
                for at in range(repeated):
                    yield from (((row + 1 + at, column + 1 + place), mark) for place in range(times))
            column += times
        row += repeated


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in element.iter() if _name(each) == name)


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _column(reference: str) -> int:
    """The number of the column in a reference such as ``AB12``; 0 where there is none."""
    number = 0
    for letter in reference.rstrip("0123456789").upper():
        number = 26 * number + ord(letter) - 64
    return number
