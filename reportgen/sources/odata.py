"""The open data of Statistics Netherlands, version 3, through cbsodata: whole answers, or a fault that says why.

What cbsodata leaves to its caller is done here: time-outs, asking again ever later, and seeing that an answer is
whole. Keys come back without their padding; a missing value stays None and is never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import cbsodata
import requests
from tenacity import RetryError, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
from tenacity.wait import wait_base

from reportgen.errors import SourceError

OPEN_DATA = "https://opendata.cbs.nl"

TIMEOUT = (10.0, 120.0)
"""Seconds to wait for a connection, and for the next bytes of an answer; a page of 10,000 rows takes some ten."""

ATTEMPTS = 5
PATIENCE = wait_exponential_jitter(multiplier=2, max=60, jitter=2)
"""Seconds between attempts: about 2, 4, 8 and 16, not the same for everyone."""

Value = str | int | float | None

T = TypeVar("T")


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
class Answer:
    """A table, or what was asked of it: rows by column, keys without padding."""

    info: TableInfo
    dimensions: Mapping[str, tuple[Category, ...]]
    rows: tuple[Mapping[str, Value], ...]


class FigureSource(Protocol):
    """Where tables are asked; a reader of another interface of CBS can take this place."""

    def info(self, table: str) -> TableInfo:
        """What there is to know of a table before it is read, in one small question."""
        ...

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures of a table."""
        ...

    def read(self, table: str, select: Sequence[str], where: str) -> Answer:
        """The rows that a filter leaves, with the columns that are named."""
        ...


class OpenData:
    """CBS's own service, or one that speaks like it."""

    def __init__(
        self,
        address: str = OPEN_DATA,
        timeout: tuple[float, float] = TIMEOUT,
        attempts: int = ATTEMPTS,
        patience: wait_base = PATIENCE,
    ) -> None:
        """Takes where to ask, and how patiently.

        Args:
            address: scheme and host, for example ``https://opendata.cbs.nl``.
            timeout: seconds for a connection, and for the next bytes.

        Raises:
            SourceError: the address is none.
        """
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SourceError(f"'{address}' is no address of open data", todo=f"give one like {OPEN_DATA}")
        self._address, self._host, self._https = address, parts.netloc, parts.scheme == "https"
        self._timeout, self._attempts, self._patience = timeout, attempts, patience

    def info(self, table: str) -> TableInfo:
        """What CBS says of a table, in one request.

        Raises:
            SourceError: there is no such table, or no answer.
        """
        said = self._asked(table, lambda: cbsodata.get_info(table, self._host, timeout=self._timeout))
        if not said:
            raise SourceError(f"CBS has no table {table}", where=self._address, todo="look up its number in StatLine")
        return _info(table, said)

    def topics(self, table: str) -> tuple[Topic, ...]:
        """The columns with figures, with the groups they stand in.

        Raises:
            SourceError: no answer, or one without columns.
        """
        ask = self._meta(table, "DataProperties")
        by_id = {each["ID"]: each for each in ask}

        def groups(each: Mapping[str, Any]) -> Iterator[str]:
            above = by_id.get(each.get("ParentID"))
            while above is not None:
                yield _text(above["Title"])
                above = by_id.get(above.get("ParentID")) if above.get("ParentID") != above["ID"] else None

        found = tuple(
            Topic(_text(each["Key"]), _text(each["Title"]), _text(each.get("Unit")), tuple(groups(each)))
            for each in ask
            if each.get("Type") == "Topic"
        )
        if not found:
            raise SourceError(f"Table {table} tells no columns", where=self._address, todo="try again later")
        return found

    def read(self, table: str, select: Sequence[str], where: str) -> Answer:
        """The rows that a filter leaves, every dimension that is selected spelled out.

        Raises:
            SourceError: no answer, or one that is not whole.
        """
        data = self._asked(
            table,
            lambda: cbsodata.download_data(
                table, select=list(select), filters=where, catalog_url=self._host, timeout=self._timeout
            ),
        )
        rows = data["TypedDataSet"]
        absent = sorted({column for column in select for row in rows[:1] if column not in row})
        if absent:
            raise SourceError(f"Table {table} has no column {', '.join(absent)}", where=self._address)
        dimensions = {name: _categories(data[name]) for name in select if name in data}
        infos = data.get("TableInfos") or [{}]
        return Answer(_info(table, infos[0]), dimensions, tuple(_stripped(row) for row in rows))

    def _meta(self, table: str, name: str) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = self._asked(
            table, lambda: cbsodata.get_meta(table, name, self._host, timeout=self._timeout)
        )
        return said

    def _asked(self, table: str, question: Callable[[], T]) -> T:
        """The answer to a question, asked again while that may help."""
        attempts = Retrying(
            stop=stop_after_attempt(self._attempts),
            wait=self._patience,
            retry=retry_if_exception(_may_pass),
        )
        try:
            with _scheme(self._https):
                return attempts(question)
        except RetryError as fault:
            cause: object = fault.last_attempt.exception()
        except (requests.RequestException, ValueError, KeyError, TypeError) as fault:
            cause = fault
        raise SourceError(
            f"CBS gives no usable answer about table {table}: {_why(cause)}",
            where=self._address,
            todo="try again later; what was kept stays in use",
        ) from None


@contextmanager
def _scheme(https: bool) -> Iterator[None]:
    """cbsodata keeps in one place for everyone whether it asks over https."""
    before = cbsodata.options.use_https
    cbsodata.options.use_https = https
    try:
        yield
    finally:
        cbsodata.options.use_https = before


def _may_pass(fault: BaseException) -> bool:
    """Whether asking again may help: not after a plain 'no' (4xx, but for 'too many requests')."""
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
        case requests.Timeout():
            return "it does not answer in time"
        case requests.HTTPError() if status := _status(cause):
            return f"it answers {status}"
        case requests.JSONDecodeError() | ValueError():
            return "what it answers is no data"
        case requests.ConnectionError() | requests.exceptions.ChunkedEncodingError():
            return "the connection breaks off"
        case _:
            return f"{type(cause).__name__}"


def _info(table: str, said: Mapping[str, Any]) -> TableInfo:
    return TableInfo(table, _text(said.get("Title")), _text(said.get("Modified")), _text(said.get("Period")))


def _categories(rows: Sequence[Mapping[str, Any]]) -> tuple[Category, ...]:
    return tuple(Category(_text(row["Key"]), _text(row["Title"]), _text(row.get("Status"))) for row in rows)


def _stripped(row: Mapping[str, Any]) -> Mapping[str, Value]:
    return {column: value.strip() if isinstance(value, str) else value for column, value in row.items()}


def _text(value: object) -> str:
    return str(value).strip() if value is not None else ""
