"""Letters to a mail server on this machine: ours, each checked and durably noted, beside a bare loop of smtplib.

Both send the same thousand letters of 250 kB over one session at a time; the server is a process of its own that reads
and forgets. What is told is the ratio, in this run, on this machine.
"""

from __future__ import annotations

import smtplib
import socketserver
import sys
import tempfile
import time
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from doubles.released_letters import KEY, output_with_letters
from doubles.workspaces import clock_at, mailing

from reportgen.application.delivery import send
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.retries import DEFAULT_WAITS
from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.mail.smtp import Smtp
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger

LETTERS = 1000
PACK = 180_000
"""Bytes of a pack; its letter is 250 kB."""

ROUNDS = 3


class _Talk(socketserver.StreamRequestHandler):
    """Says yes to everything, as quickly as it can."""

    def handle(self) -> None:
        self.wfile.write(b"220 bench\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"EHLO":
                self.wfile.write(b"250-bench\r\n250-SIZE 30000000\r\n250 8BITMIME\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                tail = b""
                while not tail.endswith(b"\r\n.\r\n"):
                    tail = (tail + self.rfile.read1(1 << 20))[-5:]
                self.wfile.write(b"250 taken\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


def _serve(tell: Connection) -> None:
    socketserver.TCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        tell.send(server.server_address[1])
        server.serve_forever()


def _bare(port: int, letters: list[tuple[str, bytes]]) -> float:
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as session:
        for to, content in letters:
            session.sendmail("post@vng.example", [to], content)
    return time.perf_counter() - begun


def _ours(port: int, folder: Path) -> float:
    paths = output_with_letters(folder, LETTERS, PACK)
    now = datetime.now(ZONE)
    rules = DeliveryRules(DeliveryWindow(now - timedelta(days=1), now + timedelta(days=1)), DEFAULT_WAITS, False, "")
    server = SmtpServer("127.0.0.1", port, Tls.NONE, "", "", 0, 0, 10**7, "post@vng.example", False, 60, 600)
    ledger = Ledger.open(paths.ledger)
    sender = Smtp(server, "", time.monotonic, time.sleep)
    begun = time.perf_counter()
    clock = clock_at(lambda: datetime.now(ZONE), simulated=False)
    sent, _ = send.send(mailing(KEY, paths, ledger, rules, clock), sender, lambda *_: None)
    seconds = time.perf_counter() - begun
    assert sent == LETTERS
    ledger.close()
    return seconds


def measured() -> None:
    """Prints a line for a person."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    port = here.recv()
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            output = Path(folder) / str(number)
            ours.append(_ours(port, output))
            archive = Archive(output / "archive" / KEY)
            ledger = Ledger.open(output / "ledger.sqlite")
            letters = [
                (each.recipient, archive.read(each.edition, f"letters/{each.participant:04d}.eml"))
                for each in ledger.deliveries(KEY)
            ]
            ledger.close()
            bare.append(_bare(port, letters))
    process.terminate()
    size = len(letters[0][1]) / 1000
    print(
        f"sending: {LETTERS} letters of {size:.0f} kB in {min(ours):.1f} s, a bare loop in {min(bare):.1f} s: "
        f"{min(bare) / min(ours):.0%} of its rate"
    )


if __name__ == "__main__":
    measured()
