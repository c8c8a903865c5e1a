"""The commands: one function each; findings are shown here and the exit code is chosen here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from reportgen import config, pipeline, show
from reportgen.desk import (
    CORES,
    OUTPUT,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    NowOption,
    OutputOption,
    ShrunkOption,
    WorkersOption,
    clock_of,
    errors_shown,
    ledger_in,
)
from reportgen.domain.edition import plain
from reportgen.errors import SafetyRefusal, UsageError
from reportgen.gathering import House, gather
from reportgen.mail.sender import Outbox
from reportgen.pipeline import Report
from reportgen.records.ledger import Ledger
from reportgen.records.lock import locked
from reportgen.sources.snapshots import EMBEDDED
from reportgen.starting import new_event
from reportgen.verifying import verify as faults_of

app = typer.Typer(
    help="Makes, mails and keeps a personal briefing pack for every participant of a meeting.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; its name is the event's key.")],
) -> None:
    """Starts an event: a folder with files to fill in.

    Example: reportgen new data/events/2019-05-16-wonen
    """
    with errors_shown():
        made = new_event(folder)
        show.console.print(f"Made {folder}: {', '.join(made)}.", soft_wrap=True)
        show.console.print(f"next:     fill them in, then: reportgen check {folder}", soft_wrap=True)


@app.command()
def check(
    event: EventArgument,
    lists: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[LIST]...", help="Lists to check instead of the event's own."),
    ] = None,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Says what is wrong with a list, and what to mend.

    Reads the event and its lists as a run would. Changes nothing.

    Example: reportgen check data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        gathered = gather(event, House(figures, output), ledger, lists or ())
        if format is Format.JSON:
            show.as_json(
                {
                    "event": gathered.event.key,
                    "participants": len(gathered.participants),
                    "tables": len(gathered.tables),
                    "findings": [show.finding_json(each) for each in gathered.findings],
                }
            )
        else:
            show.gathered(gathered)
        _exit_with(Report(gathered.event.key, list(gathered.findings)))


@app.command()
def plan(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Says which packs would be printed, and why.

    Also which would be kept and withdrawn, and every value that changed, old and new. Changes nothing.

    Example: reportgen plan data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        todo = pipeline.planned(event, House(figures, output), ledger)
        if format is Format.JSON:
            show.as_json([show.decision_json(each, todo) for each in todo.decisions])
        else:
            show.plan(todo)


@app.command()
def preview(
    event: EventArgument,
    participant: Annotated[int | None, typer.Argument(help="The participant's number; without it, the first.")] = None,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
) -> None:
    """Prints one pack to look at.

    It goes to the folder preview/ of the output. Promises and sends nothing.

    Example: reportgen preview data/events/2018-12-10-diversiteit-door-migratie 17
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        gathered = gather(event, House(figures, output), ledger)
        ready = next((each for each in gathered.packs if participant in (None, each.wanted.number)), None)
        if ready is None:
            raise UsageError(
                "There are no participants" if participant is None else f"There is no participant {participant}",
                where=str(event),
                todo=f"see who there is with: reportgen check {event}",
            )
        path = pipeline.previewed(ready, output / "preview" / gathered.event.key)
        show.console.print(f"pack:     {path}", soft_wrap=True)


