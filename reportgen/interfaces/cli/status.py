"""The commands that look back: how letters stand, and whether the archive is whole."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.archive.verify import verify as faults_of
from reportgen.application.build.known import known
from reportgen.application.delivery.bounces import to_phone
from reportgen.application.delivery.forecast import projected_for
from reportgen.application.resources import clock_of, ledger_in
from reportgen.config.paths import Paths
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import ArchiveError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    OUTPUT,
    EventArgument,
    Format,
    FormatOption,
    NowOption,
    OutputOption,
    PackOption,
)
from reportgen.interfaces.cli.output import letters, terminal
from reportgen.interfaces.cli.output.terminal import plain_text
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.snapshots import snapshot_in
from reportgen.sources.cbs.statistics import statistics_from
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@app.command()
def status(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    list_of_calls: Annotated[
        Path | None,
        typer.Option("--call-list", help="Write whom to phone as a workbook, for example list.xlsx.", dir_okay=False),
    ] = None,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows how every letter of an event stands, and whether all will have left in time.

    Example: reportgen status data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        draft = known(event, Paths(EMBEDDED, output), pack)
        key, deliveries = draft.event.key, ledger.deliveries(draft.event.key)
        projection = projected_for(draft, ledger, clock_of(now)())
        if list_of_calls:
            from reportgen.render.reports.call_list import (
                call_list_workbook,  # only who asks for one waits for xlsxwriter
            )

            window = draft.settings.rules.window
            calls = to_phone(key, draft.people_key, ledger, window, clock_of(now)())
            municipalities = statistics_from(snapshot_in(EMBEDDED)).municipalities
            names = {code: each.name for code, each in municipalities.items()}
            list_of_calls.write_bytes(call_list_workbook(calls, names))
            terminal.errors.print(f"{len(calls)} people to phone: {list_of_calls}", soft_wrap=True)
        if format is Format.JSON:
            terminal.as_json(
                {
                    "event": key,
                    "deliveries": [letters.delivery_json(each) for each in deliveries],
                    "projection": letters.projection_json(projection),
                }
            )
        else:
            letters.status(key, deliveries)
            letters.projection(projection)


@app.command()
def verify(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Checks the archive, and the ledger against it.

    Example: reportgen verify data/events/2018-12-10-diversiteit-door-migratie
    """
    broken: ArchiveError | None = None
    with errors_shown(), ExitStack() as stack:
        paths = Paths(EMBEDDED, output)
        key = known(event, paths, pack).event.key
        ledger: Ledger | None = None
        try:
            ledger = stack.enter_context(ledger_in(output, looking=True))
        except ArchiveError as fault:  # the archive can be looked at without it
            broken = fault
        faults = faults_of(key, paths, ledger)
        editions = len(Archive(paths.archive(key)).editions())
        if format is Format.JSON:
            told = [broken.what, *faults] if broken else faults
            terminal.as_json({"event": key, "editions": editions, "faults": told})
        else:
            for each in faults:
                terminal.console.print(f"[red]fault[/]     {plain_text(each)}", soft_wrap=True)
            agreed = "whole, and the ledger agrees" if broken is None else "whole by themselves"
            verdict = f"{len(faults)} faults" if faults else agreed
            terminal.console.print(f"{editions} editions: {verdict}.")
            if broken:
                raise broken
    if faults or broken:
        raise typer.Exit(7)
