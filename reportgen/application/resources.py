"""Resources of use cases: workspaces and ledgers, mail senders and print contexts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import sleep

from reportgen.application.passwords import smtp_password
from reportgen.application.workspace import Clock, Workspace
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, Settings, load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.mail.sender import Outbox, Sender
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.render.printing.part_cache import PartCache
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.storage.atomic import write_atomically
from reportgen.storage.ledger.ledger import Ledger


@contextmanager
def workspace_in(
    folder: Path, paths: Paths, clock: Clock, kind: str = BRIEFING, read_only: bool = False
) -> Iterator[Workspace]:
    """The workspace of an event's folder for as long as the block runs; event.toml is read here, once.

    Args:
        kind: which packs of the event.
        read_only: the ledger is read into memory, and its file is not touched.

    Raises:
        ReportgenError: event.toml or the ledger cannot be read.
    """
    loaded = load_event_file(folder, kind)
    with ledger_in(paths, read_only) as ledger:
        yield Workspace(loaded, paths, ledger, clock)


@contextmanager
def ledger_in(paths: Paths, read_only: bool = False) -> Iterator[Ledger]:
    """The ledger of an output folder for as long as the block runs.

    Args:
        read_only: it is read into memory, and its file is not touched.
    """
    ledger = Ledger.open_if_present(paths.ledger) if read_only else Ledger.open(paths.ledger)
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def print_context_of(
    settings: Settings, paths: Paths, workers: int, cluster_at: str, judge: Judge
) -> Iterator[PrintContext]:
    """The print context of an event: processes of this machine, or a Dask cluster.

    Args:
        workers: how many processes of this machine print.
        cluster_at: the address of a Dask cluster that prints instead; empty for none.
        judge: which bound packs are validated as a whole.
    """
    from reportgen.render.printing.cluster import cluster  # imports Dask: only when needed

    part_cache = PartCache(paths.part_cache, settings.part_cache_megabytes)
    with cluster(cluster_at) if cluster_at else nullcontext(ProcessExecutor(workers)) as executor:
        yield PrintContext(executor, part_cache, judge, settings.part_timeout)


def sender_of(workspace: Workspace) -> Sender:
    """The sender of an event's letters: its mail server, or the outbox where it has none.

    Raises:
        ConfigurationError: there is no password for the mail server.
    """
    return sender_to(workspace.loaded, workspace.paths.outbox(workspace.key), workspace.clock)


def sender_to(loaded: LoadedEvent, outbox: Path, clock: Clock) -> Sender:
    """A sender to the mail server of an event, or to a folder where it has none.

    Args:
        outbox: the folder.

    Raises:
        ConfigurationError: there is no password for the mail server.
    """
    server = loaded.settings.server
    if server is None:
        return Outbox(outbox, write_atomically)
    from reportgen.mail.smtp import Smtp  # not needed for the outbox

    return Smtp(server, smtp_password(server), clock.seconds, sleep)
