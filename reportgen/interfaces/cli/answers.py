"""The commands ``answers collect``, ``review`` and ``report``: what participants send back, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.passwords import imap_password
from reportgen.application.workspace import Workspace
from reportgen.config.paths import OUTPUT
from reportgen.domain.answers.answer import AnswerOutcome
from reportgen.domain.finding import by_severity
from reportgen.errors import UsageError
from reportgen.i18n.message import Message, counted, said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown
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

    The originals are kept; each is counted once. What was not understood, matched or trusted waits for a person, with
    its text: see answers review. As long as anything waits, the exit code is 1. What could not be read this time is
    read again by the next.

    Example: reportgen answers collect data/events/2030-wonen terug
    """
    from reportgen.application.feedback import collect as feedback  # no other command reads what people send back
    from reportgen.mail.inbox.submissions import submissions_in

    with changing(options) as workspace:
        server = workspace.settings.server
        password, ca_file = partial(imap_password, source), server.ca_file if server else ""
        submissions = submissions_in(source, password, workspace.clock.seconds, ca_file)
        result = feedback.collect(workspace, submissions)
    findings = by_severity(tuple(result.findings))
    if format is Format.JSON:
        terminal.print_json(
            {
                "people": sorted(result.people),
                "answers": result.answers,
                "became": {str(each): count for each, count in sorted(result.outcomes.items())},
                "known": result.known,
                "waiting": result.waiting,
                "findings": [runs.finding_json(each) for each in findings],
            }
        )
    else:
        runs.show_findings(findings)
        terminal.say(
            "{answers} answers of {count} participants; {known} were known.",
            answers=result.answers,
            count=len(result.people),
            known=result.known,
        )
        if automatic := result.outcomes.get(AnswerOutcome.AUTOMATIC, 0):
            terminal.say(
                "Messages that a machine wrote, such as absence notices: {count}; "
                "see them with: reportgen answers review {event} --all",
                count=automatic,
                event=options.event,
            )
        if not (result.outcomes or result.known or findings):
            terminal.say("There was nothing to read.")
        following = "review" if result.waiting else "report"
        if result.waiting:
            terminal.say(waiting_line(result.waiting))
        if result.waiting or result.answers or result.known:
            terminal.show_next(f"reportgen answers {following} {options.event}")
    if not result.is_done:
        raise typer.Exit(1)


@answers_app.command()
@grouped
def review(
    options: EventOptions,
    number: Annotated[
        int | None, typer.Argument(metavar="ID", help="The number of a form or message, as the list shows it.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="It counts as it was read.")] = False,
    participant: Annotated[int | None, typer.Option("--participant", help="Whose answers they are.")] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="N=TEXT",
            help="What counts for question N, 0 for none, in place of all that was read; may be repeated.",
        ),
    ] = None,
    named: Annotated[
        bool | None,
        typer.Option("--named/--not-named", help="Whether they agreed to be named.", show_default="as read"),
    ] = None,
    dismiss: Annotated[str, typer.Option("--dismiss", metavar="REASON", help="It is no answer; why not.")] = "",
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Take the decision back; what was not read is read again.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the audit log.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who decides, for the audit log; else your login name.")] = "",
    all: Annotated[bool, typer.Option("--all", help="Everything that came in, also what waits for nobody.")] = False,
    page: Annotated[int, typer.Option("--page", min=1, help="Which page of the list; fifty stand on one.")] = 1,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows what came in and waits for a person, and takes their decision.

    Without ID: everything that waits, with why and its first lines. With ID: its text, and what was read of it. A
    decision counts with the date of the message. The exit code is 1 as long as anything waits.

    Example: reportgen answers review data/events/2030-wonen 1 --answer 1="Meer woningen."
    """
    from reportgen.application.feedback import review as reviewing  # no other command decides

    with errors_shown():
        texts = _texts(answer) if answer else None
        counts = accept or texts is not None or participant is not None or named is not None
        decisions = sum((counts, bool(dismiss), reopen))
        if decisions > 1 or (decisions and number is None):
            raise UsageError(
                "Say one thing, about one form or message",
                where=str(options.event),
                todo="give its number, and --accept or what to mend, --dismiss or --reopen",
            )
    if decisions:
        assert number is not None
        by = who or getuser()
        with changing(options) as workspace:
            if reopen:
                reviewing.reopen(workspace, number, by, reason)
            elif dismiss:
                reviewing.dismiss(workspace, number, by, dismiss)
            else:
                reviewing.accept(workspace, number, by, reason, participant=participant, texts=texts, named=named)
    with reading(options) as workspace:
        waiting = _show_reviews(workspace, number, all, page, format)
    if waiting:
        raise typer.Exit(1)


def _texts(given: Sequence[str]) -> dict[int, str]:
    """Texts by question, from options such as ``2=Meer woningen.``

    Raises:
        UsageError: one names no question.
    """
    texts = {}
    for each in given:
        asked, sign, text = each.partition("=")
        if not sign or not (asked.strip().isascii() and asked.strip().isdecimal()) or len(asked) > 4:
            raise UsageError(
                said("{name} names no question", name=each), where="--answer", todo='give it as --answer 2="…"'
            )
        texts[int(asked)] = text.replace("\\n", "\n").strip()
    return texts


def _show_reviews(workspace: Workspace, number: int | None, everything: bool, page: int, format: Format) -> int:
    """Shows one form or message, or those that wait; how many wait."""
    from reportgen.application.feedback.review import original_of, review_item
    from reportgen.interfaces.cli.output import reviews as output

    reviews = workspace.ledger.answers(workspace.people_key).reviews
    names = {each.number: each.name for each in workspace.ledger.enrolled(workspace.people_key)}
    waiting = reviews.count_waiting()
    if number is None:
        items = reviews.all() if everything else reviews.waiting()
        if format is Format.JSON:
            terminal.print_json({"waiting": waiting, "items": [output.item_json(each) for each in items]})
        else:
            output.show_items(items, names, workspace.command_arguments, page)
        return waiting
    item = review_item(workspace, number)
    if format is Format.JSON:
        terminal.print_json({"waiting": waiting, "items": [output.item_json(item, reviews.history(item.id))]})
    else:
        history, original = reviews.history(item.id), original_of(workspace, item)
        output.show_item(item, names, history, workspace.command_arguments, original)
        if waiting:
            terminal.say(waiting_line(waiting))
    return waiting


def waiting_line(count: int) -> Message:
    """How many forms and messages wait for a person."""
    return counted(
        count, "{count} form or message waits for a person.", "{count} forms and messages wait for a person."
    )


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
        waiting = workspace.ledger.answers(workspace.people_key).reviews.count_waiting()
    counts = {str(each.number): each.count for each in written.overview.questions}
    if format is Format.JSON:
        files = [str(each) for each in written.files]
        terminal.print_json(
            {
                "people": written.overview.people,
                "asked": written.overview.asked,
                "answers": counts,
                "files": files,
                "waiting": waiting,
            }
        )
        return
    terminal.say(
        "{people} of {asked} participants answered.", people=written.overview.people, asked=written.overview.asked
    )
    for each in written.files:
        terminal.labelled("report", str(each))
    if waiting:
        terminal.say(waiting_line(waiting))
        terminal.show_next(f"reportgen answers review {event}")
