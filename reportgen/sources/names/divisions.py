"""The lists of municipalities and their changes that come with the program."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from reportgen.domain.places.division import DivisionData, ListedMunicipality
from reportgen.domain.places.municipality import BoundaryChange

_PACKAGE = Path(__file__).parents[2]
_INSTALLED = _PACKAGE / "_municipalities"

EMBEDDED = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "municipalities"
"""The folder of the lists that come with the program, in a checkout and in an installed package."""

CHANGES = "changes.csv"


@cache
def embedded_divisions() -> DivisionData:
    """The lists that come with the program, and all changes since 1996."""
    return divisions_in(EMBEDDED)


def divisions_in(folder: Path) -> DivisionData:
    """The lists in a folder, each of 1 January of the year it is named for, and the changes beside them."""
    lists = {
        date(int(path.stem), 1, 1): tuple(_listed(path)) for path in sorted(folder.glob("[12][0-9][0-9][0-9].csv"))
    }
    return DivisionData(lists, tuple(sorted(_changes(folder / CHANGES), key=lambda change: change.on)))


def _listed(path: Path) -> Iterator[ListedMunicipality]:
    for row in _rows(path):
        point = float(row["longitude"]), float(row["latitude"])
        yield ListedMunicipality(row["code"], row["name"], row["title"], row["province"], *point)


def _changes(path: Path) -> Iterator[BoundaryChange]:
    for row in _rows(path):
        old, new = (row["old_code"], row["old_name"]), (row["new_code"], row["new_name"])
        whole, began = row["part"] == "all", row["began"] == "yes"
        yield BoundaryChange(date.fromisoformat(row["date"]), *old, *new, whole, began)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_names() -> dict[str, str]:
    """The name of every municipality of any list, by code; that of the newest list that has it."""
    lists = embedded_divisions().lists
    return {each.code: each.name for day in sorted(lists) for each in lists[day]}
