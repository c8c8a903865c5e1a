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
from urllib.parse import urlsplit

import cbsodata
import requests
from tenacity.wait import wait_base

from reportgen.domain.timer import Timer
from reportgen.errors import SourceError
from reportgen.sources.cbs.bounded_http import BoundedHttp, HttpLimits
from reportgen.sources.cbs.retries import ATTEMPTS, BACKOFF, TRY_LATER, retried
from reportgen.sources.cbs.table_source import CBS_ADDRESS, Category, CellValue, TableData, TableInfo, Topic

TIMEOUT = (10.0, 120.0)
"""Seconds to wait for a connection, and for the next bytes of an answer; a page of 10,000 rows takes some ten."""

LIMITS = HttpLimits()

MAX_PAGES = 1_000
"""The most pages of one answer, 10,000 rows each: far above what is asked, and an end to links that go round."""

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
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SourceError(f"'{address}' is no address of open data", todo=f"give one like {CBS_ADDRESS}")
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
            raise SourceError(f"CBS has no table {table}", where=self._address, todo="look up its number in StatLine")
        return _info(table, rows[0])

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures, with the groups they stand in.

        Raises:
            SourceError: no answer, or one without columns.
        """
        rows = self.metadata(table, "DataProperties", "ID", "Key", "Title", "Type")
        by_id = {str(each["ID"]): each for each in rows}
        found = tuple(
            Topic(_text(each["Key"]), _text(each["Title"]), _text(each.get("Unit")), _groups(each, by_id))
            for each in rows
            if each["Type"] == "Topic"
        )
        if not found:
            raise SourceError(f"Table {table} tells no columns", where=self._address, todo="try again later")
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
            (info,) = _rows(data.get("TableInfos"), "Modified")
            rows = tuple(_stripped(row) for row in _rows(data.pop("TypedDataSet", None), *select))
            dimensions = {name: _categories(_rows(data[name], "Key", "Title")) for name in select if name in data}
            return TableData(_info(table, info), dimensions, rows)

        found = self._retried(f"table {table}", download)
        for name, categories in found.dimensions.items():
            unknown = {str(row[name]) for row in found.rows}.difference(each.key for each in categories)
            if unknown:
                raise SourceError(
                    f"Table {table} has rows of {min(unknown)}, of which its list {name} does not tell",
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
            f"table {table}", lambda: _rows(cbsodata.get_meta(table, name, self._host, timeout=self._timeout), *keys)
        )

    def tables(self) -> list[Mapping[str, Any]]:
        """The rows of the catalogue: every table with its identifier, title, period and day of revision.

        Raises:
            SourceError: no answer.
        """
        columns = ["Identifier", "Title", "Period", "Modified"]

        def download() -> list[Mapping[str, Any]]:
            found = cbsodata.get_table_list(columns, None, self._host, timeout=self._timeout)
            return _rows(found, "Identifier", "Title")

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
                    f"What CBS answers about {about} has no end: more than {self._pages} pages",
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


def _rows(value: object, *keys: str) -> list[Mapping[str, Any]]:
    """The rows of an answer, each with at least these keys; a ValueError when it is something else."""
    if not isinstance(value, list) or not all(
        isinstance(row, dict) and all(key in row for key in keys) for row in value
    ):
        raise ValueError("no list of rows with the expected keys")
    return value


def _groups(topic: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The titles of the groups a topic stands in, the nearest first; groups within each other end it."""
    found: dict[str, str] = {}
    at = str(topic.get("ParentID"))
    while at in by_id and at not in found:
        found[at] = _text(by_id[at]["Title"])
        at = str(by_id[at].get("ParentID"))
    return tuple(found.values())


def _info(table: str, row: Mapping[str, Any]) -> TableInfo:
    return TableInfo(table, _text(row.get("Title")), _text(row.get("Modified")), _text(row.get("Period")))


def _categories(rows: Sequence[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(Category(_text(row["Key"]), _text(row["Title"]), _text(row.get("Status"))) for row in rows)


def _stripped(row: Mapping[str, Any]) -> Mapping[str, CellValue]:
    return {column: value.strip() if isinstance(value, str) else value for column, value in row.items()}


def _text(value: object) -> str:
    return str(value).strip() if value is not None else ""
