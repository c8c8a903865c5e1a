"""Tables as people save them, CSV and workbooks, become rows that know their line."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from reportgen.errors import SourceError

MAX_BYTES = 20_000_000
"""A registration list of 20,000 people is about 3 MB; ten times that is no list any more."""

WORKBOOKS = (".xlsx", ".ods")
DELIMITERS = ";\t,"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by their column's heading as written, trimmed; and the line, counted from 1."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings in order; ``file`` is the name people know it by."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def sheet_in(path: Path) -> Sheet:
    """The table in a file: CSV with ``;``, tab or ``,`` in UTF-8 or cp1252, or the first sheet of a workbook.

    Raises:
        SourceError: the file is absent, too large, empty, or cannot be read as a table.
    """
    if not path.is_file():
        raise SourceError("There is no such file", where=str(path), todo="check the name of the list")
    if path.stat().st_size > MAX_BYTES:
        raise SourceError(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB, which is no list of people",
            where=str(path),
            todo="save only the sheet with the participants",
        )
    lines = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise SourceError("The file has no rows", where=path.name, todo="save the list again")
    (_, headings), *rows = filled
    named = [heading for heading in headings if heading]
    doubles = sorted({heading for heading in named if named.count(heading) > 1})
    if doubles:
        raise SourceError(
            f"Columns occur twice: {', '.join(doubles)}", where=path.name, todo="rename or remove one of them"
        )
    return Sheet(path.name, tuple(named), tuple(Row(number, _cells(headings, cells)) for number, cells in rows))


def _cells(headings: list[str], cells: list[str]) -> dict[str, str]:
    padded = cells + [""] * (len(headings) - len(cells))
    return {heading: cell for heading, cell in zip(headings, padded, strict=False) if heading}


def _csv(path: Path) -> Iterable[tuple[int, list[str]]]:
    text = _decoded(path.read_bytes())
    skipped = 0
    first, _, rest = text.partition("\n")
    delimiter = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        delimiter, text, skipped = first.strip()[4:] or "\t", rest, 1
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
    try:
        before = 0
        for cells in reader:
            yield before + 1 + skipped, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error as fault:
        raise SourceError(
            f"The file cannot be read as a table: {fault}",
            where=f"{path.name}, line {reader.line_num + skipped}",
            todo="open it in Excel and save it again as CSV",
        ) from None


def _decoded(content: bytes) -> str:
    """UTF-8 where it is valid, else what Excel in Dutch writes; five bytes of cp1252 mean nothing and stay."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line in most pieces; a semicolon when none does."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count) if any(each in first for each in DELIMITERS) else ";"


def _workbook(path: Path) -> Iterable[tuple[int, list[str]]]:
    try:
        frame = pd.read_excel(path, engine="calamine", header=None, dtype=str, keep_default_na=False)
    except Exception as fault:  # the engine has no common ancestor for its errors
        raise SourceError(
            f"The workbook cannot be read: {fault}",
            where=path.name,
            todo="open it in Excel and save it again as .xlsx, without a password",
        ) from None
    for number, cells in enumerate(frame.itertuples(index=False), 1):
        yield number, [str(cell).strip() for cell in cells]
