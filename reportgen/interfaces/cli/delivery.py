"""The commands ``release``, ``send`` and ``resolve``: release letters, send them, and settle those that wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Annotated

import typer

from reportgen.application.delivery import settle
from reportgen.application.delivery.four_eyes import refuse_own_letters
from reportgen.application.delivery.release import release as release_letters
from reportgen.application.delivery.release import release_findings, release_preview
from reportgen.application.delivery.test_send import current_letters, selected_letters, send_test_letters
from reportgen.application.event.readiness import event_findings, refuse_unready
from reportgen.application.run import send_letters
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import State
from reportgen.errors import SafetyRefusal, UsageError
from reportgen.i18n.message import counted, named, said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.build import show_run
from reportgen.interfaces.cli.errors import exit_with
from reportgen.interfaces.cli.options import Format, FormatOption, PackOptions, YesSendOption, grouped
from reportgen.interfaces.cli.output import letters as letters_output
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.workspaces import changing, reading
from reportgen.interfaces.language import here


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

    Where letters go by a real mail server you type how many, to show that you looked. Where four_eyes is set, letters
    are released on the web page only.

    Example: reportgen release data/events/2030-05-16-wonen
    """
    with changing(options) as workspace:
        preview = release_preview(workspace.key, workspace.ledger, workspace.archive, only=participant or None)
        attendance = workspace.ledger.attendance(workspace.people_key)
        letters_output.show_release_preview(preview, attendance, workspace.command_arguments)
        refuse_own_letters(workspace, preview.letters, "")
        refuse_unready(workspace, preview.letters, "released")
        if preview.letters:
            runs.show_findings(event_findings(workspace))  # a build said them already, and gave its exit code for them
        findings = release_findings(workspace, preview)
        runs.show_findings(findings)
        if preview.letters and (workspace.settings.server or yes_send is not None):
            _confirm(len(preview.letters), yes_send, workspace.command_arguments)
        count = release_letters(preview, workspace.ledger, workspace.moment, "released by hand")
        if count:
            terminal.say_counted(count, "{count} letter released.", "{count} letters released.")
        else:
            terminal.say("0 letters released. None was waiting.")
        following = "send" if count else "status"
        terminal.show_next(f"reportgen {following} {workspace.command_arguments}")
    exit_with(RunReport(workspace.key, findings))


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

    Example: reportgen send data/events/2030-05-16-wonen
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
    participant: Annotated[
        list[int] | None, typer.Argument(help="The participant's number; several where letters are held.")
    ] = None,
    sent: Annotated[
        bool, typer.Option("--sent", help="The letter did arrive; needs --reason where a report said that it failed.")
    ] = False,
    resend: Annotated[bool, typer.Option("--resend", help="It did not: the same letter goes once more.")] = False,
    anyway: Annotated[
        bool, typer.Option("--send-anyway", help="A letter that is held may go as it is; needs --reason.")
    ] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="The letter was not sent, and does not go; needs --reason.")
    ] = False,
    all_held: Annotated[
        bool, typer.Option("--all-held", help="With --send-anyway or --withdraw: every letter that is held.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the history of the letter.")] = "",
) -> None:
    """Settles a letter that is uncertain, bounced, refused or held.

    Where it is uncertain, ask the participant first. What is sent again is the same letter, under the same Message-ID.
    A letter is held when the newest list or the date and place of the meeting are not as in the letter: build again for
    a new one, or say here that it may go or is withdrawn.

    Example: reportgen resolve data/events/2030-05-16-wonen 17 --sent
    """
    with changing(options) as workspace:
        said = [each for each in (sent, resend, anyway, withdraw) if each]
        if len(said) != 1:
            raise UsageError(
                "Say one thing: that it arrived or did not, may go anyway, or is withdrawn",
                where=str(options.event),
                todo="give --sent, --resend, --send-anyway or --withdraw",
            )
        numbers = _numbers_to_resolve(workspace, participant or (), all_held)
        if anyway or withdraw:
            _settle_unsent(workspace, numbers, anyway, reason)
        else:
            _settle_sent(workspace, numbers, sent, reason)


def _numbers_to_resolve(workspace: Workspace, named: Sequence[int], all_held: bool) -> list[int]:
    """The participants whose letter is settled.

    Raises:
        UsageError: nobody is named, or no letter is held.
    """
    if bool(named) == all_held:
        raise UsageError(
            "Say whose letter it is about",
            where=str(workspace.folder),
            todo="give numbers of participants, or --all-held",
        )
    held = [each.participant for each in workspace.ledger.deliveries(workspace.key, State.HELD)]
    if all_held and not held:
        raise UsageError("No letter is held", where=workspace.key, todo="see: reportgen status EVENT")
    return list(dict.fromkeys(named or held))


def _settle_sent(workspace: Workspace, numbers: Sequence[int], arrived: bool, reason: str) -> None:
    """Settles a letter that a server had, or may have."""
    if len(numbers) != 1:
        raise UsageError(
            "Whether a letter arrived is said of one at a time",
            where=str(workspace.folder),
            todo="give the number of one participant",
        )
    (number,) = numbers
    state = settle.resolve(workspace.key, number, workspace.ledger, workspace.moment, arrived=arrived, reason=reason)
    terminal.say("The letter to participant {number} is {state} now.", number=number, state=named("state", state))
    if state is State.RELEASED:
        terminal.show_next(f"reportgen send {workspace.command_arguments}")


def _settle_unsent(workspace: Workspace, numbers: Sequence[int], anyway: bool, reason: str) -> None:
    """Lets held letters go as they are, or withdraws letters that were not sent."""
    key, ledger, now = workspace.key, workspace.ledger, workspace.moment
    if anyway:
        settled = settle.send_anyway(key, numbers, ledger, now, "a person", reason)
    else:
        settled = settle.withdraw(key, numbers, ledger, now, "a person", reason)
    for number in settled:
        terminal.say(
            "The letter to participant {number} is released, and goes as it is now."
            if anyway
            else "The letter to participant {number} is withdrawn now.",
            number=number,
        )
    following = "send" if anyway else "status"
    terminal.show_next(f"reportgen {following} {workspace.command_arguments}")


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
            typed = typer.prompt(here("Type how many letters may go"), type=int, err=True)
        except typer.Abort:
            raise SafetyRefusal(
                counted(
                    count,
                    "{count} letter waits, and nobody says that it may go",
                    "{count} letters wait, and nobody says that they may go",
                ),
                where=event,
                todo=said(
                    "look at them, and type: reportgen release {event} --yes-send {count}", event=event, count=count
                ),
            ) from None
    if typed != count:
        raise SafetyRefusal(
            counted(
                count,
                "{count} letter waits, and you said {typed}",
                "{count} letters wait, and you said {typed}",
                typed=typed,
            ),
            where=event,
            todo="look at what waits; nothing was released",
        )


def _send_copies(workspace: Workspace, to: str, some: int | None, numbers: list[int] | tuple[int, ...]) -> None:
    """Sends marked copies, and shows the result of each."""
    copies = selected_letters(current_letters(workspace.key, workspace.ledger), numbers, some, Random())
    results, where = send_test_letters(workspace, copies, to)
    for each in results:
        terminal.show_text(f"{each.number:04d}  {here(each.answer)}")
    arrived = sum(each.arrived for each in results)
    terminal.say(
        "{arrived} of {count} marked copies went to {where}; the ledger is as it was.",
        arrived=arrived,
        count=len(results),
        where=where,
    )
    if arrived < len(results):
        raise typer.Exit(1)
