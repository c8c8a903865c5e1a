"""The commands ``message list``, ``write``, ``preview``, ``make`` and ``withdraw``: a word to some participants."""

from __future__ import annotations

from getpass import getuser
from typing import Annotated

import typer

from reportgen.application.messages import drafts
from reportgen.application.messages.check import CheckedMessage
from reportgen.application.messages.compose import MessageComposer
from reportgen.application.messages.make import checked_message, make_message
from reportgen.application.messages.people import MessagePerson
from reportgen.config.message_file import file_of
from reportgen.domain.messages.message import Purpose
from reportgen.domain.number_ranges import number_ranges
from reportgen.errors import UsageError
from reportgen.i18n.message import named, said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.options import Format, FormatOption, PackOptions, grouped
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.interfaces.cli.output.terminal import plain_text
from reportgen.interfaces.cli.workspaces import changing, reading
from reportgen.interfaces.language import here

message_app = typer.Typer(
    help="Writes a message to some participants, and makes its letters.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(message_app, name="message")

NameArgument = Annotated[str, typer.Argument(help="The name of the message: small letters, digits and hyphens.")]


@message_app.command("list")
@grouped
def list_messages(options: PackOptions, format: FormatOption = Format.TEXT) -> None:
    """Shows every message of an event, and how its letters stand.

    Example: reportgen message list data/events/2030-05-16-wonen
    """
    with reading(options) as workspace:
        lines = drafts.message_lines(workspace)
        if format is Format.JSON:
            terminal.print_json({"event": workspace.key, "messages": [_line_json(each) for each in lines]})
            return
        for each in lines:
            states = sorted(each.states.items())
            stand = [here(said("{count} {state}", count=count, state=named("state", state))) for state, count in states]
            subject = each.message.subject if each.message else here("cannot be read")
            terminal.show_text(f"{each.name}  {subject}  {', '.join(stand) or here('no letters yet')}")
        if not lines:
            terminal.say("There is no message yet.")
            arguments = workspace.command_arguments
            terminal.labelled("next", said("reportgen message write {event} NAME", event=arguments))


@message_app.command()
@grouped
def write(
    options: PackOptions,
    name: NameArgument,
    purpose: Annotated[Purpose, typer.Option("--purpose", help="What it is for.")] = Purpose.NOTICE,
) -> None:
    """Writes the file of a new message with a text to begin with, for you to finish.

    Between braces stand placeholders, such as {naam}: they are filled in for each reader, and checked for all of them
    before any letter is made. The table [to] says whom it is for.

    Example: reportgen message write data/events/2030-05-16-wonen herinnering --purpose reminder
    """
    with changing(options) as workspace:
        drafts.save_message(workspace, drafts.starting_message(name, purpose), getuser(), stand="")
        terminal.say("Written: {path}", path=workspace.folder / file_of(name))
        following = f"reportgen message preview {workspace.command_arguments} {name}"
        terminal.labelled("next", said("change it, and look with: {command}", command=following))


@message_app.command()
@grouped
def preview(
    options: PackOptions,
    name: NameArgument,
    participant: Annotated[
        int | None, typer.Option("--participant", help="Show the letter to this one; the first one if absent.")
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows whom a message is for, what is wrong with it, and what its letter to somebody says.

    Example: reportgen message preview data/events/2030-05-16-wonen herinnering
    """
    with reading(options) as workspace:
        checked = checked_message(workspace, name)
        if format is Format.JSON:
            terminal.print_json(
                {
                    "event": workspace.key,
                    "name": name,
                    "recipients": [each.number for each in checked.recipients],
                    "digest": checked.digest,
                    "findings": [runs.finding_json(each) for each in checked.findings],
                }
            )
        else:
            runs.show_findings(checked.findings)
            if numbers := number_ranges(each.number for each in checked.recipients):
                terminal.say_counted(
                    len(checked.recipients),
                    "{count} recipient: {numbers}.",
                    "{count} recipients: {numbers}.",
                    numbers=numbers,
                )
            else:
                terminal.say("0 recipients.")
            if checked.recipients and not any(each.place.line for each in checked.findings):
                edition = max(workspace.ledger.editions(workspace.key), default=0) + 1
                composer = MessageComposer(workspace, checked, edition, workspace.moment)
                texts = composer.texts(_recipient(checked, participant))
                terminal.console.print(f"\n{plain_text(texts.subject)}\n\n{plain_text(texts.text)}", soft_wrap=True)
            following = f"reportgen message make {workspace.command_arguments} {name}"
            if not checked.findings:
                terminal.show_next(following)
    if checked.findings:
        raise typer.Exit(1)


@message_app.command()
@grouped
def make(options: PackOptions, name: NameArgument, format: FormatOption = Format.TEXT) -> None:
    """Makes the letters of a message, one for each recipient; they wait for release.

    A message is made once: made again, it has the same letters.

    Example: reportgen message make data/events/2030-05-16-wonen herinnering
    """
    with changing(options) as workspace, runs.ProgressBars(format is Format.JSON) as bars:
        result = make_message(workspace, name, getuser(), bars)
    if format is Format.JSON:
        terminal.print_json(
            {
                "event": workspace.key,
                "name": name,
                "edition": result.made.edition if result.made else None,
                "letters": result.letters,
                "made_before": result.was_made,
                "findings": [runs.finding_json(each) for each in result.findings],
            }
        )
    else:
        runs.show_findings(result.findings)
        if not result.made:
            terminal.say("No letter was made.")
        elif result.was_made:
            terminal.say_counted(
                result.letters,
                "It was made before: {count} letter. Nothing is made twice.",
                "It was made before: {count} letters. Nothing is made twice.",
            )
        else:
            terminal.say_counted(
                result.letters,
                "{count} letter made; it does not leave before it is released.",
                "{count} letters made; none leaves before it is released.",
            )
        if result.made:
            terminal.show_next(f"reportgen release {workspace.command_arguments}")
    if result.findings:
        raise typer.Exit(1)


@message_app.command()
@grouped
def withdraw(
    options: PackOptions,
    name: NameArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the history of the letters.")] = "",
) -> None:
    """Withdraws the letters of a message that were not sent.

    Example: reportgen message withdraw data/events/2030-05-16-wonen herinnering --reason "another text"
    """
    with changing(options) as workspace:
        numbers = drafts.withdraw_message(workspace, name, getuser(), reason)
        terminal.say_counted(len(numbers), "{count} letter withdrawn.", "{count} letters withdrawn.")


def _recipient(checked: CheckedMessage, number: int | None) -> MessagePerson:
    """The recipient with a number; the first one without.

    Raises:
        UsageError: the message is not for them.
    """
    if number is None:
        return checked.recipients[0]
    found = next((each for each in checked.recipients if each.number == number), None)
    if found is None:
        raise UsageError(
            said("The message is not for participant {number}", number=number),
            todo="see whom it is for with: reportgen message preview EVENT NAME",
        )
    return found


def _line_json(each: drafts.MessageLine) -> dict[str, object]:
    return {
        "name": each.name,
        "subject": each.message.subject if each.message else "",
        "edition": each.made.edition if each.made else None,
        "states": {str(state): count for state, count in sorted(each.states.items())},
    }
