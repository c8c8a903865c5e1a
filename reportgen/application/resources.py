"""What all doors share: the clock, the ledger, the secrets, and with what a run prints and sends."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from reportgen.application.build import build
from reportgen.application.build.build import RunReport
from reportgen.application.build.known import known
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.mail_server import SmtpServer
from reportgen.domain.finding import Finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import ConfigurationError
from reportgen.mail.sender import Outbox, Sender
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.render.printing.executors import ProcessExecutor
from reportgen.render.printing.part_cache import PartCache
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.atomic import write_atomically
from reportgen.storage.ledger.ledger import Ledger

if TYPE_CHECKING:
    from reportgen.application.build.seal import Progress


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


def password_of(server: SmtpServer) -> str:
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


def sender_of(draft: LoadedEvent, paths: Paths) -> Sender:
    """Who carries the letters of an event."""
    server = draft.settings.server
    if server is None:
        return Outbox(paths.outbox(draft.event.key), write_atomically)
    from reportgen.mail.smtp import Smtp  # the outbox has no need of it

    return Smtp(server, password_of(server), clock_of(None), sleep)


def built(
    event: Path,
    paths: Paths,
    ledger: Ledger,
    clock: Callable[[], datetime],
    print_context: PrintContext,
    progress: Progress,
    accept_shrunk: bool = False,
    only: Collection[int] | None = None,
    because: str = "",
    kind: str = BRIEFING,
) -> RunReport:
    """Builds, as ``pipeline.build`` does, and keeps how fast that went."""
    begun = monotonic()
    report = build.build(event, paths, ledger, clock(), print_context, progress, accept_shrunk, only, because, kind)
    if report.made:
        ledger.notes(report.event).record_duration("print", report.made, monotonic() - begun, clock())
    return report


def sent(
    draft: LoadedEvent,
    paths: Paths,
    ledger: Ledger,
    clock: Callable[[], datetime],
    made_up: bool,
    progress: Progress,
) -> tuple[int, list[Finding]]:
    """Sends what is due, as ``sending.send`` does, and keeps how fast that went on a clock that is not made up."""
    from reportgen.application.delivery import send  # who only makes letters does not open them again

    key, sender = draft.event.key, sender_of(draft, paths)
    begun = monotonic()
    count, findings = send.send(key, paths, ledger, sender, draft.settings.rules, clock, made_up, progress)
    if count and not made_up:
        ledger.notes(key).record_duration("send", count, monotonic() - begun, clock())
    return count, findings


def typed(event: Path, kind: str) -> str:
    """An event and a kind of its packs as they are typed behind a command."""
    return str(event) if kind == BRIEFING else f"{event} --pack {kind}"


@contextmanager
def ledger_in(output: Path, looking: bool = False) -> Iterator[Ledger]:
    """The ledger of an output folder for as long as the block runs; only ``looking`` leaves no trace of itself."""
    path = Paths(EMBEDDED, output).ledger
    ledger = Ledger.open_if_present(path) if looking else Ledger.open(path)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def means_of(event: Path, paths: Paths, workers: int, cluster_at: str, judge: Judge) -> Iterator[PrintContext]:
    """With what an event's packs are printed: this machine's processes, or a cluster's."""
    from reportgen.render.printing.cluster import cluster  # few have one

    part_cache = PartCache(paths.part_cache, known(event, paths).settings.part_cache_megabytes)
    with cluster(cluster_at) if cluster_at else nullcontext(ProcessExecutor(workers)) as executor:
        yield PrintContext(executor, part_cache, judge)


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
