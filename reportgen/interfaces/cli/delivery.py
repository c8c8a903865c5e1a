"""The commands ``release``, ``send`` and ``resolve``: release letters, send them, and settle uncertain ones."""

from __future__ import annotations

from random import Random
from typing import Annotated

import typer

from reportgen.application.delivery import send as sending
from reportgen.application.delivery.release import release as release_letters
from reportgen.application.delivery.release import release_preview
from reportgen.application.delivery.test_send import current_letters, selected_letters, send_test_letters
from reportgen.application.run import send_letters
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.errors import SafetyRefusal, UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.build import show_run
from reportgen.interfaces.cli.options import Format, FormatOption, PackOptions, YesSendOption, grouped
from reportgen.interfaces.cli.output import letters as letters_output
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.workspaces import changing, reading


@app.command()
@grouped
def release(
    options: PackOptions,
    yes_send: YesSendOption = None,
    participant: Annotated[
        list[int] | None, typer.Option("--participant", help="Only the letters to this one; may be repeated.")
    ] = None,
) -> None:
    """Releases printed letters, for the next send.

    Shows what would go, and tells letters that cancel an invitation apart from those with a pack.

    Where letters go by a real mail server you type how many, to show that you looked.

    Example: reportgen release data/events/2018-12-10-diversiteit-door-migratie
    """
    with changing(options) as workspace:
        preview = release_preview(workspace.key, workspace.ledger, workspace.archive, only=participant or None)
        letters_output.show_release_preview(preview, workspace.ledger.attendance(workspace.people_key))
        if preview.letters and (workspace.settings.server or yes_send is not None):
            _confirm(len(preview.letters), yes_send, workspace.command_arguments)
        count = release_letters(preview, workspace.ledger, workspace.moment, "released by hand")
        terminal.console.print(f"{count} letters released." + ("" if count else " None was waiting."))
        following = "send" if count else "status"
        terminal.console.print(f"next:     reportgen {following} {workspace.command_arguments}", soft_wrap=True)


@app.command()
@grouped
def send(
    options: PackOptions,
    to: Annotated[
        str, typer.Option("--to", help="Send marked [TEST] copies to this address instead; the ledger stays as it is.")
    ] = "",
    some: Annotated[int, typer.Option("--some", min=1, help="With --to: so many, at random.")] = 3,
    all: Annotated[bool, typer.Option("--all", help="With --to: a copy of every letter.")] = False,
    participant: Annotated[
        list[int] | None, typer.Option("--participant", help="With --to: the letter to this one; may be repeated.")
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Sends what is released, inside the window.

    Example: reportgen send data/events/2018-12-10-diversiteit-door-migratie
    """
    if to:
        with reading(options) as workspace:
            _send_copies(workspace, to, None if all else some, participant or ())
        return
    with changing(options) as workspace, runs.ProgressBars(format is Format.JSON) as bars:
        if all or participant:
            raise UsageError(
                "--all and --participant choose copies", where=str(options.event), todo="give --to as well"
            )
        report = RunReport(workspace.key)
        send_letters(workspace, report, bars)
    show_run(report, workspace.command_arguments, options.output, format)


@app.command()
@grouped
def resolve(
    options: PackOptions,
    participant: Annotated[int, typer.Argument(help="The participant's number.")],
    sent: Annotated[bool, typer.Option("--sent", help="The letter did arrive.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="It did not: the same letter goes once more.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the history of the letter.")] = "",
) -> None:
    """Settles a letter that is uncertain, bounced or refused.

    Ask the participant first. What is sent again is the same letter, under the same Message-ID.

    Example: reportgen resolve data/events/2018-12-10-diversiteit-door-migratie 17 --sent
    """
    with changing(options) as workspace:
        if sent == resend:
            raise UsageError(
                "Say either that it arrived or that it did not",
                where=str(options.event),
                todo="give --sent or --resend",
            )
        state = sending.resolve(
            workspace.key, participant, workspace.ledger, workspace.moment, arrived=sent, reason=reason
        )
        terminal.console.print(f"The letter to participant {participant} is {state} now.")
        if resend:
            terminal.console.print(f"next:     reportgen send {workspace.command_arguments}", soft_wrap=True)


def _confirm(count: int, typed: int | None, event: str) -> None:
    """Returns when a person gives the number of letters.

    Args:
        typed: the number from an option; None to ask for it.
        event: the arguments of a command that name the event.

    Raises:
        SafetyRefusal: another number was given, or none.
    """
    if typed is None:
        try:
            typed = typer.prompt("Type how many letters may go", type=int, err=True)
        except typer.Abort:
            raise SafetyRefusal(
                f"{count} letters wait, and nobody says that they may go",
                where=event,
                todo=f"look at them, and type: reportgen release {event} --yes-send {count}",
            ) from None
    if typed != count:
        raise SafetyRefusal(
            f"{count} letters wait, and you said {typed}",
            where=event,
            todo="look at what waits; nothing was released",
        )


def _send_copies(workspace: Workspace, to: str, some: int | None, numbers: list[int] | tuple[int, ...]) -> None:
    """Sends marked copies, and shows the result of each."""
    copies = selected_letters(current_letters(workspace.key, workspace.ledger), numbers, some, Random())
    results, where = send_test_letters(workspace, copies, to)
    for each in results:
        terminal.console.print(f"{each.number:04d}  {each.answer}", soft_wrap=True, markup=False)
    arrived = sum(each.arrived for each in results)
    terminal.console.print(f"{arrived} of {len(results)} marked copies went to {where}; the ledger is as it was.")
    if arrived < len(results):
        raise typer.Exit(1)
