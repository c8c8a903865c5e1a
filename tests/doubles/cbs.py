"""CBS's open data, versions 3 and 4, on this machine: tables it is given, asked over HTTP and broken as it is told."""

from __future__ import annotations

import json
import os
import re
import socket
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from doubles import cbs_v4
from doubles.cbs_faults import MOVED, Fault, Reply
from doubles.cbs_neighbourhoods import neighbourhoods
from doubles.cbs_query import Page, Refused, filtered, selected
from doubles.cbs_sale_prices import sale_prices
from doubles.cbs_table import SERVICE, Row, Table, document, failure, untyped
from doubles.cbs_tables import national_key_figures, origins_by_municipality, regional_key_figures

MOST = 10_000
"""Rows on a page of ODataFeed; ODataApi refuses to give as many."""

TOO_MANY = f"The query has more records than the maximum of {MOST}. Use ODataFeed for large amounts of data."

_PATH = re.compile(rf"(?:{MOVED})?/(ODataFeed|ODataApi)/odata/([^/]+)(?:/([^/]*))?", re.I)
_DATA = ("TypedDataSet", "UntypedDataSet")

_CATALOGUE = "/ODataCatalog/Tables"
_PATH_4 = re.compile(rf"(?:{MOVED})?{cbs_v4.ROOT}/([^/]+)(?:/([^/]*))?")


def tables() -> tuple[Table, ...]:
    """The tables that the program fetches, 84910NED of the reference year, and one more."""
    fetched = regional_key_figures(), national_key_figures(), neighbourhoods()
    return *fetched, origins_by_municipality(), sale_prices()


@dataclass(frozen=True)
class Asked:
    """One request: the table in capitals, the part of it, the row it begins with, and all of it as it was written."""

    table: str
    part: str
    skip: int
    path: str
    query: str


