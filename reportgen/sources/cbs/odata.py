"""The open data of Statistics Netherlands, version 3, through cbsodata: whole answers, or a fault that says why.

What cbsodata leaves to its caller is done here: time-outs, asking again ever later, an end to following links, and
seeing that an answer is whole. Keys come back without their padding; a missing value stays None and is never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeVar
from urllib.parse import urlsplit

import cbsodata
import requests
from tenacity import RetryError, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
from tenacity.wait import wait_base

from reportgen.errors import SourceError
from reportgen.sources.cbs.figure_source import CBS_ADDRESS, Category, CellValue, TableData, TableInfo, Topic

TIMEOUT = (10.0, 120.0)
"""Seconds to wait for a connection, and for the next bytes of an answer; a page of 10,000 rows takes some ten."""

ATTEMPTS = 5
BACKOFF = wait_exponential_jitter(multiplier=2, max=60, jitter=2)
"""Seconds between attempts: about 2, 4, 8 and 16, not the same for everyone."""

MAX_PAGES = 1_000
"""The most pages of one answer, 10,000 rows each: far above what is asked, and an end to links that go round."""

T = TypeVar("T")


class CbsOpenData:
    """CBS's own service, or one that speaks like it."""

    def __init__(
        self,
        address: str = CBS_ADDRESS,
        timeout: tuple[float, float] = TIMEOUT,
        attempts: int = ATTEMPTS,
        backoff: wait_base = BACKOFF,
        pages: int = MAX_PAGES,
    ) -> None:
        """Takes where to ask, and how patiently.

        Args:
            address: scheme and host, for example ``https://opendata.cbs.nl``.
            timeout: seconds for a connection, and for the next bytes.
            pages: the most pages that one answer may have.

        Raises:
            SourceError: the address is none.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SourceError(f"'{address}' is no address of open data", todo=f"give one like {CBS_ADDRESS}")
        self._address, self._host, self._https = address, parts.netloc, parts.scheme == "https"
        self._timeout, self._attempts, self._patience, self._pages = timeout, attempts, backoff, pages

    def info(self, table: str) -> TableInfo:
        """What CBS says of a table, in one request.

        Raises:
            SourceError: there is no such table, or no answer.
        """
        said = self._meta(table, "TableInfos", "Modified")
        if not said:
            raise SourceError(f"CBS has no table {table}", where=self._address, todo="look up its number in StatLine")
        return _info(table, said[0])

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures, with the groups they stand in.

        Raises:
            SourceError: no answer, or one without columns.
        """
        said = self._meta(table, "DataProperties", "ID", "Key", "Title", "Type")
        by_id = {str(each["ID"]): each for each in said}
        found = tuple(
            Topic(_text(each["Key"]), _text(each["Title"]), _text(each.get("Unit")), _groups(each, by_id))
            for each in said
            if each["Type"] == "Topic"
        )
        if not found:
            raise SourceError(f"Table {table} tells no columns", where=self._address, todo="try again later")
        return found

    def read(self, table: str, select: Sequence[str], where: str) -> TableData:
        """The rows that a filter leaves, every dimension that is selected spelled out.

        Raises:
            SourceError: no answer, or one that is not whole.
        """

        def question() -> TableData:
            data = cbsodata.download_data(
                table, select=list(select), filters=where, catalog_url=self._host, timeout=self._timeout
            )
            (said,) = _rows(data.get("TableInfos"), "Modified")
            rows = tuple(_stripped(row) for row in _rows(data.pop("TypedDataSet", None), *select))
            dimensions = {name: _categories(_rows(data[name], "Key", "Title")) for name in select if name in data}
            return TableData(_info(table, said), dimensions, rows)

        answer = self._asked(table, question)
        for name, categories in answer.dimensions.items():
            unknown = {str(row[name]) for row in answer.rows}.difference(each.key for each in categories)
            if unknown:
                raise SourceError(
                    f"Table {table} has rows of {min(unknown)}, of which its list {name} does not tell",
                    where=self._address,
                    todo="try again later; what was kept stays in use",
                )
        return answer

    def _meta(self, table: str, name: str, *keys: str) -> list[Mapping[str, Any]]:
        return self._asked(
            table, lambda: _rows(cbsodata.get_meta(table, name, self._host, timeout=self._timeout), *keys)
        )

    def _asked(self, table: str, question: Callable[[], T]) -> T:
        """The answer to a question, asked again while that may help."""
        attempts = Retrying(
            stop=stop_after_attempt(self._attempts),
            wait=self._patience,
            retry=retry_if_exception(_may_pass),
        )
        try:
            with _manners(self._https):
                return attempts(lambda: self._bounded(table, question))
        except RetryError as fault:
            cause: object = fault.last_attempt.exception()
        except (requests.RequestException, ValueError, KeyError, TypeError) as fault:
            cause = fault
        raise SourceError(
            f"CBS gives no usable answer about table {table}: {_why(cause)}",
            where=self._address,
            todo="try again later; what was kept stays in use",
        ) from None

    def _bounded(self, table: str, question: Callable[[], T]) -> T:
        """The answer to a question, given up when page follows on page; cbsodata opens a session for each."""
        opened = count(1)

        def session() -> requests.Session:
            if next(opened) > self._pages:
                raise SourceError(
                    f"What CBS answers about table {table} has no end: more than {self._pages} pages",
                    where=self._address,
                    todo="try again later; what was kept stays in use",
                )
            return requests.Session()

        cbsodata.cbsodata3.Session = session
        return question()


