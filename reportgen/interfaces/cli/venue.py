"""The command ``lists``: attendance lists, name badges and table signs."""

from __future__ import annotations

from reportgen.application.run_report import RunReport
from reportgen.application.venue.write_lists import write_lists
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import exit_with
from reportgen.interfaces.cli.options import EventOptions, Format, FormatOption, PrinterOptions, grouped
from reportgen.interfaces.cli.output import runs, terminal, venue
from reportgen.interfaces.cli.workspaces import changing, print_context_for


@app.command()
@grouped
def lists(options: EventOptions, printing: PrinterOptions, format: FormatOption = Format.TEXT) -> None:
    """Writes attendance lists, name badges and table signs, to print for the venue.

    A list of everyone and one for each session, as PDF and in one workbook; eight badges on a sheet of A4; a sign for
    each table, to fold. They say what the next build would tell, and it is said who was told something else: build
    and send first then. They name people who did not agree to be named in packs, so keep them to the organisers.

    Example: reportgen lists data/events/2030-05-16-wonen
    """
    with (
        changing(options, printing.figures) as workspace,
        runs.ProgressBars(format is Format.JSON) as bars,
        print_context_for(workspace, printing) as print_context,
    ):
        result = write_lists(workspace, print_context, bars)
    if format is Format.JSON:
        terminal.print_json(venue.lists_json(workspace.people_key, result))
    else:
        runs.show_findings(result.findings)
        venue.show_lists(result, workspace.command_arguments)
    exit_with(RunReport(workspace.key, list(result.findings)))
