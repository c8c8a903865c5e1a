"""The command that plays the days to the meeting before they come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from random import Random
from signal import SIGHUP, SIGTERM, signal
from threading import current_thread, main_thread
from typing import Annotated

import typer

from reportgen.application.resources import clock_of, means_of
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    CORES,
    OUTPUT,
    ClusterOption,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    JudgeOption,
    NowOption,
    OutputOption,
    ShrunkOption,
    WorkersOption,
)
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.render.printing.executors import ProcessExecutor
from reportgen.sources.cbs.embedded import EMBEDDED


class FaultsWanted(StrEnum):
    """What goes wrong in a rehearsal."""

    USUAL = "usual"
    NONE = "none"


@app.command()
def rehearse(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    faults: Annotated[
        FaultsWanted, typer.Option("--faults", help="What goes wrong: the usual mix, or nothing.")
    ] = FaultsWanted.USUAL,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number: other recipients have the trouble.")] = 1,
    workers: WorkersOption = CORES,
    cluster: ClusterOption = "",
    judge: JudgeOption = Judge.SAMPLE,
    accept_shrunk: ShrunkOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Plays the days to the meeting, and shows what would happen.

    Day by day: which packs are made, which letters leave, which are put off, and what would be asked of you. It is done
    on a copy, with a mail server of its own that fails now and then: nothing leaves, and nothing stays behind.
    Ends with exit code 0 when everything that can arrive leaves in time, and 1 when not.

    Example: reportgen rehearse data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), _ended_gently(), runs.Bars(format is Format.JSON) as bars:
        from reportgen.application.delivery import simulate  # printer and mail server take a second to load
        from reportgen.interfaces.cli.output import simulation  # printer and mail server take a second to load

        chance = Random(seed) if faults is FaultsWanted.USUAL else None
        paths = Paths(figures, output)
        with means_of(event, paths, workers, cluster, judge) as print_context:
            if not output.is_dir():
                print_context = PrintContext(ProcessExecutor(workers))  # nothing is kept
            played = simulate.simulate(event, paths, clock_of(now)(), chance, print_context, bars, accept_shrunk)
        draft = load_event_file(event)
    if format is Format.JSON:
        terminal.as_json(simulation.rehearsal_json(draft.event, played))
    else:
        simulation.rehearsal(draft.event, draft.settings, played, seed)
    if not played.in_time:
        raise typer.Exit(1)


@contextmanager
def _ended_gently() -> Iterator[None]:
    """A window that is closed or a process that is ended counts as stopped by hand, so that the copy is taken away."""
    if current_thread() is not main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = {each: signal(each, stop) for each in (SIGTERM, SIGHUP)}
    try:
        yield
    finally:
        for each, was in before.items():
            signal(each, was)
