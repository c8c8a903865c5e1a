"""The command ``schedule``: runs ``run`` and ``refresh`` at intervals until the delivery window closes."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from time import monotonic, sleep
from typing import Annotated

import typer

from reportgen.config.paths import OUTPUT
from reportgen.config.settings import load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import ReportgenError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import EventArgument, OutputOption, PackOption, YesSendOption
from reportgen.interfaces.clock import wall_clock


@app.command()
def schedule(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    every: Annotated[int, typer.Option("--every", min=1, max=1440, help="Minutes between two runs.")] = 60,
    yes_send: YesSendOption = None,
    pack: PackOption = BRIEFING,
) -> None:
    """Runs every hour and refreshes the figures every morning, until the window has closed.

    For a machine without cron or systemd. The lock keeps it apart from them. Once the window has closed, it says so and
    ends.

    Example: reportgen schedule data/events/2030-05-16-wonen
    """
    from reportgen.interfaces import scheduler  # no other command needs it

    with errors_shown("The scheduler is stopped by hand; nothing is lost. Start it again to go on."):
        window = load_event_file(event, pack).settings.rules.window

        def window_end() -> datetime:
            """The end of the window as event.toml has it now, or had it when it could be read last."""
            nonlocal window
            with suppress(ReportgenError, OSError):  # a run says what is wrong with it
                window = load_event_file(event, pack).settings.rules.window
            return window.not_after

        options = ["--yes-send", str(yes_send)] if yes_send else []
        options += [] if pack == BRIEFING else ["--pack", pack]
        jobs = scheduler.scheduled_jobs(
            str(event), str(output), options, every, scheduler.run_in_process, wall_clock, monotonic
        )
        scheduler.run_until(window_end, jobs, sleep)
