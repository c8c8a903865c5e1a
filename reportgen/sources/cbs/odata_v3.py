"""Any table of CBS's open data by OData version 3: its catalogue, its descriptions, and its figures one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.dataset import (
    CatalogueEntry,
    Dataset,
    DatasetQuery,
    Dimension,
    DimensionKind,
    Measure,
    Observation,
)
from reportgen.sources.cbs.dataset_query import check_query
from reportgen.sources.cbs.odata import CbsOpenData
from reportgen.sources.cbs.odata_values import text_of
from reportgen.sources.cbs.table_source import Category

_KINDS = {
    "Dimension": DimensionKind.OTHER,
    "GeoDimension": DimensionKind.REGION,
    "GeoDetail": DimensionKind.REGION,
    "TimeDimension": DimensionKind.PERIOD,
}


class CbsOpenDataV3:
    """Datasets by way of the service that speaks version 3."""

    def __init__(self, service: CbsOpenData) -> None:
        self._service = service

    def catalogue(self) -> tuple[CatalogueEntry, ...]:
        """Every table there is."""
        return tuple(
            CatalogueEntry(
                text_of(each["Identifier"]),
                text_of(each["Title"]),
                text_of(each.get("Period")),
                text_of(each.get("Modified"))[:10],
            )
            for each in self._service.tables()
        )

    def describe(self, table: str) -> Dataset:
        """The description of a table, in some requests.

        Raises:
            SourceError: there is no such table, or no answer.
        """
        info = self._service.info(table)
        (details,) = self._service.metadata(table, "TableInfos", "Modified")
        rows = self._service.metadata(table, "DataProperties", "ID", "Key", "Title", "Type")
        groups = {topic.key: topic.groups for topic in self._service.topics(table)}
        return Dataset(
            table,
            info.title,
            text_of(details.get("Summary")),
            info.period,
            info.modified[:10],
            tuple(_measure(each, groups) for each in rows if each["Type"] == "Topic"),
            tuple(self._dimension(table, each) for each in rows if each["Type"] in _KINDS),
        )

    def observations(self, dataset: Dataset, query: DatasetQuery) -> Iterator[Observation]:
        """The figures that a query asks for.

        Raises:
            SourceError: the table has no such measure, dimension or category, or there is no whole answer.
        """
        check_query(dataset, query)
        names = [each.key for each in dataset.dimensions]
        filters = [f"substringof('{key}',{name})" for name, key in query.at.items()]  # keys are padded with blanks
        regions, periods = dataset.dimension(DimensionKind.REGION), dataset.dimension(DimensionKind.PERIOD)
        if query.region and regions:
            filters.append(f"substringof('{query.region}',{regions.key})")
        if query.since and periods:
            filters.append(f"{periods.key} ge '{query.since}'")
        data = self._service.read(dataset.table, [*names, *query.measures], " and ".join(filters))
        for row in data.rows:
            at = {name: str(row[name]) for name in names}
            wanted = not (query.region and regions) or at[regions.key].startswith(query.region)
            if wanted and all(at[name] == key for name, key in query.at.items()):
                yield from (Observation(key, at, self._number(row[key], dataset)) for key in query.measures)

    def _dimension(self, table: str, row: Mapping[str, Any]) -> Dimension:
        key = text_of(row["Key"])
        rows = self._service.metadata(table, key, "Key", "Title")
        categories = (
            Category(text_of(each["Key"]), text_of(each["Title"]), text_of(each.get("Status"))) for each in rows
        )
        return Dimension(key, text_of(row["Title"]), _KINDS[str(row["Type"])], tuple(categories))

    def _number(self, value: object, dataset: Dataset) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise SourceError(
                said("Table {table} has {value!r} where a number should be", table=dataset.table, value=value),
                where=dataset.title,
            )
        return value


def _measure(row: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> Measure:
    key, decimals = text_of(row["Key"]), row.get("Decimals")
    return Measure(
        key,
        text_of(row["Title"]),
        text_of(row.get("Unit")),
        decimals if isinstance(decimals, int) else None,
        text_of(row.get("Description")),
        tuple(groups.get(key, ())),
    )
