"""The interface TableSource and the records it returns: descriptions, topics, categories and rows of a CBS table.

The source itself, CBS over the network, is in ``odata``; it is separate since its libraries take long to load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

CBS_ADDRESS = "https://opendata.cbs.nl"
"""The open data service of CBS, OData version 3."""

CBS_V4_ADDRESS = "https://datasets.cbs.nl/odata/v1/CBS"
"""The same by OData version 4, with the name of its catalogue."""

CellValue = str | int | float | None


@dataclass(frozen=True, slots=True)
class TableInfo:
    """The description of a table.

    Attributes:
        table: its identifier, for example ``70072NED``.
        modified: when CBS last revised anything in it, as CBS writes it.
        period: the years it is about, as CBS writes it.
    """

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
    """Rows of a table by column, with the categories of each dimension; keys have no padding."""

    info: TableInfo
    dimensions: Mapping[str, tuple[Category, ...]]
    rows: tuple[Mapping[str, CellValue], ...]


class TableSource(Protocol):
    """A source of tables: the service of CBS, or another reader of the same data."""

    def info(self, table: str) -> TableInfo:
        """The description of a table, in one small request."""
        ...

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures of a table."""
        ...

    def read(self, table: str, select: Sequence[str], where: str) -> TableData:
        """The rows that pass an OData filter, with the selected columns."""
        ...