@app.command()
def build(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    workers: WorkersOption = CORES,
    accept_shrunk: ShrunkOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Prints what is new or changed. Sends nothing.

    The packs are sealed in the archive with their letters, and promised in the ledger.

    Example: reportgen build data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger, show.Bars(format is Format.JSON) as bars:
        house = House(figures, output)
        report = pipeline.build(event, house, ledger, clock_of(now)(), workers, bars, accept_shrunk)
        report.waiting = pipeline.waiting_for_release(report.event, ledger)
    _show(report, event, output, format)


@app.command()
def release(event: EventArgument, output: OutputOption = OUTPUT, now: NowOption = None) -> None:
    """Lets printed letters go, with the next send.

    Example: reportgen release data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger:
        draft = config.load(event)
        count = pipeline.release(draft.event.key, ledger, clock_of(now)(), firsts_only=False, by="released by hand")
        show.console.print(f"{count} letters released.")
        show.console.print(f"next:     reportgen send {event}", soft_wrap=True)


@app.command()
def send(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Sends what is released, inside the window.

    Example: reportgen send data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger, show.Bars(format is Format.JSON) as bars:
        draft = config.load(event)
        report = Report(draft.event.key)
        _send(draft, House(EMBEDDED, output), ledger, now, report, bars)
    _show(report, event, output, format)


@app.command()
def run(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    workers: WorkersOption = CORES,
    accept_shrunk: ShrunkOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """The whole journey: build, release, send.

    Release is only automatic where event.toml says so, and only for a first letter. Safe to repeat.

    Example: reportgen run data/events/2018-12-10-diversiteit-door-migratie
    """
    refusal: SafetyRefusal | None = None
    with errors_shown(), locked(output), ledger_in(output) as ledger, show.Bars(format is Format.JSON) as bars:
        house, draft, clock = House(figures, output), config.load(event), clock_of(now)
        report = pipeline.build(event, house, ledger, clock(), workers, bars, accept_shrunk)
        if draft.settings.automatic_release:
            report.released = pipeline.release(
                draft.event.key, ledger, clock(), firsts_only=True, by="automatic, as event.toml says"
            )
        try:
            _send(draft, house, ledger, now, report, bars)
        except SafetyRefusal as fault:
            refusal, report.stopped = fault, fault.what
        report.waiting = pipeline.waiting_for_release(report.event, ledger)
    _show(report, event, output, format, refusal)


@app.command()
def status(event: EventArgument, output: OutputOption = OUTPUT, format: FormatOption = Format.TEXT) -> None:
    """Shows how every letter of an event stands.

    Example: reportgen status data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        key = config.load(event).event.key
        deliveries = ledger.deliveries(key)
        if format is Format.JSON:
            show.as_json({"event": key, "deliveries": plain(deliveries)})
        else:
            show.status(key, deliveries)


@app.command()
def verify(event: EventArgument, output: OutputOption = OUTPUT, format: FormatOption = Format.TEXT) -> None:
    """Checks the archive, and the ledger against it.

    Example: reportgen verify data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        key = config.load(event).event.key
        faults = faults_of(key, House(EMBEDDED, output), ledger)
        editions = len(ledger.editions(key))
        if format is Format.JSON:
            show.as_json({"event": key, "editions": editions, "faults": faults})
        else:
            for fault in faults:
                show.console.print(f"[red]fault[/]     {fault}", soft_wrap=True)
            verdict = f"{len(faults)} faults" if faults else "whole, and the ledger agrees"
            show.console.print(f"{editions} editions: {verdict}.")
    if faults:
        raise typer.Exit(7)


def _send(
    draft: config.Draft, house: House, ledger: Ledger, now: datetime | None, report: Report, bars: show.Bars
) -> None:
    key = draft.event.key
    sender = Outbox(house.outbox(key))
    report.sent, findings = pipeline.send(
        key, house, ledger, sender, draft.settings.window, clock_of(now), now is not None, bars
    )
    report.findings += findings


def _show(report: Report, event: Path, output: Path, format: Format, refusal: SafetyRefusal | None = None) -> None:
    if format is Format.JSON:
        show.as_json(
            {
                "event": report.event,
                "made": report.made,
                "kept": report.kept,
                "withdrawn": report.withdrawn,
                "edition": report.edition,
                "released": report.released,
                "sent": report.sent,
                "waiting_for_release": report.waiting,
                "stopped": report.stopped,
                "findings": [show.finding_json(each) for each in report.findings],
            }
        )
    else:
        show.report(report, event, output)
    if refusal:
        raise typer.Exit(refusal.exit_code)
    _exit_with(report)


def _exit_with(report: Report) -> None:
    if report.needs_a_person:
        raise typer.Exit(1)
