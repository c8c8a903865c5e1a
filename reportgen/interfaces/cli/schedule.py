"""The command that stays awake and rings."""

from __future__ import annotations

from time import sleep
from typing import Annotated

import typer

from reportgen.application.resources import clock_of
from reportgen.config.settings import load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.build import YesSendOption
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import OUTPUT, EventArgument, OutputOption, PackOption


@app.command()
def schedule(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    every: Annotated[int, typer.Option("--every", min=1, max=1440, help="Minutes between two runs.")] = 60,
    yes_send: YesSendOption = None,
    pack: PackOption = BRIEFING,
) -> None:
    """Stays awake and rings: run every hour, refresh every morning, until the window has closed.

    For a machine without cron or systemd. The lock keeps it apart from them.

    Example: reportgen schedule data/events/2018-12-10-diversiteit-door-migratie
    """
    from reportgen.interfaces import scheduler  # only this command stays awake

    with errors_shown():
        window = load_event_file(event, pack).settings.rules.window
        options = ["--yes-send", str(yes_send)] if yes_send else []
        options += [] if pack == BRIEFING else ["--pack", pack]
        jobs = scheduler.bell(str(event), str(output), options, every, scheduler.in_a_process)
        scheduler.keep_ringing(jobs, window.not_after, clock_of(None), sleep)
