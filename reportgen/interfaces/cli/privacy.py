"""The commands ``privacy``, ``forget`` and ``purge``: show all data about a participant, and erase one or everyone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.privacy import erase, subject_access
from reportgen.config.paths import OUTPUT
from reportgen.domain.canonical_json import to_json_value
from reportgen.errors import SafetyRefusal
from reportgen.i18n.message import Message, counted, message_of, said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.options import EventArgument, EventOptions, Format, FormatOption, OutputOption, grouped
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.cli.workspaces import changing, reading
from reportgen.interfaces.language import here

NumberArgument = Annotated[int, typer.Argument(metavar="PARTICIPANT", help="The participant's number.")]
AlsoOption = Annotated[
    list[str] | None,
    typer.Option("--also", help="Another name or address of theirs to look for; may be repeated."),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask; what is forgotten does not come back.")]


@app.command()
def privacy(
    event: EventArgument,
    participant: NumberArgument,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write it as a page to read, for example 17.html.", dir_okay=False)
    ] = None,
    also: AlsoOption = None,
    output: OutputOption = OUTPUT,
) -> None:
    """Shows everything that is stored about one participant, as data; with --page also as a page, in Dutch.

    Looks through all files of the event for their name and address. The exit code is 1 where a file could not be
    looked into.

    Example: reportgen privacy data/events/2030-wonen 17 --page 17.html
    """
    from reportgen.render.content.web_pages import web_page  # few write a page

    with reading(EventOptions(event=event, output=output)) as workspace:
        data = subject_access.subject_data(workspace, participant, also or ())
        if page:
            page.write_text(web_page("subject_data", data=data), "utf-8")
        terminal.print_json(to_json_value(data))
    if data.unread:
        raise typer.Exit(1)


@app.command()
@grouped
def forget(
    options: EventOptions,
    participant: NumberArgument,
    also: AlsoOption = None,
    yes: YesOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Forgets one participant: content and names go, digests, dates and counts stay.

    Take them out of the list first. Packs of others that name them go too, and their rows in copies of the list.
    Prints the proof, and names every other file of the event that still has their name or address, or that could not
    be looked into: then the exit code is 1.

    Example: reportgen forget data/events/2030-wonen 17
    """
    with changing(options) as workspace:
        _confirm(yes, said("Forget participant {number} for good?", number=participant))
        proof = erase.forget(workspace, participant, also or ())
    _show(proof, format, f"reportgen forget {options.event} {participant} --also 'NAME' --also ADDRESS")


@app.command()
@grouped
def purge(
    options: EventOptions,
    early: Annotated[bool, typer.Option("--early", help="Also before the day until which it is kept.")] = False,
    yes: YesOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Forgets everyone of an event, when it has been kept long enough. Prints the proof.

    Lists are emptied, and copies of them go. Every other file of the event that still has a name or an address, or that
    could not be looked into, is named: then the exit code is 1.

    Example: reportgen purge data/events/2030-05-16-wonen
    """
    with changing(options) as workspace:
        _confirm(yes, said("Forget everyone of this event for good?"))
        proof = erase.purge(workspace, early)
    _show(proof, format, "")


def _confirm(yes: bool, question: Message) -> None:
    """Returns when a person confirms.

    Raises:
        SafetyRefusal: nobody confirmed.
    """
    try:
        if yes or typer.confirm(here(question), err=True):
            return
    except typer.Abort:
        pass
    raise SafetyRefusal("Nobody says that they may be forgotten", todo="give --yes, or answer the question")


def _show(proof: erase.ErasureProof, format: Format, again: str) -> None:
    """Shows the proof; exits with code 1 where something is left.

    Args:
        again: the command that looks again for one person; empty for everyone.
    """
    if format is Format.JSON:
        terminal.print_json(to_json_value(proof))
    else:
        for line in _lines(proof, again):
            terminal.show_text(here(line))
    if not proof.is_complete:
        raise typer.Exit(1)


def _lines(proof: erase.ErasureProof, again: str) -> Iterator[Message]:
    yield counted(
        len(proof.numbers),
        "{count} participant of {event} is forgotten, {moment}.",
        "{count} participants of {event} are forgotten, {moment}.",
        event=proof.event,
        moment=proof.at,
    )
    for entry in proof.erased:
        facts = {"key": entry.key, "edition": entry.edition, "digest": entry.digest, "path": entry.path}
        yield said("{key} edition {edition}  {digest}  {path}", **facts)
    for table, count in proof.rows.items():
        if count:
            yield counted(count, "ledger: {count} row of {table}", "ledger: {count} rows of {table}", table=table)
    yield from (said("removed: {path}", path=path) for path in proof.removed)
    yield from (said("cleaned: {path}: {what}", path=each.path, what=message_of(each.done)) for each in proof.cleaned)
    for each in proof.found:
        what, path = message_of(each.what), f"{each.path}"
        inside = said("{path} (in {inside})", path=path, inside="; ".join(each.inside)) if each.inside else path
        if again:
            yield said("still there: {path}: {what}", path=inside, what=what)
        else:
            yield said("still there: {path}: {what} of {people} people", path=inside, what=what, people=each.people)
    yield from (
        said("not looked into: {path}: {why}", path=each.path, why=message_of(each.why)) for each in proof.unread
    )
    yield from (said("perhaps: {path}: a surname alone", path=each.path) for each in proof.perhaps)
    for path in proof.opened:
        yield said("open? {path} says that an editor has the list open: close it there without saving", path=path)
    if not proof.searched:
        yield said("The ledger knows no name or address of theirs any more, so no file was looked into.")
    if proof.found or proof.unread:
        yield said("next: look at the files that are named, and take out what is about them or delete the file")
    if again and (proof.found or proof.unread or not proof.searched):
        yield said("      to look again: {command}", command=again)