@contextmanager
def _manners(https: bool) -> Iterator[None]:
    """cbsodata keeps in one place for everyone whether it asks over https, and how it opens a session."""
    before = cbsodata.options.use_https, cbsodata.cbsodata3.Session
    cbsodata.options.use_https = https
    try:
        yield
    finally:
        cbsodata.options.use_https, cbsodata.cbsodata3.Session = before


def _may_pass(fault: BaseException) -> bool:
    """Whether asking again may help: not after a plain 'no' (4xx, but for 'too many requests'), or going round."""
    if isinstance(fault, requests.TooManyRedirects):
        return False
    if isinstance(fault, requests.HTTPError):
        status = _status(fault)
        return status is None or status >= 500 or status in (408, 429)
    return isinstance(fault, requests.RequestException | ValueError)  # broken off, timed out, or no JSON


def _status(fault: requests.HTTPError) -> int | None:
    """The status in the fault's words: cbsodata does not hand its answer on."""
    found = re.search(r"\b([45]\d\d) (?:Client|Server) Error", str(fault))
    return int(found[1]) if found else None


def _why(cause: object) -> str:
    match cause:
        case requests.TooManyRedirects():
            return "it sends us from one address to the next"
        case requests.Timeout():
            return "it does not answer in time"
        case requests.HTTPError() if status := _status(cause):
            return f"it answers {status}"
        case requests.ConnectionError() if "timed out" in str(cause):  # half-way; requests calls that a connection
            return "it does not answer in time"
        case requests.ConnectionError() | requests.exceptions.ChunkedEncodingError():
            return "the connection breaks off"
        case _:
            return "what it answers is no data"


def _rows(said: object, *keys: str) -> list[Mapping[str, Any]]:
    """The rows of an answer, each with these keys at least; a ValueError when it is something else."""
    if not isinstance(said, list) or not all(isinstance(row, dict) and all(key in row for key in keys) for row in said):
        raise ValueError("rows without what rows have")
    return said


def _groups(topic: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """The titles of the groups a topic stands in, the nearest first; groups that stand in each other end it."""
    found: dict[str, str] = {}
    at = str(topic.get("ParentID"))
    while at in by_id and at not in found:
        found[at] = _text(by_id[at]["Title"])
        at = str(by_id[at].get("ParentID"))
    return tuple(found.values())


def _info(table: str, said: Mapping[str, Any]) -> TableInfo:
    return TableInfo(table, _text(said.get("Title")), _text(said.get("Modified")), _text(said.get("Period")))


def _categories(rows: Sequence[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(Category(_text(row["Key"]), _text(row["Title"]), _text(row.get("Status"))) for row in rows)


def _stripped(row: Mapping[str, Any]) -> Mapping[str, CellValue]:
    return {column: value.strip() if isinstance(value, str) else value for column, value in row.items()}


def _text(value: object) -> str:
    return str(value).strip() if value is not None else ""
