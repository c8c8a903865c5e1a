"""The commands of what participants send back: it is collected, and reported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.resources import clock_of, ledger_in, mailbox_password
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.finding import Severity, by_severity
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    OUTPUT,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    NowOption,
    OutputOption,
)
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.lock import locked

answers_app = typer.Typer(
    help="Takes in what participants send back, and reports it.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(answers_app, name="answers")


@answers_app.command()
def collect(
    event: EventArgument,
    source: Annotated[
        str, typer.Argument(help="A folder, a Maildir, an mbox file, a file, or imaps://user@host/INBOX. Only read.")
    ],
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Takes in filled-in packs and replies, and matches them to participants.

    The originals are kept; the same thing counts once. What cannot be matched or trusted is said and not counted.

    Example: reportgen answers collect data/events/2030-wonen terug
    """
    from reportgen.application.feedback.collect import (
        collect as collected,  # no other command reads what people send back
    )
    from reportgen.mail.inbox.submissions import submissions_in

    with errors_shown(), locked(output), ledger_in(output) as ledger:
        draft = load_event_file(event)
        ca_file = draft.settings.server.ca_file if draft.settings.server else ""
        items = submissions_in(source, mailbox_password, ca_file)
        done = collected(draft.event, items, Paths(EMBEDDED, output), ledger, clock_of(now)())
    found = by_severity(tuple(done.findings))
    if format is Format.JSON:
        terminal.as_json(
            {
                "people": sorted(done.people),
                "answers": done.answers,
                "became": {str(each): count for each, count in sorted(done.became.items())},
                "known": done.known,
                "findings": [runs.finding_json(each) for each in found],
            }
        )
    else:
        runs.findings(found)
        terminal.console.print(f"{done.answers} answers of {len(done.people)} participants; {done.known} were known.")
        terminal.console.print(f"next:     reportgen answers report {event}", soft_wrap=True)
    if any(each.severity is not Severity.NOTED for each in found):
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

    Names stand beside the answers only of those who agreed to it; of others no more is told than their table.

    Example: reportgen answers report data/events/2030-wonen
    """
    from reportgen.application.feedback.report import write_report as reported

    with errors_shown(), ledger_in(output, looking=True) as ledger:
        done = reported(event, Paths(figures, output), ledger, into)
    counts = {str(each.number): each.count for each in done.overview.questions}
    if format is Format.JSON:
        files = [str(each) for each in done.files]
        terminal.as_json(
            {"people": done.overview.people, "asked": done.overview.asked, "answers": counts, "files": files}
        )
        return
    terminal.console.print(f"{done.overview.people} of {done.overview.asked} participants answered.")
    for each in done.files:
        terminal.console.print(f"report:   {each}", soft_wrap=True)
