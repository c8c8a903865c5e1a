"""The interface DatasetReader: any table of CBS found, described and read, whichever version of OData it comes by.

Keys of measures differ by version: version 3 has ``GemiddeldeVerkoopprijs_1`` where version 4 has ``M001534``. Keys of
regions (``GM0363``), periods (``2025JJ00``) and other dimensions are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reportgen.sources.cbs.table_source import Category


class DimensionKind(StrEnum):
    """What a dimension divides figures by."""

    REGION = "region"
    PERIOD = "period"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A table in the catalogue of CBS; period and modified as CBS writes them."""

    table: str
    title: str
    period: str
    modified: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that a table gives of each combination of its dimensions.

    Attributes:
        unit: in which it is counted, for example ``aantal``, ``%`` or ``euro``.
        decimals: how many CBS publishes; None where it does not say.
        definition: what CBS says of it.
        groups: the titles of the groups it stands in, the nearest first.
    """

    key: str
    title: str
    unit: str
    decimals: int | None
    definition: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a table, with its categories."""

    key: str
    title: str
    kind: DimensionKind
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The description of a table."""

    table: str
    title: str
    summary: str
    period: str
    modified: str
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]

    def dimension(self, kind: DimensionKind) -> Dimension | None:
        """The dimension of a kind; None where the table has none, the first where it has several."""
        return next((each for each in self.dimensions if each.kind is kind), None)

    @property
    def municipalities(self) -> tuple[Category, ...]:
        """The municipalities among its regions, those of former years too."""
        regions = self.dimension(DimensionKind.REGION)
        return tuple(each for each in regions.categories if each.key.startswith("GM")) if regions else ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure.

    Attributes:
        at: category by dimension.
        value: None where there is none: the region did not exist, or CBS does not publish it.
        why_none: what CBS says of a value that is not there, such as ``Impossible``; empty where it says nothing.
    """

    measure: str
    at: Mapping[str, str]
    value: float | None
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class DatasetQuery:
    """Which figures of a table are asked for.

    Attributes:
        measures: keys; at least one.
        at: dimension → the one category that is wanted. Every dimension that is not in it, and is no region or period,
            comes with all its categories.
        region: beginning of the codes of regions, such as ``GM`` or ``GM0363``; empty for all.
        since: the first year; 0 for all.
    """

    measures: tuple[str, ...]
    at: Mapping[str, str]
    region: str = ""
    since: int = 0


class DatasetReader(Protocol):
    """A reader of the open data of CBS."""

    def catalogue(self) -> Sequence[CatalogueEntry]:
        """Every table there is.

        Raises:
            SourceError: no answer.
        """
        ...

    def describe(self, table: str) -> Dataset:
        """The description of a table.

        Raises:
            SourceError: there is no such table, or no answer.
        """
        ...

    def observations(self, dataset: Dataset, query: DatasetQuery) -> Iterator[Observation]:
        """The figures that a query asks for.

        Raises:
            SourceError: the table has no such measure, dimension or category, or there is no whole answer.
        """
        ...
