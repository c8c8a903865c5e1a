"""The command ``rehearse``: simulates the days to the meeting."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from random import Random
from typing import Annotated

import typer

from reportgen.application.resources import print_context_of
from reportgen.config.settings import load_event_file
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import EventOptions, Format, FormatOption, PrintOptions, ShrunkOption, grouped
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.clock import clock_of


class FaultsWanted(StrEnum):
    """What goes wrong in a simulation."""

    USUAL = "usual"
    NONE = "none"


@app.command()
@grouped
def rehearse(
    options: EventOptions,
    printing: PrintOptions,
    faults: Annotated[
        FaultsWanted, typer.Option("--faults", help="What goes wrong: the usual mix, or nothing.")
    ] = FaultsWanted.USUAL,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number: other recipients have the trouble.")] = 1,
    accept_shrunk: ShrunkOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Simulates the days to the meeting, and shows what would happen.

    Day by day: which packs are made, which letters leave, which are put off, and what would be asked of you. It is done
    on a copy, with a mail server of its own that fails now and then: nothing leaves, and nothing stays behind.
    Ends with exit code 0 when everything that can arrive leaves in time, and 1 when not.

    Example: reportgen rehearse data/events/2030-05-16-wonen
    """
    with errors_shown(), runs.ProgressBars(format is Format.JSON) as bars:
        from reportgen.application.delivery.simulate import (
            simulate,  # imports printer and mail server: only when needed
        )
        from reportgen.interfaces.cli.output import simulation  # as above

        random = Random(seed) if faults is FaultsWanted.USUAL else None
        paths, loaded = options.paths(printing.figures), load_event_file(options.event)
        with print_context_of(
            loaded.settings, paths, printing.workers, printing.cluster, printing.judge
        ) as print_context:
            if not options.output.is_dir():
                print_context = replace(print_context, part_cache=None)  # nothing stays on disk
            result = simulate(loaded, paths, clock_of(options.now).moment(), random, print_context, bars, accept_shrunk)
    if format is Format.JSON:
        terminal.print_json(simulation.simulation_json(loaded.event, result))
    else:
        simulation.show_simulation(loaded.event, loaded.settings, result, seed)
    if not result.in_time:
        raise typer.Exit(1)
