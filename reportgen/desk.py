"""What all doors share: the clock, the ledger, the secrets, and with what a run prints and sends."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from reportgen import config, pipeline
from reportgen.domain.finding import Finding
from reportgen.domain.kind import BRIEFING
from reportgen.domain.server import Server
from reportgen.errors import ConfigurationError
from reportgen.house import House
from reportgen.knowing import known
from reportgen.mail.sender import Outbox, Sender
from reportgen.pipeline import Report
from reportgen.records.ledger import Ledger
from reportgen.render.means import Judge, Means
from reportgen.render.stock import Stock
from reportgen.render.workforce import Processes
from reportgen.sources.snapshots import EMBEDDED
from reportgen.zone import ZONE

if TYPE_CHECKING:
    from reportgen.sealing import Progress


MAILBOX_PASSWORD = "REPORTGEN_IMAP_PASSWORD"
"""The name under which the environment gives the password of a mailbox; with _FILE behind it, a file."""

PASSWORD = "REPORTGEN_SMTP_PASSWORD"
"""The name under which the environment gives the password of the mail server; with _FILE behind it, a file."""


def clock_of(now: datetime | None) -> Callable[[], datetime]:
    """The clock of this run: the real one, or one that stands still at a made-up moment."""
    if now is None:
        return lambda: datetime.now(ZONE)
    moment = now.replace(tzinfo=ZONE)
    return lambda: moment


def password_of(server: Server) -> str:
    """The password of the mail server: from the environment, or from a file that only this program may read.

    Raises:
        ConfigurationError: the server wants a user and there is no password for it.
    """
    if not server.user:
        return ""
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if (said := _secret(PASSWORD, f"{folder}/smtp-password" if folder else "")) is not None:
        return said
    raise ConfigurationError(
        f"There is no password for {server.user} on {server.host}",
        where=PASSWORD,
        todo=f"set {PASSWORD}, or {PASSWORD}_FILE to the file that holds it; it never stands in event.toml",
    )


def _secret(name: str, file: str = "") -> str | None:
    """What the environment gives under a name, or a file that it names; None where it gives neither.

    Args:
        file: the file to read where the environment names none.
    """
    if said := os.environ.get(name):
        return said
    named = os.environ.get(f"{name}_FILE", file)
    return Path(named).read_text("utf-8").strip("\r\n") if named else None


def sender_of(draft: config.Draft, house: House) -> Sender:
    """Who carries the letters of an event."""
    server = draft.settings.server
    if server is None:
        return Outbox(house.outbox(draft.event.key))
    from reportgen.mail.smtp import Smtp  # the outbox has no need of it

    return Smtp(server, password_of(server), clock_of(None), sleep)


def built(
    event: Path,
    house: House,
    ledger: Ledger,
    clock: Callable[[], datetime],
    means: Means,
    progress: Progress,
    accept_shrunk: bool = False,
    only: Collection[int] | None = None,
    because: str = "",
    kind: str = BRIEFING,
) -> Report:
    """Builds, as ``pipeline.build`` does, and keeps how fast that went."""
    begun = monotonic()
    report = pipeline.build(event, house, ledger, clock(), means, progress, accept_shrunk, only, because, kind)
    if report.made:
        ledger.notes(report.event).time("print", report.made, monotonic() - begun, clock())
    return report


def sent(
    draft: config.Draft, house: House, ledger: Ledger, clock: Callable[[], datetime], made_up: bool, progress: Progress
) -> tuple[int, list[Finding]]:
    """Sends what is due, as ``sending.send`` does, and keeps how fast that went on a clock that is not made up."""
    from reportgen import sending  # who only makes letters does not open them again

    key, sender = draft.event.key, sender_of(draft, house)
    begun = monotonic()
    count, findings = sending.send(key, house, ledger, sender, draft.settings.rules, clock, made_up, progress)
    if count and not made_up:
        ledger.notes(key).time("send", count, monotonic() - begun, clock())
    return count, findings


def typed(event: Path, kind: str) -> str:
    """An event and a kind of its packs as they are typed behind a command."""
    return str(event) if kind == BRIEFING else f"{event} --pack {kind}"


@contextmanager
def ledger_in(output: Path, looking: bool = False) -> Iterator[Ledger]:
    """The ledger of an output folder for as long as the block runs; only ``looking`` leaves no trace of itself."""
    path = House(EMBEDDED, output).ledger
    ledger = Ledger.look(path) if looking else Ledger.open(path)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def means_of(event: Path, house: House, workers: int, cluster_at: str, judge: Judge) -> Iterator[Means]:
    """With what an event's packs are printed: this machine's processes, or a cluster's."""
    from reportgen.render.cluster import cluster  # few have one

    stock = Stock(house.stock, known(event, house).settings.stock_megabytes)
    with cluster(cluster_at) if cluster_at else nullcontext(Processes(workers)) as workforce:
        yield Means(workforce, stock, judge is Judge.ALL)


def mailbox_password() -> str:
    """The password of the mailbox that answers and reports of failure come in.

    Raises:
        ConfigurationError: the environment gives none.
    """
    if (said := _secret(MAILBOX_PASSWORD)) is not None:
        return said
    raise ConfigurationError(
        "There is no password for the mailbox",
        where=MAILBOX_PASSWORD,
        todo=f"set {MAILBOX_PASSWORD}, or {MAILBOX_PASSWORD}_FILE to the file that holds it",
    )
