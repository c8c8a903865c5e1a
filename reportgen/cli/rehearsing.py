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

from reportgen import config, show, terminal
from reportgen.cli.app import app
from reportgen.cli.ending import errors_shown
from reportgen.cli.options import (
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
from reportgen.desk import clock_of, means_of
from reportgen.house import House
from reportgen.render.means import Judge, Means
from reportgen.render.workforce import Processes
from reportgen.sources.snapshots import EMBEDDED


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
    with errors_shown(), _ended_gently(), show.Bars(format is Format.JSON) as bars:
        from reportgen import rehearsing, show_rehearsal  # printer and mail server take a second to load

        chance = Random(seed) if faults is FaultsWanted.USUAL else None
        house = House(figures, output)
        with means_of(event, house, workers, cluster, judge) as means:
            if not output.is_dir():
                means = Means(Processes(workers))  # nothing is made there, not even a stock
            played = rehearsing.rehearse(event, house, clock_of(now)(), chance, means, bars, accept_shrunk)
        draft = config.load(event)
    if format is Format.JSON:
        terminal.as_json(show_rehearsal.rehearsal_json(draft.event, played))
    else:
        show_rehearsal.rehearsal(draft.event, draft.settings, played, seed)
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
