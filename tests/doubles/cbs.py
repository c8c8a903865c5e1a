"""CBS's open data on this machine: a small server that speaks version 3, and misbehaves when it is told to."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from doubles.cbs_faults import MOVED, Fault, Reply
from doubles.cbs_query import Page, Refused, filtered, selected
from doubles.cbs_table import Table, document, failure, untyped

PAGE = 10_000
"""Rows of a page, and the number from which the small interface (ODataApi) refuses to answer."""

DATA = ("TypedDataSet", "UntypedDataSet")
FOUND = re.compile(r"/(?P<interface>ODataFeed|ODataApi)/odata/(?P<table>\w+)/(?P<set>\w*)$")
TOO_MANY = "The query returns more than 10000 records. Please use a filter to reduce the number of records."


@dataclass
class _Trouble:
    fault: Fault
    table: str
    set: str
    left: float


class CBS:
    """The server, for as long as a ``with`` block runs.

    Attributes:
        address: where it is.
        asked: table and set of every question, in order.
    """

    def __init__(self, *tables: Table, page: int = PAGE) -> None:
        self.page = page
        self.asked: list[tuple[str, str]] = []
        self.closing = Event()
        self._tables = {table.id: table for table in tables}
        self._troubles: list[_Trouble] = []
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answering", (_Handler,), {"cbs": self}))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def has(self, table: Table) -> None:
        """Gives it a table, instead of the one of the same number."""
        self._tables[table.id] = table

    def misbehaves(self, fault: Fault, table: str = "", set: str = "", times: float = float("inf")) -> None:
        """Lets something go wrong, as often as is said and then no more; without a name, in everything."""
        self._troubles.append(_Trouble(fault, table, set, times))

    def heals(self) -> None:
        """Nothing goes wrong any more."""
        self._troubles.clear()

    def reply(self, path: str) -> Reply:
        """The answer to a question."""
        at = urlsplit(path)
        found = FOUND.match(at.path.removeprefix(MOVED))
        query = {name: values[0] for name, values in parse_qs(at.query).items()}
        if found is None or found["table"] not in self._tables:
            return Reply(path, 404, failure("Resource not found for the segment."), _JSON)
        with self._lock:
            self.asked.append((found["table"], found["set"]))
            faults = self._faults(found["table"], found["set"])
        table = self._tables[found["table"]]
        for fault in faults:
            table = fault.on_table(table)
        try:
            status, body = 200, self._body(table, found["interface"], found["set"], query, at.path, faults)
        except Refused as refusal:
            status, body = (500 if str(refusal) == TOO_MANY else 400), failure(str(refusal))
        except KeyError:
            status, body = 404, failure(f"Resource not found for the segment '{found['set']}'.")
        reply = Reply(path, status, body, _JSON)
        for fault in faults:
            reply = fault.on_reply(reply)
        return reply

    def _faults(self, table: str, name: str) -> list[Fault]:
        now = [
            each for each in self._troubles if each.left > 0 and each.table in ("", table) and each.set in ("", name)
        ]
        for each in now:
            each.left -= 1
        return [each.fault for each in now]

    def _body(
        self, table: Table, interface: str, name: str, query: Mapping[str, str], path: str, faults: list[Fault]
    ) -> bytes:
        metadata = f"{self.address}{path}$metadata"
        if not name:
            sets = [{"name": each, "url": f"{self.address}{path}{each}"} for each in table.parts]
            return document(metadata, sets, None)
        found = filtered(table.rows if name in DATA else table.part(name), query.get("$filter"))
        if "$top" in query:
            found = found[: int(query["$top"])]
        if interface == "ODataApi" and len(found) >= PAGE:
            raise Refused(TOO_MANY)
        page = Page(found, int(query.get("$skip", 0)), self.page)
        for fault in faults:
            page = fault.on_page(page)
        rows = [untyped(row) for row in page.rows] if name == "UntypedDataSet" else page.rows
        link = f"{self.address}{path}?{urlencode({**query, '$skip': page.following})}" if page.following else None
        return document(metadata, selected(rows, query.get("$select")), link)


_JSON = {"Content-Type": "application/json;odata=minimalmetadata;charset=utf-8", "DataServiceVersion": "3.0;"}


class _Handler(BaseHTTPRequestHandler):
    cbs: CBS
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the name the library calls
        """Answers, as well as it goes."""
        reply = self.cbs.reply(self.path)
        head = {"Content-Length": str(len(reply.body)), **reply.headers, "Connection": "close"}
        self.close_connection = True
        silent = reply.hold is None or reply.hold > 0
        try:
            if reply.cut > 0 or not (silent or reply.reset):
                self.send_response(reply.status)
                for name, value in head.items():
                    self.send_header(name, value)
                self.end_headers()
                sent = int(len(reply.body) * reply.cut)
                self.wfile.write(reply.body[:sent])
                self.wfile.flush()
            if silent:
                self.cbs.closing.wait(reply.hold)
                if reply.cut == 0:  # it was only slow
                    self.send_response(reply.status)
                    for name, value in head.items():
                        self.send_header(name, value)
                    self.end_headers()
                self.wfile.write(reply.body[int(len(reply.body) * reply.cut) :])
            if reply.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
        except OSError:
            pass  # who asked has gone

    def finish(self) -> None:
        """Ends the conversation, also when nobody is there any more."""
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, format: str, *values: Any) -> None:
        """Keeps quiet."""