@dataclass
class Planned:
    """A fault that waits for its moment.

    Attributes:
        part: of which part of the table, any when empty.
        page: on which page, counted from 0; on any when ``None``.
        after: how many such requests are answered well before.
        times: how many go wrong then, all of them when ``None``.
    """

    fault: Fault
    table: str
    part: str | None
    page: int | None
    after: int
    times: int | None
    seen: int = field(default=0)

    def comes(self, asked: Asked, size: int) -> bool:
        """Whether the fault strikes this request; every request it is meant for counts."""
        meant = (
            self.table in ("", asked.table)
            and self.part in (None, asked.part)
            and self.page in (None, asked.skip // size)
        )
        if not meant:
            return False
        self.seen += 1
        return self.seen > self.after and (self.times is None or self.seen <= self.after + self.times)


class Cbs:
    """The service, for as long as its ``with`` lasts; what it is told holds from the next request.

    Attributes:
        asked: every request, in the order in which they came.
        page: the most rows of an answer of ODataFeed.
    """

    def __init__(self, content: Iterable[Table] | None = None, page: int = MOST) -> None:
        self.page = page
        self.asked: list[Asked] = []
        self.closing = Event()
        self._tables = {each.id.upper(): each for each in (tables() if content is None else content)}
        self._planned: list[Planned] = []
        self._found: dict[tuple[int, str], tuple[Sequence[Row], Sequence[Row]]] = {}
        self._made: dict[tuple[int, int], tuple[Table, Fault, Table]] = {}
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.cbs = self
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Cbs:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def host(self) -> str:
        """Host and port, as cbsodata's ``catalog_url`` takes it."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def address(self) -> str:
        """Where to ask, as REPORTGEN_CBS takes it."""
        return f"http://{self.host}"

    @property
    def address_v4(self) -> str:
        """Where to ask version 4."""
        return f"{self.address}{cbs_v4.ROOT}"

    def table(self, name: str) -> Table:
        """A table as it is now, without the faults that wait."""
        return self._tables[name.upper()]

    def holds(self, table: Table) -> None:
        """Takes a table in, in the place of the one of that name."""
        self._tables[table.id.upper()] = table

    def breaks(
        self,
        fault: Fault,
        table: str = "",
        part: str | None = None,
        page: int | None = None,
        after: int = 0,
        times: int | None = None,
    ) -> None:
        """Lets something go wrong from the next request on, everywhere or where it is said, for some times or ever."""
        with self._lock:
            self._planned.append(Planned(fault, table.upper(), part, page, after, times))

    def heals(self) -> None:
        """Forgets every fault, and what was asked."""
        with self._lock:
            self._planned.clear()
            self.asked.clear()

    def parts(self, table: str = "") -> list[str]:
        """What was asked of a table, or of all, in its order."""
        return [each.part for each in self.asked if table.upper() in ("", each.table)]

    def reply(self, target: str) -> Reply:
        """The answer to what stands in a request, faults and all."""
        url = urlsplit(target)
        said = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        if match := _PATH_4.fullmatch(url.path):
            return self._reply_v4(target, match[1], match[2] or "", said)
        match = _PATH.fullmatch(url.path)
        if url.path.removeprefix(MOVED) == _CATALOGUE:
            return self._catalogue(target, said)
        if match is None:
            return Reply(target, 404, failure("Resource not found for the segment."))
        service, name, part = match[1], match[2].upper(), match[3] or SERVICE
        skip = int(said.get("$skip", 0))
        faults = self._faults(Asked(name, part, skip, url.path, url.query))
        table = self._tables.get(name)
        if table is None:
            said_no = failure(f"Resource not found for the segment '{name}'.")
            return _broken(Reply(target, 404, said_no, _JSON), faults)
        table = reduce(self._changed, faults, table)
        try:
            reply = Reply(target, 200, self._body(service, table, part, said, faults), _JSON)
        except Refused as refusal:
            reply = Reply(target, 400, failure(str(refusal)), _JSON)
        except _TooMany:
            reply = Reply(target, 500, failure(TOO_MANY), _JSON)
        except KeyError:
            reply = Reply(target, 404, failure(f"Resource not found for the segment '{part}'."), _JSON)
        return _broken(reply, faults)

    def _catalogue(self, target: str, said: dict[str, str]) -> Reply:
        """The list of all tables, as version 3 has it."""
        faults = self._faults(Asked("", _CATALOGUE, 0, _CATALOGUE, urlsplit(target).query))
        rows = [row for table in self._tables.values() for row in table.part("TableInfos")]
        body = document(f"{self.address}/ODataCatalog/$metadata#Tables", selected(rows, said.get("$select")), None)
        return _broken(Reply(target, 200, body, _JSON), faults)

    def _reply_v4(self, target: str, name: str, part: str, said: dict[str, str]) -> Reply:
        """An answer of version 4: the catalogue, or a part of a table."""
        skip = int(said.get("$skip", 0))
        faults = self._faults(Asked(name.upper(), part, skip, urlsplit(target).path, urlsplit(target).query))
        table = self._tables.get(name.upper())
        if table is not None:
            table = reduce(self._changed, faults, table)
        try:
            if name == "Datasets" and not part:
                rows: Sequence[Row] = cbs_v4.catalogue(tuple(self._tables.values()))
            elif table is None:
                return _broken(Reply(target, 404, failure(f"{name} not found"), _JSON), faults)
            elif part == "Properties":
                return _broken(Reply(target, 200, cbs_v4.properties(table), _JSON), faults)
            else:
                rows = cbs_v4.rows_of(table, part, said.get("$filter"))
        except Refused as refusal:
            return _broken(Reply(target, 400, failure(str(refusal)), _JSON), faults)
        except KeyError:
            return _broken(Reply(target, 404, failure(f"{part} not found"), _JSON), faults)
        page = reduce(lambda before, fault: fault.on_page(before), faults, Page(rows, skip, self.page))
        link = None
        if page.following is not None:
            rest = {**said, "$skip": str(page.following)}
            link = f"{self.address_v4}/{name}/{part}?" + "&".join(f"{key}={quote(each)}" for key, each in rest.items())
        return _broken(Reply(target, 200, cbs_v4.document(page.rows, link), _JSON), faults)

    def _faults(self, asked: Asked) -> list[Fault]:
        """The faults that strike a request, which is noted."""
        with self._lock:
            self.asked.append(asked)
            return [each.fault for each in self._planned if each.comes(asked, self.page)]

    def _changed(self, table: Table, fault: Fault) -> Table:
        """The table as the fault makes it, made once; what it was made from is kept too, so that no id comes back."""
        key = (id(table), id(fault))
        if key not in self._made:
            self._made[key] = (table, fault, fault.on_table(table))
        return self._made[key][2]

    def _body(self, service: str, table: Table, part: str, said: dict[str, str], faults: Sequence[Fault]) -> bytes:
        root = f"{self.address}/{service}/odata/{table.id}"
        if said.get("$format") != "json":
            return b'<?xml version="1.0" encoding="utf-8"?>\r\n<feed xmlns="http://www.w3.org/2005/Atom" />\r\n'
        if part == SERVICE:
            return document(
                f"{root}/$metadata", [{"name": each, "url": f"{root}/{each}"} for each in table.parts], None
            )
        found = self._rows(table, part, said)
        is_feed = service.lower() == "odatafeed"
        if not is_feed and len(found) >= MOST:
            raise _TooMany
        skip = int(said.get("$skip", 0))
        size = self.page if is_feed else MOST
        page = reduce(lambda before, fault: fault.on_page(before), faults, Page(found, skip, size))
        rows = selected(page.rows, said.get("$select"))
        if part == "UntypedDataSet":
            rows = [untyped(row) for row in rows]
        link = None
        if is_feed and page.following is not None:
            rest = {**said, "$skip": str(page.following)}
            link = f"{root}/{part}?" + "&".join(f"{name}={quote(value)}" for name, value in rest.items())
        return document(f"{root}/$metadata#Cbs.OData.WebAPI.{part}", rows, link)

    def _rows(self, table: Table, part: str, said: dict[str, str]) -> Sequence[Row]:
        """The rows that were asked for; those of large tables are looked up once for all their pages."""
        rows = table.part(part)
        if part in _DATA:
            key = (id(table.rows), said.get("$filter", ""))
            if key not in self._found:
                self._found[key] = (rows, filtered(rows, said.get("$filter")))  # the rows too, so that no id comes back
            rows = self._found[key][1]
        else:
            rows = filtered(rows, said.get("$filter"))
        return rows[: int(said["$top"])] if "$top" in said else rows


_JSON = {"Content-Type": "application/json; odata=minimalmetadata; streaming=true; charset=utf-8"}


class _TooMany(Exception):
    """More rows than ODataApi gives."""


def _broken(reply: Reply, faults: Sequence[Fault]) -> Reply:
    return reduce(lambda before, fault: fault.on_reply(before), faults, reply)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 32
    cbs: Cbs

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: clients that do not wait are part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answers, as far as the faults let it."""
        reply = self.server.cbs.reply(self.path)
        whole = self._head(reply) + reply.body
        sent = len(whole) - len(reply.body) + int(len(reply.body) * reply.cut) if reply.cut else 0
        self.wfile.write(whole[:sent])
        if reply.hold != 0:
            self.server.cbs.closing.wait(reply.hold)
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
        else:
            self.wfile.write(whole[sent:])
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing; ``Cbs.asked`` knows."""

    def _head(self, reply: Reply) -> bytes:
        headers = {"Content-Length": str(len(reply.body)), **reply.headers, "Connection": "close"}
        lines = [f"HTTP/1.1 {reply.status} {self.responses.get(reply.status, ('',))[0]}"]
        return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


def parsed(body: bytes) -> list[dict[str, Any]]:
    """The rows in a body."""
    found: list[dict[str, Any]] = json.loads(body)["value"]
    return found
