"""The open data service of CBS, OData version 4: one value a row, with measures as a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tenacity.wait import wait_base

from reportgen.domain.timer import Timer
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.bounded_http import BoundedHttp, HttpLimits
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
from reportgen.sources.cbs.odata_values import MAX_PAGES, TIMEOUT, address_parts, group_titles, rows_in, text_of
from reportgen.sources.cbs.retries import ATTEMPTS, BACKOFF, TRY_LATER, retried
from reportgen.sources.cbs.table_source import CBS_V4_ADDRESS, Category

_KINDS = {"GeoDimension": DimensionKind.REGION, "GeoDetailDimension": DimensionKind.REGION}
_KINDS["TimeDimension"] = DimensionKind.PERIOD


class CbsOpenDataV4:
    """The open data service of CBS, or another that speaks the same protocol."""

    def __init__(
        self,
        address: str,
        timer: Timer,
        timeout: tuple[float, float] = TIMEOUT,
        attempts: int = ATTEMPTS,
        backoff: wait_base = BACKOFF,
        pages: int = MAX_PAGES,
        limits: HttpLimits | None = None,
    ) -> None:
        """
        Args:
            address: with the path of the catalogue, for example ``https://datasets.cbs.nl/odata/v1/CBS``.
            timer: monotonic seconds.
            timeout: seconds for a connection, and for the next bytes.
            attempts: the most requests for one answer, when they fail.
            backoff: seconds between these.
            pages: the most pages that one answer may have.
            limits: what answers may take as a whole, from here on.

        Raises:
            SourceError: the address is none.
        """
        address_parts(address, CBS_V4_ADDRESS)
        self._address = address.rstrip("/")
        self._timeout, self._attempts, self._backoff, self._pages = timeout, attempts, backoff, pages
        self._session = BoundedHttp(limits or HttpLimits(), timer).session()

    def catalogue(self) -> tuple[CatalogueEntry, ...]:
        """Every table there is, in Dutch and not ended."""
        rows = self._rows("the catalogue", "Datasets", "Identifier", "Title")
        return tuple(
            CatalogueEntry(
                str(each["Identifier"]),
                text_of(each["Title"]),
                text_of(each.get("TemporalCoverage")),
                text_of(each.get("Modified"))[:10],
            )
            for each in rows
            if text_of(each.get("Language") or "nl") == "nl" and text_of(each.get("Status")) != "Gediscontinueerd"
        )

    def describe(self, table: str) -> Dataset:
        """The description of a table, in some requests.

        Raises:
            SourceError: there is no such table, or no answer.
        """
        about = f"table {table}"
        properties = self._get(about, f"{self._address}/{table}/Properties")
        measures = self._rows(about, f"{table}/MeasureCodes", "Identifier", "Title")
        groups = {str(each["Id"]): each for each in self._groups(table)} if _grouped(measures) else {}
        dimensions = self._rows(about, f"{table}/Dimensions", "Identifier", "Title", "Kind")
        if not measures or not dimensions:
            raise SourceError(
                said("Table {table} tells no columns", table=table), where=self._address, todo="try again later"
            )
        return Dataset(
            table,
            text_of(properties.get("Title")),
            text_of(properties.get("Summary")),
            text_of(properties.get("TemporalCoverage")),
            text_of(properties.get("Modified"))[:10],
            tuple(_measure(each, groups) for each in sorted(measures, key=lambda row: int(row.get("Index") or 0))),
            tuple(self._dimension(table, each) for each in dimensions),
        )

    def observations(self, dataset: Dataset, query: DatasetQuery) -> Iterator[Observation]:
        """The figures that a query asks for, a page at a time.

        Raises:
            SourceError: the table has no such measure, dimension or category, or there is no whole answer.
        """
        check_query(dataset, query)
        filters = [_either("Measure", query.measures), *(f"{name} eq '{key}'" for name, key in query.at.items())]
        if query.region and (regions := dataset.dimension(DimensionKind.REGION)):
            filters.append(f"startswith({regions.key},'{query.region}')")
        if query.since and (periods := dataset.dimension(DimensionKind.PERIOD)):
            filters.append(f"{periods.key} ge '{query.since}'")
        names = [each.key for each in dataset.dimensions]
        path = f"{dataset.table}/Observations"
        parameters = {"$filter": " and ".join(filters)}
        for row in self._pages_of(f"table {dataset.table}", path, parameters, "Measure", "Value", *names):
            value, status = row["Value"], text_of(row.get("ValueAttribute"))
            if isinstance(value, bool) or not isinstance(value, int | float | None):
                raise SourceError(
                    said("Table {table} has {value!r} where a number should be", table=dataset.table, value=value),
                    where=self._address,
                )
            why = status if value is None and status != "None" else ""
            yield Observation(str(row["Measure"]), {name: str(row[name]).strip() for name in names}, value, why)

    def _dimension(self, table: str, row: Mapping[str, Any]) -> Dimension:
        key = str(row["Identifier"])
        rows = self._rows(f"table {table}", f"{table}/{key}Codes", "Identifier", "Title")
        categories = tuple(
            Category(str(each["Identifier"]).strip(), text_of(each["Title"]), text_of(each.get("Status")))
            for each in rows
        )
        return Dimension(key, text_of(row["Title"]), _KINDS.get(str(row["Kind"]), DimensionKind.OTHER), categories)

    def _groups(self, table: str) -> Sequence[Mapping[str, Any]]:
        return self._rows(f"table {table}", f"{table}/MeasureGroups", "Id", "Title")

    def _rows(self, about: str, path: str, *keys: str) -> list[Mapping[str, Any]]:
        return list(self._pages_of(about, path, {}, *keys))

    def _pages_of(
        self, about: str, path: str, parameters: Mapping[str, str], *keys: str
    ) -> Iterator[Mapping[str, Any]]:
        """The rows of all pages; each has at least these keys."""
        host, address = urlsplit(self._address).netloc, f"{self._address}/{path}"
        for _ in range(self._pages):
            page = self._get(about, address, parameters, keys)
            yield from page["value"]
            following, parameters = page.get("@odata.nextLink"), {}
            if following is None:
                return
            if not isinstance(following, str) or urlsplit(following).netloc != host:
                raise SourceError(
                    said("CBS sends us elsewhere for {about}", about=about), where=str(following), todo=TRY_LATER
                )
            address = following
        raise SourceError(
            said("What CBS answers about {about} has no end: more than {pages} pages", about=about, pages=self._pages),
            where=self._address,
            todo=TRY_LATER,
        )

    def _get(
        self, about: str, address: str, parameters: Mapping[str, str] | None = None, keys: Sequence[str] = ()
    ) -> Mapping[str, Any]:
        """An answer; with ``keys`` it has rows under ``value``, each with at least these."""

        def ask() -> Mapping[str, Any]:
            query = urlencode(parameters or {}, quote_via=quote)  # a blank as %20: + means itself to some services
            response = self._session.get(address, params=query, timeout=self._timeout)
            response.raise_for_status()
            body = response.json()
            if not isinstance(body, dict):
                raise ValueError("no object")
            if keys:
                rows_in(body["value"], *keys)
            return body

        return retried(ask, about, self._address, self._attempts, self._backoff)


def _measure(row: Mapping[str, Any], groups: Mapping[str, Mapping[str, Any]]) -> Measure:
    decimals = row.get("Decimals")
    return Measure(
        str(row["Identifier"]),
        text_of(row["Title"]),
        text_of(row.get("Unit")),
        decimals if isinstance(decimals, int) else None,
        text_of(row.get("Description")),
        group_titles(row.get("MeasureGroupId"), groups, "ParentId"),
    )


def _grouped(measures: Sequence[Mapping[str, Any]]) -> bool:
    return any(each.get("MeasureGroupId") is not None for each in measures)


def _either(name: str, keys: Sequence[str]) -> str:
    either = " or ".join(f"{name} eq '{key}'" for key in keys)
    return f"({either})" if len(keys) > 1 else either
