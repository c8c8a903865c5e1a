"""The commands about figures: fetch them from CBS, and see which are in use."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen import show
from reportgen.cli.app import app
from reportgen.desk import (
    OUTPUT,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    NowOption,
    OutputOption,
    clock_of,
    errors_shown,
)
from reportgen.gathering import House
from reportgen.records.lock import locked
from reportgen.refreshing import refresh as refreshed
from reportgen.sources.kept import Shelf, kept_for
from reportgen.sources.odata import OPEN_DATA, OpenData
from reportgen.sources.snapshots import EMBEDDED, snapshot_in

figures_app = typer.Typer(help="Shows which figures are in use.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(figures_app, name="figures")


@app.command()
def refresh(
    event: EventArgument,
    force: Annotated[bool, typer.Option("--force", help="Fetch also what CBS did not revise.")] = False,
    cbs: Annotated[
        str, typer.Option("--cbs", envvar="REPORTGEN_CBS", help="Where CBS's open data is asked.")
    ] = OPEN_DATA,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Fetches the figures that CBS revised.

    What is fetched is checked and kept whole; a table that is odd or does not come leaves the last good one in use.

    Example: reportgen refresh data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), show.Bars(format is Format.JSON) as bars:
        source = OpenData(cbs)
        done, findings = refreshed(event, House(figures, output), source, clock_of(now)(), force, bars)
    if format is Format.JSON:
        show.as_json(show.refreshed_json(done, findings))
    else:
        show.refreshed(done, findings)
    if findings:
        raise typer.Exit(1)


@figures_app.command("list")
def list_figures(output: OutputOption = OUTPUT, figures: FiguresOption = EMBEDDED) -> None:
    """Shows which tables are in use, of which day, and whether they came along or were fetched.

    Example: reportgen figures list
    """
    with errors_shown():
        base = snapshot_in(figures)
        show.tables(base, kept_for(base, Shelf(House(figures, output).kept)))
