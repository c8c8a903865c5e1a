"""The open data service of CBS (OData 3) through cbsodata: complete answers, or a SourceError that says why.

cbsodata leaves to its caller what is done here: limits on the time and size of answers, retries with increasing waits,
a limit on following links, and checking that an answer is complete. Keys come back without their padding; a missing
value stays None, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from threading import Lock
from typing import Any, TypeVar

import cbsodata
import requests
from tenacity.wait import wait_base

from reportgen.domain.timer import Timer
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.bounded_http import BoundedHttp, HttpLimits
from reportgen.sources.cbs.odata_values import MAX_PAGES, TIMEOUT, address_parts, group_titles, rows_in, text_of
from reportgen.sources.cbs.retries import ATTEMPTS, BACKOFF, TRY_LATER, retried
from reportgen.sources.cbs.table_source import CBS_ADDRESS, Category, CellValue, TableData, TableInfo, Topic

LIMITS = HttpLimits()

_CBSODATA = Lock()
"""Held while cbsodata is in use: it keeps the scheme of its addresses, and its session, in globals of its module."""

T = TypeVar("T")


class CbsOpenData:
    """The open data service of CBS, or another that speaks the same protocol."""

    def __init__(
        self,
        address: str,
        timer: Timer,
        timeout: tuple[float, float] = TIMEOUT,
        attempts: int = ATTEMPTS,
        backoff: wait_base = BACKOFF,
        pages: int = MAX_PAGES,
        limits: HttpLimits = LIMITS,
    ) -> None:
        """Takes the address of the service, and how to ask.

        Args:
            address: scheme and host, for example ``https://opendata.cbs.nl``.
            timer: monotonic seconds.
            timeout: seconds for a connection, and for the next bytes.
            attempts: the most requests for one answer, when they fail.
            backoff: seconds between these.
            pages: the most pages that one answer may have.
            limits: what answers may take as a whole, from here on.

        Raises:
            SourceError: the address is none.
        """
        parts = address_parts(address, CBS_ADDRESS)
        self._address, self._host, self._https = address, parts.netloc, parts.scheme == "https"
        self._timeout, self._attempts, self._backoff, self._pages = timeout, attempts, backoff, pages
        self._http = BoundedHttp(limits, timer)

    def info(self, table: str) -> TableInfo:
        """The description of a table, in one request.

        Raises:
            SourceError: there is no such table, or no answer.
        """
        rows = self.metadata(table, "TableInfos", "Modified")
        if not rows:
            raise SourceError(
                said("CBS has no table {table}", table=table),
                where=self._address,
                todo="look up its number in StatLine",
            )
        return _info(table, rows[0])

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures, with the groups they stand in.

        Raises:
            SourceError: no answer, or one without columns.
        """
        rows = self.metadata(table, "DataProperties", "ID", "Key", "Title", "Type")
        by_id = {str(each["ID"]): each for each in rows}
        found = tuple(
            Topic(
                text_of(each["Key"]),
                text_of(each["Title"]),
                text_of(each.get("Unit")),
                group_titles(each.get("ParentID"), by_id, "ParentID"),
            )
            for each in rows
            if each["Type"] == "Topic"
        )
        if not found:
            raise SourceError(
                said("Table {table} tells no columns", table=table), where=self._address, todo="try again later"
            )
        return found

    def read(self, table: str, select: Sequence[str], where: str) -> TableData:
        """The rows that pass a filter, with the categories of every selected dimension.

        Raises:
            SourceError: no answer, or an incomplete one.
        """

        def download() -> TableData:
            data = cbsodata.download_data(
                table, select=list(select), filters=where, catalog_url=self._host, timeout=self._timeout
            )
            (info,) = rows_in(data.get("TableInfos"), "Modified")
            rows = tuple(_stripped(row) for row in rows_in(data.pop("TypedDataSet", None), *select))
            dimensions = {name: _categories(rows_in(data[name], "Key", "Title")) for name in select if name in data}
            return TableData(_info(table, info), dimensions, rows)

        found = self._retried(f"table {table}", download)
        for name, categories in found.dimensions.items():
            unknown = {str(row[name]) for row in found.rows}.difference(each.key for each in categories)
            if unknown:
                raise SourceError(
                    said(
                        "Table {table} has rows of {unknown}, of which its list {name} does not tell",
                        table=table,
                        unknown=min(unknown),
                        name=name,
                    ),
                    where=self._address,
                    todo=TRY_LATER,
                )
        return found

    def metadata(self, table: str, name: str, *keys: str) -> list[Mapping[str, Any]]:
        """The rows of one part of a table's metadata, each with at least these keys.

        Raises:
            SourceError: there is no such part, or no answer.
        """
        return self._retried(
            f"table {table}", lambda: rows_in(cbsodata.get_meta(table, name, self._host, timeout=self._timeout), *keys)
        )

    def tables(self) -> list[Mapping[str, Any]]:
        """The rows of the catalogue: every table with its identifier, title, period and day of revision.

        Raises:
            SourceError: no answer.
        """
        columns = ["Identifier", "Title", "Period", "Modified"]

        def download() -> list[Mapping[str, Any]]:
            found = cbsodata.get_table_list(columns, None, self._host, timeout=self._timeout)
            return rows_in(found, "Identifier", "Title")

        return self._retried("the catalogue", download)

    def _retried(self, about: str, request: Callable[[], T]) -> T:
        """What a request about a table, or about the catalogue, returns; repeated while that may help."""
        return retried(lambda: self._attempt(about, request), about, self._address, self._attempts, self._backoff)

    def _attempt(self, about: str, request: Callable[[], T]) -> T:
        """What a request returns; given up after too many pages, for each of which cbsodata opens a session."""
        opened = count(1)

        def session() -> requests.Session:
            if next(opened) > self._pages:
                raise SourceError(
                    said(
                        "What CBS answers about {about} has no end: more than {pages} pages",
                        about=about,
                        pages=self._pages,
                    ),
                    where=self._address,
                    todo=TRY_LATER,
                )
            return self._http.session()

        with _cbsodata_with(session, self._https):
            return request()


@contextmanager
def _cbsodata_with(session: Callable[[], requests.Session], https: bool) -> Iterator[None]:
    """cbsodata with a session and a scheme of one's own, for one thread at a time; as it was afterwards."""
    with _CBSODATA:
        before = cbsodata.options.use_https, cbsodata.cbsodata3.Session
        cbsodata.options.use_https, cbsodata.cbsodata3.Session = https, session
        try:
            yield
        finally:
            cbsodata.options.use_https, cbsodata.cbsodata3.Session = before


def _info(table: str, row: Mapping[str, Any]) -> TableInfo:
    return TableInfo(table, text_of(row.get("Title")), text_of(row.get("Modified")), text_of(row.get("Period")))


def _categories(rows: Sequence[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(Category(text_of(row["Key"]), text_of(row["Title"]), text_of(row.get("Status"))) for row in rows)


def _stripped(row: Mapping[str, Any]) -> Mapping[str, CellValue]:
    return {column: value.strip() if isinstance(value, str) else value for column, value in row.items()}
