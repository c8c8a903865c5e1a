"""The commands that make and send packs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from time import sleep
from typing import Annotated

import typer

from reportgen import config, pipeline, sending, show
from reportgen.cli.app import app
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
    exit_with,
    ledger_in,
    password_of,
)
from reportgen.errors import MailError, ReportgenError, SafetyRefusal, UsageError
from reportgen.gathering import House
from reportgen.mail.sender import Outbox
from reportgen.mail.smtp import Smtp
from reportgen.pipeline import Report
from reportgen.records.ledger import Ledger
from reportgen.records.lock import locked
from reportgen.sources.snapshots import EMBEDDED


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
    refusal: ReportgenError | None = None
    with errors_shown(), locked(output), ledger_in(output) as ledger, show.Bars(format is Format.JSON) as bars:
        house, draft, clock = House(figures, output), config.load(event), clock_of(now)
        report = pipeline.build(event, house, ledger, clock(), workers, bars, accept_shrunk)
        if draft.settings.automatic_release:
            report.released = pipeline.release(
                draft.event.key, ledger, clock(), firsts_only=True, by="automatic, as event.toml says"
            )
        try:
            _send(draft, house, ledger, now, report, bars)
        except (SafetyRefusal, MailError) as fault:
            refusal, report.stopped = fault, fault.what
        report.waiting = pipeline.waiting_for_release(report.event, ledger)
    _show(report, event, output, format, refusal)


@app.command()
def resolve(
    event: EventArgument,
    participant: Annotated[int, typer.Argument(help="The participant's number.")],
    sent: Annotated[bool, typer.Option("--sent", help="The letter did arrive.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="It did not: the same letter goes once more.")] = False,
    output: OutputOption = OUTPUT,
    now: NowOption = None,
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
        state = sending.resolve(config.load(event).event.key, participant, ledger, clock_of(now)(), arrived=sent)
        show.console.print(f"The letter to participant {participant} is {state} now.")
        if resend:
            show.console.print(f"next:     reportgen send {event}", soft_wrap=True)


def _send(
    draft: config.Draft, house: House, ledger: Ledger, now: datetime | None, report: Report, bars: show.Bars
) -> None:
    key = draft.event.key
    server = draft.settings.server
    sender = Smtp(server, password_of(server), clock_of(None), sleep) if server else Outbox(house.outbox(key))
    report.sent, findings = sending.send(
        key, house, ledger, sender, draft.settings.window, clock_of(now), now is not None, bars
    )
    report.findings += findings


def _show(report: Report, event: Path, output: Path, format: Format, refusal: ReportgenError | None = None) -> None:
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
    exit_with(report)
