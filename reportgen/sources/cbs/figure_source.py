"""What a table of figures answers, and who is asked; apart from how, so that reading figures loads no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

CBS_ADDRESS = "https://opendata.cbs.nl"
"""Where CBS answers."""

CellValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What CBS says of a table; ``modified`` moves when anything in it was revised."""

    table: str
    title: str
    modified: str
    period: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A column with figures.

    Attributes:
        key: its name in the data, whose number may shift when the table is revised.
        title: its title in StatLine; several topics may have the same one.
        unit: in which it is counted, for example ``aantal`` or ``%``.
        groups: the titles of the groups it stands in, the nearest first.
    """

    key: str
    title: str
    unit: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a dimension, for example a region or a period; a period has a status, others have none."""

    key: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class TableData:
    """A table, or what was asked of it: rows by column, keys without padding."""

    info: TableInfo
    dimensions: Mapping[str, tuple[Category, ...]]
    rows: tuple[Mapping[str, CellValue], ...]


class FigureSource(Protocol):
    """Where tables are asked; a reader of another interface of CBS can take this place."""

    def info(self, table: str) -> TableInfo:
        """What there is to know of a table before it is read, in one small question."""
        ...

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures of a table."""
        ...

    def read(self, table: str, select: Sequence[str], where: str) -> TableData:
        """The rows that a filter leaves, with the columns that are named."""
        ...
