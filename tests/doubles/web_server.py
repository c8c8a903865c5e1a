"""The web page of an event, served for real: in a thread of the test's own process, or as the command ``serve``."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import requests
from argon2 import PasswordHasher
from doubles.form_client import FormClient, full_path

from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.interfaces.web.connections import DEFAULT_LIMITS, ConnectionLimits
from reportgen.interfaces.web.context import EVENTS_PATH
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.server import WebServer
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.audit import Organiser
from reportgen.storage.ledger.ledger import Ledger

NOW = "2018-12-03T08:00"
PASSWORD = "vier woorden op een rij"

_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Verifying takes the parameters from the hash: one of this hasher takes no time, one of the program's a tenth of a
second."""


def admit(output: Path, *names: str) -> None:
    """Adds organisers, all with PASSWORD."""
    with closing(Ledger.open(Paths(EMBEDDED, output).ledger)) as ledger:
        for name in names:
            organiser = Organiser(name, f"{name}@vng.example", _CHEAP.hash(PASSWORD))
            ledger.audit().save_organiser(organiser, datetime(2018, 12, 3, 8, tzinfo=ZONE))


@contextmanager
def ledger_locked(output: Path) -> Iterator[None]:
    """Keeps whoever writes in the ledger waiting, up to SQLite's time-out of some seconds; readers go on."""
    with closing(sqlite3.connect(Paths(EMBEDDED, output).ledger, isolation_level=None)) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        yield
        ledger.execute("ROLLBACK")


class ServedEvent:
    """The page of an event at ``address``, for as long as the block runs.

    Args:
        now: the moment at which the server's clock starts; empty for the real clock.
    """

    def __init__(self, event: Path, output: Path, now: str = NOW) -> None:
        self.event, self.output, self.now = event, output, now
        self.port = 0

    @property
    def address(self) -> str:
        """The page's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """The beginning of the addresses of the event."""
        return f"{EVENTS_PATH}/{self.event.name}"

    def url(self, path: str) -> str:
        """The address of a page of the event, or of one of no meeting."""
        return f"{self.address}{full_path(self.base, path)}"

    def signed_in(self, name: str = "anna", password: str = PASSWORD) -> FormClient:
        """An organiser who signed in."""
        client = FormClient(self.address, self.base)
        answer = client.post("/inloggen", naam=name, wachtwoord=password)
        assert answer.url == f"{self.address}/", answer.text
        return client


class Served(ServedEvent):
    """Served in a thread: nothing is imported anew.

    Args:
        limits: limits on connections.
        clock: counts as the real one, so that mail leaves; None for a clock that begins at ``now``.
    """

    def __init__(
        self,
        event: Path,
        output: Path,
        now: str = NOW,
        limits: ConnectionLimits = DEFAULT_LIMITS,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(event, output, now)
        self._limits, self._own_clock = limits, clock

    def __enter__(self) -> Self:
        paths = Paths(EMBEDDED.resolve(), self.output.resolve())
        clock, made_up = self._own_clock or _clock(self.now), bool(self.now) and self._own_clock is None
        folder = self.event.resolve()
        self.installation = Installation(folder.parent, paths, clock, made_up, workers=1, tls=False)
        self._server = WebServer(self.installation, "127.0.0.1", 0, limits=self._limits)
        if context := self._server.contexts.get(folder.name):  # there may be no event yet
            self.context = context
        self._thread = Thread(target=self._server.run, name="served")
        self._thread.start()
        _until(lambda: self._server.started or not self._thread.is_alive())
        assert self._server.started, "the page is not served"
        self.port = int(self._server.servers[0].sockets[0].getsockname()[1])
        return self

    def wait_until_ended(self, port: int) -> None:
        """Waits until the server has ended the connection from a port of this machine."""
        connections = self._server.server_state.connections
        _until(lambda: all(getattr(each, "client", ("", 0))[1] != port for each in list(connections)))

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.handle_exit(signal.SIGTERM, None)
        self._thread.join(60)
        assert not self._thread.is_alive(), "the page is served still"
        self._server.contexts.close()


class ServedByCommand(ServedEvent):
    """Served by ``reportgen serve``, as a process of its own."""

    def __init__(self, event: Path, output: Path, *options: str, now: str = NOW) -> None:
        super().__init__(event, output, now)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        command = ["serve", str(event), "--output", str(output), "--port", str(self.port), "--workers", "1"]
        self._command = [sys.executable, "-m", "reportgen", *command, *(("--now", now) if now else ()), *options]

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        try:
            _until(lambda: self.process.poll() is not None or self._answers())
            assert self.process.poll() is None
        except AssertionError:
            self.process.kill()
            raise AssertionError(f"the page is not served: {self.process.communicate()[0]}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def _answers(self) -> bool:
        try:
            requests.get(f"{self.address}/inloggen", timeout=5)
        except requests.ConnectionError:
            return False
        return True


def _clock(now: str) -> Callable[[], datetime]:
    """The real clock, or one that runs on from a moment."""
    if not now:
        return lambda: datetime.now(ZONE)
    moment, started = datetime.fromisoformat(now).replace(tzinfo=ZONE), time.monotonic()
    return lambda: moment + timedelta(seconds=time.monotonic() - started)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
