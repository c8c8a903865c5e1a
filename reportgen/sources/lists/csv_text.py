"""CSV files as text: their encoding, their delimiter, and their records with line numbers."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists.csv_encoding import Encoding, recognised, text_in

MAX_CELL = 5_000
"""Characters in one cell; a remark of two pages fits."""

HEADING_LENGTH = 100_000
"""Characters of a line in which a delimiter is looked for."""

HEADING_WITHIN = 25
"""Filled rows among which the headings must be: above them there may be titles and dates."""

DELIMITERS = ";\t,"

_CONTROLS = "".join(map(chr, (*range(9), *range(14, 32))))
_FORMULA = re.compile(r'\s*="([^"]*)"\s*\Z')
"""A text that a program writes as a formula, so that Excel leaves it as it is."""

_DOCUMENTS = ("<", "%PDF", "{\\rtf")  # event tools give web pages and XML the ending .xls


def csv_records(path: Path, text: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int, list[str]]]:
    """The records of a CSV file, each with its first and its last line.

    Args:
        knows: whether a text is the heading of a column that is looked for.

    Raises:
        SourceError: the text is no table.
    """
    delimiter, skipped = delimiter_in(text, knows)
    if skipped:
        text = text.partition("\n")[2]
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            yield before + 1 + skipped, reader.line_num + skipped, [_FORMULA.sub(r"\1", cell) for cell in cells]
            before = reader.line_num
    except csv.Error as fault:
        if "field larger" in str(fault):
            raise SourceError(
                said(
                    "The file cannot be read as a table: it has more than {most:,} characters in one cell",
                    most=MAX_CELL,
                ),
                where=said("{name}, from line {before}", name=path.name, before=before + 1 + skipped),
                todo="shorten that cell, or look for a quotation mark that is opened and not closed there",
            ) from None
        raise SourceError(
            said("The file cannot be read as a table: {reason}", reason=fault),
            where=said("{name}, from line {before}", name=path.name, before=before + 1 + skipped),
            todo="look for a quotation mark that is opened and not closed there",
        ) from None


def delimiter_in(text: str, knows: Callable[[str], bool]) -> tuple[str, int]:
    """The delimiter of a CSV file, and how many lines do nothing but say it.

    Args:
        knows: whether a text is the heading of a column that is looked for.
    """
    first = text.partition("\n")[0].strip()
    if first.lower().startswith("sep=") and len(first) <= len("sep=;"):
        return first[4:] or "\t", 1
    return _delimiter(text, knows), 0


def decoded(content: bytes, path: Path, encoding: str = "") -> tuple[str, Encoding]:
    """A file as text, and how it was read: UTF-16 and UTF-8 where it says or proves so, else as its words show.

    Args:
        encoding: what the organiser says it is in; empty to find out.

    Raises:
        SourceError: it is no text, or that of a page or a document.
    """
    try:
        text, how = _decoded(content, encoding)
    except UnicodeDecodeError:
        text, how = "\0" * 2, Encoding()
    if how.unknown:
        raise SourceError(
            "The letters of the file are in an encoding that is not known here",
            where=path.name,
            todo="save the list as 'CSV UTF-8' or as .xlsx",
        )
    # One may have slipped into a cell; many are a program or a picture.
    if text.count("\0") > len(text) / 50 or sum(map(text.count, _CONTROLS)) > len(text) / 20:
        raise SourceError("The file is no text, and no workbook", where=path.name, todo="save the list as CSV or .xlsx")
    if text.lstrip().startswith(_DOCUMENTS):
        raise SourceError(
            "The file is a page or a document, and no table, whatever its name says",
            where=path.name,
            todo="open it in Excel and save it as .xlsx",
        )
    return text.rstrip("\x1a"), how  # with which programs of DOS end a file


def _decoded(content: bytes, encoding: str) -> tuple[str, Encoding]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16"), Encoding(given=bool(encoding))
    if content.startswith(BOM_UTF8) or encoding == "utf-8":
        return content.removeprefix(BOM_UTF8).decode("utf-8", "replace"), Encoding(given=bool(encoding))
    try:
        return content.decode("utf-8"), Encoding(given=bool(encoding))
    except UnicodeDecodeError:
        how = Encoding(encoding, given=True) if encoding else recognised(content)
        return text_in(content, how), how


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of a line that has no quoted delimiters."""
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """The delimiter that shows most headings in the first lines; else the one that cuts the first line most."""
    lines = [line[:HEADING_LENGTH] for line in text[: 50 * HEADING_LENGTH].splitlines()[: 2 * HEADING_WITHIN]]

    def headings(delimiter: str) -> int:
        counts = (len({cell for cell in cells_of(line, delimiter) if cell and knows(cell)}) for line in lines)
        return max(counts, default=0)

    return max(DELIMITERS, key=lambda each: (headings(each), (lines or [""])[0].count(each)))
