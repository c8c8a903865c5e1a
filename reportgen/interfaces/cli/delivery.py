"""The commands that let letters go, carry them, and settle what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.build.build import RunReport
from reportgen.application.build.known import known
from reportgen.application.delivery import release as releasing
from reportgen.application.delivery import send as sending
from reportgen.application.delivery import test_send
from reportgen.application.resources import clock_of, ledger_in, typed
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import SafetyRefusal, UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.build import YesSendOption, send_due, show_run
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    OUTPUT,
    EventArgument,
    Format,
    FormatOption,
    NowOption,
    OutputOption,
    PackOption,
)
from reportgen.interfaces.cli.output import letters as show_letters
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.lock import locked


@app.command()
def release(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    yes_send: YesSendOption = None,
    pack: PackOption = BRIEFING,
) -> None:
    """Lets printed letters go, with the next send.

    Shows what would go. Where letters go by a real mail server you type how many, to show that you looked.

    Example: reportgen release data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger:
        paths = Paths(EMBEDDED, output)
        draft = known(event, paths, pack)
        key = draft.event.key
        offer = releasing.release_preview(key, ledger, Archive(paths.archive(key)))
        show_letters.offer(offer)
        if offer.letters and (draft.settings.server or yes_send is not None):
            _agreed(len(offer.letters), yes_send, typed(event, pack))
        count = releasing.release(offer, ledger, clock_of(now)(), "released by hand")
        terminal.console.print(f"{count} letters released.")
        terminal.console.print(f"next:     reportgen send {typed(event, pack)}", soft_wrap=True)


@app.command()
def send(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    to: Annotated[
        str, typer.Option("--to", help="Send marked [TEST] copies to this address instead; the ledger stays as it is.")
    ] = "",
    some: Annotated[int, typer.Option("--some", min=1, help="With --to: so many, at random.")] = 3,
    all: Annotated[bool, typer.Option("--all", help="With --to: a copy of every letter.")] = False,
    participant: Annotated[
        list[int] | None, typer.Option("--participant", help="With --to: the letter to this one; may be repeated.")
    ] = None,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Sends what is released, inside the window.

    Example: reportgen send data/events/2018-12-10-diversiteit-door-migratie
    """
    if to:
        with errors_shown():
            draft = known(event, Paths(EMBEDDED, output), pack)
            _send_copies(draft, output, to, None if all else some, participant or (), now is not None)
        return
    with errors_shown(), locked(output), ledger_in(output) as ledger, runs.Bars(format is Format.JSON) as bars:
        if all or participant:
            raise UsageError("--all and --participant choose copies", where=str(event), todo="give --to as well")
        paths = Paths(EMBEDDED, output)
        draft = known(event, paths, pack)
        report = RunReport(draft.event.key)
        send_due(draft, paths, ledger, now, report, bars)
    show_run(report, typed(event, pack), output, format)


@app.command()
def resolve(
    event: EventArgument,
    participant: Annotated[int, typer.Argument(help="The participant's number.")],
    sent: Annotated[bool, typer.Option("--sent", help="The letter did arrive.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="It did not: the same letter goes once more.")] = False,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    pack: PackOption = BRIEFING,
) -> None:
    """Settles a letter of which nobody knows whether it arrived.

    Ask the participant first. What is sent again is the same letter, under the same Message-ID.

    Example: reportgen resolve data/events/2018-12-10-diversiteit-door-migratie 17 --sent
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger:
        if sent == resend:
            raise UsageError(
                "Say either that it arrived or that it did not", where=str(event), todo="give --sent or --resend"
            )
        key = known(event, Paths(EMBEDDED, output), pack).event.key
        state = sending.resolve(key, participant, ledger, clock_of(now)(), arrived=sent)
        terminal.console.print(f"The letter to participant {participant} is {state} now.")
        if resend:
            terminal.console.print(f"next:     reportgen send {typed(event, pack)}", soft_wrap=True)


def _agreed(count: int, said: int | None, event: str) -> None:
    """Goes on when a person says the number of letters.

    Raises:
        SafetyRefusal: another number was said, or none.
    """
    if said is None:
        try:
            said = typer.prompt("Type how many letters may go", type=int, err=True)
        except typer.Abort:
            raise SafetyRefusal(
                f"{count} letters wait, and nobody says that they may go",
                where=event,
                todo=f"look at them, and type: reportgen release {event} --yes-send {count}",
            ) from None
    if said != count:
        raise SafetyRefusal(
            f"{count} letters wait, and you said {said}",
            where=event,
            todo="look at what waits; nothing was released",
        )


def _send_copies(
    draft: LoadedEvent,
    output: Path,
    to: str,
    some: int | None,
    numbers: list[int] | tuple[int, ...],
    made_up: bool,
) -> None:
    paths = Paths(EMBEDDED, output)
    with ledger_in(output, looking=True) as ledger:
        results = test_send.send_test(draft, paths, ledger, to, numbers, some, made_up)
    for each in results:
        terminal.console.print(f"{each.number:04d}  {each.answer}", soft_wrap=True, markup=False)
    arrived = sum(each.arrived for each in results)
    where = to if draft.settings.server else str(test_send.copies_folder(paths, draft.event.key))
    terminal.console.print(f"{arrived} of {len(results)} marked copies went to {where}; the ledger is as it was.")
    if arrived < len(results):
        raise typer.Exit(1)
