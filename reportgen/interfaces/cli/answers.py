"""The commands ``answers collect`` and ``answers report``: collect what participants send back, and report it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.resources import imap_password
from reportgen.config.paths import OUTPUT
from reportgen.domain.finding import Severity, by_severity
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.options import (
    EventArgument,
    EventOptions,
    FiguresOption,
    Format,
    FormatOption,
    OutputOption,
    grouped,
)
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.workspaces import changing, reading
from reportgen.sources.cbs.embedded import EMBEDDED

answers_app = typer.Typer(
    help="Takes in what participants send back, and reports it.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(answers_app, name="answers")


@answers_app.command()
@grouped
def collect(
    options: EventOptions,
    source: Annotated[
        str, typer.Argument(help="A folder, a Maildir, an mbox file, a file, or imaps://user@host/INBOX. Only read.")
    ],
    format: FormatOption = Format.TEXT,
) -> None:
    """Takes in filled-in packs and replies, and matches them to participants.

    The originals are kept; each is counted once. What cannot be matched or trusted is reported and not counted.

    Example: reportgen answers collect data/events/2030-wonen terug
    """
    from reportgen.application.feedback import collect as feedback  # no other command reads what people send back
    from reportgen.mail.inbox.submissions import submissions_in

    with changing(options) as workspace:
        server = workspace.settings.server
        submissions = submissions_in(source, imap_password, workspace.clock.seconds, server.ca_file if server else "")
        result = feedback.collect(workspace, submissions)
    findings = by_severity(tuple(result.findings))
    if format is Format.JSON:
        terminal.print_json(
            {
                "people": sorted(result.people),
                "answers": result.answers,
                "became": {str(each): count for each, count in sorted(result.outcomes.items())},
                "known": result.known,
                "findings": [runs.finding_json(each) for each in findings],
            }
        )
    else:
        runs.show_findings(findings)
        terminal.console.print(
            f"{result.answers} answers of {len(result.people)} participants; {result.known} were known."
        )
        terminal.console.print(f"next:     reportgen answers report {options.event}", soft_wrap=True)
    if any(each.severity is not Severity.NOTED for each in findings):
        raise typer.Exit(1)


@answers_app.command()
def report(
    event: EventArgument,
    into: Annotated[Path | None, typer.Option("--to", help="The folder it goes to.", file_okay=False)] = None,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Writes the answers by question and theme, as a PDF and as a workbook.

    Names are printed only of participants who agreed to it; of others only their table.

    Example: reportgen answers report data/events/2030-wonen
    """
    from reportgen.application.feedback.report import write_report  # prints

    with reading(EventOptions(event=event, output=output), figures) as workspace:
        written = write_report(workspace, into)
    counts = {str(each.number): each.count for each in written.overview.questions}
    if format is Format.JSON:
        files = [str(each) for each in written.files]
        terminal.print_json(
            {"people": written.overview.people, "asked": written.overview.asked, "answers": counts, "files": files}
        )
        return
    terminal.console.print(f"{written.overview.people} of {written.overview.asked} participants answered.")
    for each in written.files:
        terminal.console.print(f"report:   {each}", soft_wrap=True)
