"""The commands ``refresh`` and ``figures``: fetch figures from CBS, and list those in use."""

from __future__ import annotations

import re
from datetime import datetime
from time import monotonic
from typing import Annotated

import typer

from reportgen.application.figures import refresh as use_case
from reportgen.application.figures.diversity_index import indices_of
from reportgen.application.figures.municipalities import municipalities_on
from reportgen.application.resources import workspace_in
from reportgen.config.paths import OUTPUT, Paths
from reportgen.domain.canonical_json import to_json_value
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cbs_readers import cbs_readers
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    EventOptions,
    FiguresOption,
    Format,
    FormatOption,
    OutputOption,
    PrinterOptions,
    grouped,
)
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.workspaces import print_context_for
from reportgen.interfaces.clock import clock_of
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.snapshots import snapshot_in
from reportgen.sources.cbs.table_source import CBS_ADDRESS, CBS_V4_ADDRESS
from reportgen.sources.cbs.table_store import TableStore, stored_tables_for
from reportgen.sources.cbs.value_store import ValueStore
from reportgen.storage.lock import locked

figures_app = typer.Typer(
    help="Shows which figures are in use, and what CBS has.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(figures_app, name="figures")


CbsOption = Annotated[str, typer.Option("--cbs", envvar="REPORTGEN_CBS", help="Where CBS's open data is asked.")]
V4Option = Annotated[
    str, typer.Option("--cbs-v4", envvar="REPORTGEN_CBS_V4", help="Where it is asked by OData version 4, if 3 fails.")
]


@app.command()
@grouped
def refresh(
    options: EventOptions,
    printing: PrinterOptions,
    ahead: Annotated[
        bool, typer.Option("--print-ahead", help="Then print the pages about all municipalities, into the cache.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Fetch also what CBS did not revise.")] = False,
    cbs: CbsOption = CBS_ADDRESS,
    cbs_v4: V4Option = CBS_V4_ADDRESS,
    format: FormatOption = Format.TEXT,
) -> None:
    """Fetches the figures that CBS revised, and newer lists of municipalities.

    A table is stored when it passes all checks; where one fails or cannot be fetched, the last good one stays in use.

    Example: reportgen refresh data/events/2030-05-16-wonen
    """

    from reportgen.sources.cbs.odata import CbsOpenData  # imports pandas: only when needed

    with (
        errors_shown(),
        locked(options.output),
        workspace_in(
            options.event, options.paths(printing.figures), clock_of(options.now), read_only=True
        ) as workspace,
        runs.ProgressBars(format is Format.JSON) as bars,
    ):
        done, findings = use_case.refresh(workspace, CbsOpenData(cbs, monotonic), force, bars, cbs_readers(cbs, cbs_v4))
        if ahead:
            from reportgen.application.build.prerender import prerender  # imports the printer: only when needed

            with print_context_for(workspace, printing) as print_context:
                printed, there, failed = prerender(workspace, print_context, bars)
            findings = (*findings, *failed)
            terminal.say_error(
                "{printed} municipalities printed ahead, {there} were in the cache.", printed=printed, there=there
            )
    if format is Format.JSON:
        terminal.print_json(runs.refresh_json(done, findings))
    else:
        runs.show_refresh(done, findings)
    if findings:
        raise typer.Exit(1)


@figures_app.command("index")
def index(
    region: Annotated[str, typer.Argument(help="CBS code of a municipality, or NL01.")],
    year: Annotated[int, typer.Argument(min=2010, max=2022, help="1 January of this year.")],
    cbs: CbsOption = CBS_ADDRESS,
) -> None:
    """Asks CBS for the diversity index of one region, on seven and on eighteen groups.

    Example: reportgen figures index GM0363 2019
    """
    from reportgen.sources.cbs.odata import CbsOpenData  # as above

    with errors_shown():
        if not re.fullmatch(r"GM\d{4}|NL01", region):
            raise UsageError(
                said("'{region}' is no code of a region", region=region), todo="name one like GM0363, or NL01"
            )
        for each in indices_of(region, year, CbsOpenData(cbs, monotonic)):
            head = f"{each.index:.3f} on {each.grouping.name} groups, table {each.table}: {each.residents:,} residents"
            terminal.show_text(head)
            for name, count in each.groups.items():
                terminal.console.print(f"  {name:20} {count:>12,}", markup=False)


@figures_app.command("list")
def list_figures(output: OutputOption = OUTPUT, figures: FiguresOption = EMBEDDED) -> None:
    """Shows which tables are in use, of which day, and whether they came along or were fetched.

    Example: reportgen figures list
    """
    with errors_shown():
        base = snapshot_in(figures)
        paths = Paths(figures, output)
        runs.show_tables(base, stored_tables_for(base, TableStore(paths.fetched_tables)))
        runs.show_values(ValueStore(paths.fetched_values).all())


@figures_app.command("municipalities")
def municipalities(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DAY", help="The day, such as 2021-01-01.")],
    output: OutputOption = OUTPUT,
    format: FormatOption = Format.TEXT,
) -> None:
    """Lists the municipalities that exist on a day, with the code and province of each.

    Example: reportgen figures municipalities 2021-01-01
    """
    with errors_shown():
        found = municipalities_on(day.date(), Paths(EMBEDDED, output))
    if format is Format.JSON:
        terminal.print_json([to_json_value(each) for each in found])
        return
    for each in found:
        terminal.console.print(f"{each.code}  {each.name} ({each.province})", markup=False, highlight=False)
    terminal.say_error("{count} municipalities on {day}.", count=len(found), day=day)
