"""The lists of municipalities and their changes that come with the program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

from reportgen.domain.places.division import DivisionData, ListedMunicipality
from reportgen.domain.places.municipality import BoundaryChange
from reportgen.errors import FOREIGN_FAULTS

_PACKAGE = Path(__file__).parents[2]
_INSTALLED = _PACKAGE / "_municipalities"

EMBEDDED = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "municipalities"
"""The folder of the lists that come with the program, in a checkout and in an installed package."""

CHANGES = "changes.csv"


@cache
def embedded_divisions() -> DivisionData:
    """The lists that come with the program, and all changes since 1996."""
    return divisions_in(EMBEDDED)


def divisions_with(folder: Path) -> DivisionData:
    """The lists that come with the program, with those of later days in a folder; one that is damaged is left out."""
    embedded = embedded_divisions()
    found = {}
    for path in sorted(folder.glob("[12][0-9][0-9][0-9].csv")):
        day = date(int(path.stem), 1, 1)
        try:
            listed = tuple(_listed(path))
        except (OSError, *FOREIGN_FAULTS):
            continue
        if day > embedded.last and listed:
            found[day] = listed
    return DivisionData({**embedded.lists, **found}, embedded.changes) if found else embedded


def save_list(folder: Path, day: date, listed: Iterable[ListedMunicipality]) -> None:
    """Stores the list of a 1 January, completely or not at all."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "name", "title", "province", "longitude", "latitude"])
    writer.writerows(
        [each.code, each.name, each.title, each.province, each.longitude, each.latitude] for each in listed
    )
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{day.year}.part"
    part.write_text(text.getvalue(), "utf-8")
    part.rename(folder / f"{day.year}.csv")


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
