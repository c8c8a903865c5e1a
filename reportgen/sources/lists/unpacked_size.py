"""Limits on what a workbook may unpack to, against zip bombs; checked before anything else reads it."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from reportgen.errors import SourceError
from reportgen.i18n.message import said

MAX_UNPACKED = 200_000_000
"""Bytes and characters a workbook may hold when unpacked; small files that unpack to more are made to do harm."""

MAX_CELLS = 10_000_000
"""Cells between the first and the last that is filled; the engine that reads a workbook makes room for each."""

MAX_WIDTH = 16_384
"""Columns up to the last cell that is filled: as many as a sheet of Excel has."""

_DAMAGED = (
    *(BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError),  # as a package
    *(ExpatError, ValueError, LookupError, OverflowError),  # as XML: numbers that are none, encodings nobody knows
)
_BINARY = "xl/workbook.bin"
_REFERENCE = re.compile(r"([A-Za-z]+)(\d+)")
_TABLE = re.compile(rb"sheetData|table-row|\bsst\b")


def refuse_oversized(path: Path) -> None:
    """Sees that a workbook holds no more than a list of people, wherever its cells stand and whatever they repeat.

    Raises:
        SourceError: it holds more, or is no workbook that can be read.
    """
    try:
        with ZipFile(path) as package:
            if _BINARY in package.namelist():
                raise SourceError(
                    "The workbook is of the binary kind (.xlsb)",
                    where=path.name,
                    todo="open it in Excel and save it as .xlsx",
                )
            harmful = sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED
            extents = [] if harmful else [_extent(package.read(entry)) for entry in package.infolist()]
    except _DAMAGED as fault:
        raise SourceError(
            said("The workbook cannot be read: {reason}", reason=fault),
            where=path.name,
            todo="open it in Excel and save it again as .xlsx",
        ) from None
    lengths = [length for extent in extents for length in extent.lengths]
    if harmful or any(extent.characters(lengths) > MAX_UNPACKED for extent in extents):
        raise SourceError(
            "The workbook unpacks to far more than a list of people",
            where=path.name,
            todo="save only the sheet with the participants",
        )
    widest = max(extents, key=lambda extent: (extent.columns > MAX_WIDTH, extent.cells), default=_Extent())
    if widest.cells > MAX_CELLS or widest.columns > MAX_WIDTH:
        raise SourceError(
            "The workbook has cells far outside a list of people",
            where=said(
                "{name}, up to row {rows} and column {columns}",
                name=path.name,
                rows=widest.rows,
                columns=widest.columns,
            ),
            todo="remove the rows and columns behind the list, or copy the list to a new workbook",
        )


class _Extent:
    """How far the filled cells reach in one file of a workbook: a sheet of an XLSX, or all sheets of an ODS.

    Attributes:
        lengths: the lengths of the texts that an XLSX keeps once for all its cells.
    """

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.rows = self.columns = self.cells = 0
        self._shared: Counter[str] = Counter()  # number of a text that is kept once → cells that show it
        self._repeated = 0  # characters in cells that are repeated
        self._row = self._column = self._last = self._high = self._wide = 0
        self._tall = self._broad = 1
        self._length = 0
        self._kind = self._text = ""

    def characters(self, lengths: list[int]) -> int:
        """The characters in all cells, each as often as it is shown."""
        known = (int(number) for number in self._shared if number.isascii() and number.isdigit())
        return self._repeated + sum(
            lengths[number] * self._shared[str(number)] for number in known if number < len(lengths)
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        match name.rpartition(":")[2]:
            case "sheetData" | "table":
                self._close()
            case "row":
                self._row, self._column = int(said.get("r", self._row + 1)), 0
            case "c":
                found = _REFERENCE.fullmatch(said.get("r", ""))
                self._column = _number(found[1]) if found else self._column + 1
                self._row = int(found[2]) if found else self._row
                self._kind = said.get("t", "")
            case "v" | "is":
                self._text = ""
                self._high, self._wide = max(self._high, self._row), max(self._wide, self._column)
            case "si":
                self.lengths.append(0)
            case "table-row":
                self._tall, self._column, self._last = int(said.get("number-rows-repeated", 1)), 0, 0
            case "table-cell" | "covered-table-cell":
                self._broad, self._length = int(said.get("number-columns-repeated", 1)), 0
                self._column += self._broad
                self._last = self._column if "value-type" in said else self._last
            case "s":  # spaces of a text in an ODS, which are counted rather than written
                self._length += int(said.get("c", 1))

    def data(self, text: str) -> None:
        """Text within an element."""
        self._text = (self._text + text)[:20]
        self._length += len(text)
        if self.lengths:
            self.lengths[-1] += len(text)

    def end(self, name: str) -> None:
        """An element ends."""
        match name.rpartition(":")[2]:
            case "v" if self._kind == "s":
                self._shared[self._text.strip()] += 1
            case "table-cell" | "covered-table-cell":
                self._repeated += self._length * self._broad * self._tall
            case "table-row":
                self._row += self._tall
                if self._last:
                    self._high, self._wide = self._row, max(self._wide, self._last)
            case "sheetData" | "table":
                self._close()

    def _close(self) -> None:
        """One sheet ends; the sheets in one file take room together."""
        self.cells += self._high * self._wide
        self.rows, self.columns = max(self.rows, self._high), max(self.columns, self._wide)
        self._row = self._high = self._wide = 0


def _extent(content: bytes) -> _Extent:
    """The extent of what stands in one file of a workbook; none when it is a picture or the like.

    Raises:
        ExpatError: it is a table, and damaged.
    """
    extent = _Extent()
    if not _TABLE.search(content):
        return extent
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = extent.start
    parser.CharacterDataHandler = extent.data
    parser.EndElementHandler = extent.end
    parser.Parse(content, True)
    return extent


def _number(letters: str) -> int:
    """The number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
