"""The commands that look back: how letters stand, and whether the archive is whole."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from reportgen import show_letters, terminal
from reportgen.cli.app import app
from reportgen.cli.ending import errors_shown
from reportgen.cli.options import OUTPUT, EventArgument, Format, FormatOption, NowOption, OutputOption, PackOption
from reportgen.desk import clock_of, ledger_in
from reportgen.domain.edition import plain
from reportgen.domain.kind import BRIEFING
from reportgen.errors import ArchiveError
from reportgen.hearing import to_phone
from reportgen.house import House
from reportgen.knowing import known
from reportgen.looking_ahead import projected_for
from reportgen.records.archive import Archive
from reportgen.records.ledger import Ledger
from reportgen.sources.cbs import statistics_from
from reportgen.sources.snapshots import EMBEDDED, snapshot_in
from reportgen.terminal import plain_text
from reportgen.verifying import verify as faults_of


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
        draft = known(event, House(EMBEDDED, output), pack)
        key, deliveries = draft.event.key, ledger.deliveries(draft.event.key)
        projection = projected_for(draft, ledger, clock_of(now)())
        if list_of_calls:
            from reportgen.render.calls import call_list  # only who asks for one waits for xlsxwriter

            window = draft.settings.rules.window
            calls = to_phone(key, draft.people, ledger, window, clock_of(now)())
            municipalities = statistics_from(snapshot_in(EMBEDDED)).municipalities
            names = {code: each.name for code, each in municipalities.items()}
            list_of_calls.write_bytes(call_list(calls, names))
            terminal.errors.print(f"{len(calls)} people to phone: {list_of_calls}", soft_wrap=True)
        if format is Format.JSON:
            terminal.as_json(
                {"event": key, "deliveries": plain(deliveries), "projection": show_letters.projection_json(projection)}
            )
        else:
            show_letters.status(key, deliveries)
            show_letters.projection(projection)


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
        house = House(EMBEDDED, output)
        key = known(event, house, pack).event.key
        ledger: Ledger | None = None
        try:
            ledger = stack.enter_context(ledger_in(output, looking=True))
        except ArchiveError as fault:  # the archive can be looked at without it
            broken = fault
        faults = faults_of(key, house, ledger)
        editions = len(Archive(house.archive(key)).editions())
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
