"""Two people who changed the same programme: what both did, and where they wrote something else in one cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.sources.lists.programme_columns import HEADINGS
from reportgen.sources.lists.programme_table import TableRow, is_same_cell


class Meanwhile(StrEnum):
    """What somebody else did meanwhile with what one changed."""

    CELL = "cell"  # wrote something else in the same cell
    REMOVED = "removed"  # removed the row
    CHANGED = "changed"  # changed the row that one removed


@dataclass(frozen=True, slots=True)
class Clash:
    """Where one has to choose between what two people did.

    Attributes:
        row: its place among the rows, counted from 0.
        column: our name of it; empty for the whole row.
        theirs: what stands in that cell of the file now.
    """

    row: int
    kind: Meanwhile
    column: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class MergedRows:
    """The rows with the changes of both, by the lines of the file as it is now.

    Attributes:
        clashes: where one has to choose; the rows have what the second person wrote.
        taken: how many rows have, or are, a change of the first person.
    """

    rows: tuple[TableRow, ...]
    clashes: tuple[Clash, ...] = ()
    taken: int = 0


_LIKENESSES: tuple[Callable[[TableRow], tuple[str, ...]], ...] = (
    lambda row: tuple(" ".join(row.cell(column).split()) for column in HEADINGS),
    lambda row: ("title", row.cell("Onderdeel").casefold(), row.cell("Ronde"), row.cell("Begin")),
    lambda row: ("title", row.cell("Onderdeel").casefold(), row.cell("Ronde")),
    lambda row: ("time", row.cell("Begin"), row.cell("Ronde"), row.cell("Code")),
)
"""By what two rows are the same one, the surest first."""


def merged_rows(base: Sequence[TableRow], theirs: Sequence[TableRow], mine: Sequence[TableRow]) -> MergedRows:
    """The rows with what both people changed since they began from the same.

    Args:
        base: what both began from.
        theirs: what stands in the file now.
        mine: what is about to be saved, by the lines of ``base``.
    """
    pairs = {base[one].line: theirs[other] for one, other in _pairs(base, theirs).items()}
    before = {each.line: each for each in base}
    rows: list[TableRow] = []
    clashes: list[Clash] = []
    taken = 0
    for own in mine:
        first, other = before.get(own.line), pairs.get(own.line)
        if first is None:
            rows.append(replace(own, line=0))
        elif other is not None:
            taken += is_changed(first, other)
            clashes += [Clash(len(rows), Meanwhile.CELL, *each) for each in _clashing(first, other, own)]
            rows.append(_both(first, other, own))
        elif is_changed(first, own):
            clashes.append(Clash(len(rows), Meanwhile.REMOVED))
            rows.append(replace(own, line=0))
        else:
            taken += 1
    kept = {each.line for each in mine}
    gone = {other.line: is_changed(before[line], other) for line, other in pairs.items() if line not in kept}
    there = {each.line for each in pairs.values()}
    for place, other in enumerate(theirs):
        if other.line in there and not gone.get(other.line):
            continue
        at = _place_behind(rows, theirs[:place])
        clashes = [replace(each, row=each.row + (each.row >= at)) for each in clashes]
        clashes += [Clash(at, Meanwhile.CHANGED)] if other.line in gone else []
        rows.insert(at, other)
        taken += 1
    return MergedRows(tuple(rows), tuple(clashes), taken)


def rows_beside(theirs: Sequence[TableRow], mine: Sequence[TableRow]) -> MergedRows:
    """The rows where nobody knows any more what both began from: each cell that differs is one to choose."""
    pairs = _pairs(mine, theirs)
    rows = [replace(each, line=theirs[pairs[place]].line if place in pairs else 0) for place, each in enumerate(mine)]
    clashes = [
        Clash(place, Meanwhile.CELL, column, theirs[other].cell(column))
        for place, other in pairs.items()
        for column in HEADINGS
        if _differ(column, mine[place], theirs[other])
    ]
    for place, other in enumerate(theirs):
        if place not in pairs.values():
            at = _place_behind(rows, theirs[:place])
            clashes = [replace(each, row=each.row + (each.row >= at)) for each in clashes]
            rows.insert(at, other)
    return MergedRows(tuple(rows), tuple(clashes), len(rows) - len(mine))


def paired_rows(present: Sequence[TableRow], other: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Rows of another file, each with the line of the same row of the programme as it is; 0 for a new one."""
    pairs = _pairs(other, present)
    return tuple(
        TableRow(present[pairs[place]].line if place in pairs else 0, row.cells, row.beyond)
        for place, row in enumerate(other)
    )


def is_changed(one: TableRow, other: TableRow) -> bool:
    """Whether two rows differ in any column that is known here."""
    return one.beyond != other.beyond or any(_differ(column, one, other) for column in HEADINGS)


def _both(first: TableRow, other: TableRow, own: TableRow) -> TableRow:
    """A row with the changes of both; where both changed one cell, with those of the second person."""
    cells = {column: (own if _differ(column, first, own) else other).cell(column) for column in HEADINGS}
    return TableRow(other.line, cells, own.beyond if own.beyond != first.beyond else other.beyond)


def _clashing(first: TableRow, other: TableRow, own: TableRow) -> list[tuple[str, str]]:
    """The cells that both changed, each to something else, with what the first person wrote."""
    return [
        (column, other.cell(column))
        for column in HEADINGS
        if _differ(column, first, own) and _differ(column, first, other) and _differ(column, own, other)
    ]


def _pairs(one: Sequence[TableRow], other: Sequence[TableRow]) -> dict[int, int]:
    """The place in ``other`` of each row of ``one`` that is the same row, by its own place."""
    found: dict[int, int] = {}
    for likeness in _LIKENESSES:
        left: dict[tuple[str, ...], list[int]] = {}
        for place, row in enumerate(other):
            if place not in found.values():
                left.setdefault(likeness(row), []).append(place)
        for place, row in enumerate(one):
            if place not in found and (alike := left.get(likeness(row))):
                found[place] = alike.pop(0)
    return found


def _place_behind(rows: Sequence[TableRow], above: Sequence[TableRow]) -> int:
    """Where a row comes: behind the nearest of those that stand above it in the file."""
    places = {row.line: place for place, row in enumerate(rows) if row.line}
    return next((places[each.line] + 1 for each in reversed(above) if each.line in places), 0)


def _differ(column: str, one: TableRow, other: TableRow) -> bool:
    return not is_same_cell(column, one.cell(column), other.cell(column))
