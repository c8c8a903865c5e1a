"""The organiser's page of a small event, served for real, and organisers who use it with plain forms."""

from __future__ import annotations

import csv
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from html import unescape
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.interfaces.web.passwords import password_hash
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.audit import Organiser
from reportgen.storage.ledger.ledger import Ledger

EXAMPLE = Path(__file__).parents[2] / "data" / "events" / "2018-12-10-diversiteit-door-migratie"
NOW = "2018-12-03T08:00"
PASSWORD = "vier woorden op een rij"

HEADINGS = ("Aanmeldnummer", "Voorletters", "Achternaam", "Functie", "Gemeente", "E-mailadres", "Deelnemerslijst")
PEOPLE = (
    ("1", "A.", "Zwaluw", "burgemeester", "Diemen", "a.zwaluw@diemen.example", "ja"),
    ("2", "B.", "Meeuw", "wethouder", "Diemen", "b.meeuw@diemen.example", "ja"),
    ("3", "C.", "Reiger", "wethouder", "Utrecht", "c.reiger@utrecht.example", "ja"),
    ("4", "D.", "Merel", "burgemeester", "Vaals", "d.merel@vaals.example", "nee"),
    ("5", "E.", "Kievit", "wethouder", "Urk", "e.kievit@urk.example", "ja"),
    ("6", "F.", "Grutto", "wethouder", "Gouda", "f.grutto@gouda.example", "ja"),
    ("7", "G.", "Wulp", "wethouder", "Delft", "g.wulp@delft.example", "ja"),
)


def sheet(people: Sequence[Sequence[str]] = PEOPLE, headings: Sequence[str] = HEADINGS) -> str:
    """A list as someone saves it."""
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([headings, *people])
    return out.getvalue()


def small_event(folder: Path, people: Sequence[Sequence[str]] = PEOPLE, more: str = "") -> Path:
    """The example with a handful of people at tables of four; ``more`` goes at the end of event.toml."""
    event = folder / "2018-12-10-klein"
    shutil.copytree(EXAMPLE, event)
    (event / "deelnemers.csv").write_text(sheet(people), "utf-8-sig")
    said = (event / "event.toml").read_text("utf-8")
    said = re.sub(r"^seats = \d+", "seats = 4", said, flags=re.MULTILINE)
    (event / "event.toml").write_text(f"{said}\n{more}", "utf-8")
    return event


def admit(output: Path, *names: str) -> None:
    """Lets organisers sign in, all with the same password."""
    ledger = Ledger.open(Paths(EMBEDDED, output).ledger)
    kept = password_hash(PASSWORD)
    for name in names:
        ledger.audit().save_organiser(Organiser(name, f"{name}@vng.example", kept), _moment())
    ledger.close()


@contextmanager
def nobody_writes(output: Path) -> Iterator[None]:
    """Keeps whatever writes in the ledger waiting, for the few seconds that it is patient; who reads goes on."""
    with closing(sqlite3.connect(Paths(EMBEDDED, output).ledger, isolation_level=None)) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        yield
        ledger.execute("ROLLBACK")


def _moment() -> datetime:
    """Some moment."""
    return datetime(2018, 12, 3, 8, tzinfo=ZONE)


class Served:
    """The program as a process of its own; it ends with the block."""

    def __init__(self, event: Path, output: Path, *options: str, now: str = NOW) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.event, self.output = event, output
        self.address = f"http://127.0.0.1:{self.port}"
        command = ["serve", str(event), "--output", str(output), "--port", str(self.port), "--workers", "1"]
        self._command = [sys.executable, "-m", "reportgen", *command, *(("--now", now) if now else ()), *options]
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                requests.get(f"{self.address}/inloggen", timeout=5)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return self
        self.process.kill()
        raise RuntimeError(f"The page is not served: {self.process.communicate()[0]}")

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def signed_in(self, name: str = "anna", password: str = PASSWORD) -> Browser:
        """An organiser who signed in."""
        browser = Browser(self.address)
        answer = browser.post("/inloggen", naam=name, wachtwoord=password)
        assert answer.url == f"{self.address}/", answer.text
        return browser


class Browser:
    """Follows links and sends forms as a browser without script does."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()

    def get(self, path: str, **more: object) -> requests.Response:
        """A page."""
        return self.session.get(f"{self.address}{path}", timeout=120, **more)  # type: ignore[arg-type]

    def token(self, path: str = "/") -> str:
        """What forms hold so that they are taken for ours."""
        found = re.search(r'name="bewijs" value="([^"]+)"', self.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, files: object = None, token: str | None = None, **fields: object) -> requests.Response:
        """A form that is filled in and sent."""
        if token is None:
            token = self.token("/inloggen" if path == "/inloggen" else "/")
        return self.session.post(
            f"{self.address}{path}",
            data={"bewijs": token, **fields},
            files=files,  # type: ignore[arg-type]
            timeout=120,
        )

    def said(self, answer: requests.Response) -> str:
        """What a page tells about the last act."""
        return " ".join(unescape(each) for each in re.findall(r'<p class="message [^>]*>([^<]*)</p>', answer.text))

    def wait(self, seconds: float = 240) -> str:
        """Waits until nothing is at work; what came of it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            state = self.get("/werk/stand").json()
            if not state["running"]:
                return str(state["message"])
            time.sleep(0.2)
        raise AssertionError("the work does not end")
