"""The commands of privacy: what is held about someone, and forgetting them or everyone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen import config, forgetting, holding, terminal
from reportgen.cli.app import app
from reportgen.cli.ending import errors_shown
from reportgen.cli.options import OUTPUT, EventArgument, Format, FormatOption, NowOption, OutputOption
from reportgen.desk import clock_of, ledger_in
from reportgen.domain.edition import plain
from reportgen.errors import SafetyRefusal
from reportgen.house import House
from reportgen.records.lock import locked
from reportgen.sources.snapshots import EMBEDDED

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
    from reportgen.render.screen import screen  # few write a page

    with errors_shown(), ledger_in(output, looking=True) as ledger:
        key = config.load(event).event.key
        found = holding.held(key, participant, House(EMBEDDED, output), ledger)
        if page:
            page.write_text(screen("held", held=found), "utf-8")
        terminal.as_json(plain(found))


@app.command()
def forget(
    event: EventArgument,
    participant: NumberArgument,
    yes: YesOption = False,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Forgets one participant: content and names go, digests, dates and counts stay.

    Take them out of the list first. Packs of others that name them go too. Prints the proof.

    Example: reportgen forget data/events/2030-wonen 17
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger:
        config.load(event)
        _agreed(yes, f"Forget participant {participant} for good?")
        house = House(EMBEDDED, output)
        proof = forgetting.forget(event, house, ledger, participant, clock_of(now)())
    _show(proof, format)


@app.command()
def purge(
    event: EventArgument,
    early: Annotated[bool, typer.Option("--early", help="Also before the day until which it is kept.")] = False,
    yes: YesOption = False,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Forgets everyone of an event, when it has been kept long enough. Prints the proof.

    Example: reportgen purge data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger:
        config.load(event)
        _agreed(yes, "Forget everyone of this event for good?")
        proof = forgetting.purge(event, House(EMBEDDED, output), ledger, clock_of(now)(), early)
    _show(proof, format)


def _agreed(yes: bool, question: str) -> None:
    """Goes on when a person says so.

    Raises:
        SafetyRefusal: nobody does.
    """
    try:
        if yes or typer.confirm(question, err=True):
            return
    except typer.Abort:
        pass
    raise SafetyRefusal("Nobody says that they may be forgotten", todo="give --yes, or answer the question")


def _show(proof: forgetting.Proof, format: Format) -> None:
    if format is Format.JSON:
        terminal.as_json(plain(proof))
        return
    lines = [
        f"{len(proof.numbers)} participants of {proof.event} are forgotten, {proof.at:%d-%m-%Y %H:%M}.",
        *(f"{each.key} edition {each.edition}  {each.digest}  {each.path}" for each in proof.erased),
        *(f"ledger: {count} rows of {table}" for table, count in proof.rows.items() if count),
        *(f"removed: {path}" for path in proof.removed),
    ]
    for line in lines:
        terminal.console.print(line, soft_wrap=True, markup=False)
