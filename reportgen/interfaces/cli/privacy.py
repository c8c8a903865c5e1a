"""The commands ``privacy``, ``forget`` and ``purge``: show all data about a participant, and erase one or everyone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.privacy import erase, subject_access
from reportgen.config.paths import OUTPUT
from reportgen.domain.canonical_json import to_json_value
from reportgen.errors import SafetyRefusal
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.options import EventArgument, EventOptions, Format, FormatOption, OutputOption, grouped
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.cli.workspaces import changing, reading

NumberArgument = Annotated[int, typer.Argument(metavar="PARTICIPANT", help="The participant's number.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask; what is forgotten does not come back.")]


@app.command()
def privacy(
    event: EventArgument,
    participant: NumberArgument,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write it as a page to read, for example 17.html.", dir_okay=False)
    ] = None,
    output: OutputOption = OUTPUT,
) -> None:
    """Shows everything that is held about one participant, as data; with --page also as a page, in Dutch.

    Example: reportgen privacy data/events/2030-wonen 17 --page 17.html
    """
    from reportgen.render.content.web_pages import web_page  # few write a page

    with reading(EventOptions(event=event, output=output)) as workspace:
        data = subject_access.subject_data(workspace, participant)
        if page:
            page.write_text(web_page("held", held=data), "utf-8")
        terminal.print_json(to_json_value(data))


@app.command()
@grouped
def forget(
    options: EventOptions,
    participant: NumberArgument,
    yes: YesOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Forgets one participant: content and names go, digests, dates and counts stay.

    Take them out of the list first. Packs of others that name them go too. Prints the proof.

    Example: reportgen forget data/events/2030-wonen 17
    """
    with changing(options) as workspace:
        _confirm(yes, f"Forget participant {participant} for good?")
        proof = erase.forget(workspace, participant)
    _show(proof, format)


@app.command()
@grouped
def purge(
    options: EventOptions,
    early: Annotated[bool, typer.Option("--early", help="Also before the day until which it is kept.")] = False,
    yes: YesOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Forgets everyone of an event, when it has been kept long enough. Prints the proof.

    Example: reportgen purge data/events/2018-12-10-diversiteit-door-migratie
    """
    with changing(options) as workspace:
        _confirm(yes, "Forget everyone of this event for good?")
        proof = erase.purge(workspace, early)
    _show(proof, format)


def _confirm(yes: bool, question: str) -> None:
    """Returns when a person confirms.

    Raises:
        SafetyRefusal: nobody confirmed.
    """
    try:
        if yes or typer.confirm(question, err=True):
            return
    except typer.Abort:
        pass
    raise SafetyRefusal("Nobody says that they may be forgotten", todo="give --yes, or answer the question")


def _show(proof: erase.ErasureProof, format: Format) -> None:
    if format is Format.JSON:
        terminal.print_json(to_json_value(proof))
        return
    lines = [
        f"{len(proof.numbers)} participants of {proof.event} are forgotten, {proof.at:%d-%m-%Y %H:%M}.",
        *(f"{each.key} edition {each.edition}  {each.digest}  {each.path}" for each in proof.erased),
        *(f"ledger: {count} rows of {table}" for table, count in proof.rows.items() if count),
        *(f"removed: {path}" for path in proof.removed),
    ]
    for line in lines:
        terminal.console.print(line, soft_wrap=True, markup=False)
