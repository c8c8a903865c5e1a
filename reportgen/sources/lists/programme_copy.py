"""The programme of an earlier meeting for the next one: its rounds, rooms and capacities, without people."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from reportgen.sources.lists.programme import audience_in, programme_sheet
from reportgen.sources.lists.programme_columns import HEADINGS, programme_columns

OF_PEOPLE = ("Gespreksleider", "Notitie")
"""Columns that are emptied: who led a session, and what they were told."""

UNKNOWN = "[naam]"
"""What stands under ``Voor`` instead of somebody's name: it admits nobody, and ``check`` asks about it."""


def programme_without_people(path: Path, is_group: Callable[[str], bool]) -> bytes:
    """The programme as CSV, with the columns that are known; the file itself where it is CSV with no more than those.

    Args:
        is_group: whether a text under ``Voor`` names a group; anything else may be a person.

    Raises:
        ConfigurationError: it cannot be read as a programme.
    """
    sheet = programme_sheet(path)
    columns = programme_columns(sheet.headings, path.name)
    rows = [{column: row.cells.get(heading, "") for column, heading in columns.items()} for row in sheet.rows]
    kept = [_without_people(row, is_group) for row in rows]
    if path.suffix.lower() == ".csv" and kept == rows and len(columns) == len(sheet.headings) and sheet.line == 1:
        return path.read_bytes()
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [column for column in HEADINGS if column in columns], delimiter=";", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(kept)
    return out.getvalue().encode("utf-8-sig")


def _without_people(row: dict[str, str], is_group: Callable[[str], bool]) -> dict[str, str]:
    terms = audience_in(row.get("Voor", ""))
    cleaned = {column: "" for column in OF_PEOPLE if column in row}
    if not all(map(is_group, terms)):
        cleaned["Voor"] = "; ".join(dict.fromkeys(each if is_group(each) else UNKNOWN for each in terms))
    return {**row, **cleaned}
