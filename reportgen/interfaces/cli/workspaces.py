"""The workspace of a command: opened as its options say, with errors shown and the exit code set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from reportgen.application.resources import print_context_of, workspace_in
from reportgen.application.workspace import Workspace
from reportgen.domain.identifiers import BRIEFING
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import EventOptions, PackOptions, PrinterOptions, PrintOptions
from reportgen.interfaces.clock import clock_of
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.lock import locked


@contextmanager
def changing(options: EventOptions, figures: Path = EMBEDDED, by: str = "") -> Iterator[Workspace]:
    """The workspace of a command that changes something; locks the output folder.

    Args:
        by: the name of the person whose work it is; empty where nobody said so.
    """
    with (
        errors_shown(),
        locked(options.output),
        workspace_in(options.event, options.paths(figures), clock_of(options.now), _kind(options)) as workspace,
    ):
        yield workspace.of_person(" ".join(by.split()))


@contextmanager
def reading(options: EventOptions, figures: Path = EMBEDDED) -> Iterator[Workspace]:
    """The workspace of a command that only reads: the ledger is read into memory, and nothing is locked."""
    with (
        errors_shown(),
        workspace_in(
            options.event, options.paths(figures), clock_of(options.now), _kind(options), read_only=True
        ) as workspace,
    ):
        yield workspace


def print_context_for(workspace: Workspace, printing: PrinterOptions) -> AbstractContextManager[PrintContext]:
    """The print context of a workspace."""
    judge = printing.judge if isinstance(printing, PrintOptions) else Judge.SAMPLE
    return print_context_of(workspace.settings, workspace.paths, printing.workers, printing.cluster, judge)


def _kind(options: EventOptions) -> str:
    return options.pack if isinstance(options, PackOptions) else BRIEFING
