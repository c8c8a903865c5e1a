"""The commands that make packs, and the whole journey."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from reportgen import config, looking_ahead, releasing, show, show_letters, terminal
from reportgen.cli.app import app
from reportgen.cli.ending import errors_shown, exit_with
from reportgen.cli.options import (
    CORES,
    OUTPUT,
    ClusterOption,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    JudgeOption,
    NowOption,
    OutputOption,
    PackOption,
    ShrunkOption,
    WorkersOption,
)
from reportgen.desk import built, clock_of, ledger_in, means_of, sender_of, sent, typed
from reportgen.domain.kind import BRIEFING
from reportgen.errors import MailError, ReportgenError, SafetyRefusal
from reportgen.house import House
from reportgen.knowing import known
from reportgen.pipeline import Report
from reportgen.records.archive import Archive
from reportgen.records.ledger import Ledger
from reportgen.records.lock import locked
from reportgen.render.means import Judge, Means
from reportgen.sources.snapshots import EMBEDDED

YesSendOption = Annotated[
    int | None, typer.Option("--yes-send", min=1, help="How many letters may go; for where nobody can type it.")
]


@app.command()
def build(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    workers: WorkersOption = CORES,
    cluster: ClusterOption = "",
    judge: JudgeOption = Judge.SAMPLE,
    accept_shrunk: ShrunkOption = False,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Prints what is new or changed. Sends nothing.

    The packs are sealed in the archive with their letters, and promised in the ledger.

    Example: reportgen build data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger, show.Bars(format is Format.JSON) as bars:
        house = House(figures, output)
        with means_of(event, house, workers, cluster, judge) as means:
            report = _built(event, house, ledger, now, means, bars, accept_shrunk, pack)
        report.waiting = releasing.waiting_for_release(report.event, ledger)
    show_run(report, typed(event, pack), output, format)


@app.command()
def run(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    workers: WorkersOption = CORES,
    cluster: ClusterOption = "",
    judge: JudgeOption = Judge.SAMPLE,
    accept_shrunk: ShrunkOption = False,
    yes_send: YesSendOption = None,
    tell: Annotated[
        bool, typer.Option("--tell", help="Mail the organiser what goes wrong, once; for a run by itself.")
    ] = False,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """The whole journey: build, release, send.

    Release is only automatic where event.toml says so, and only for a first letter. The very first letters of an event
    go over a real mail server when you give --yes-send with at least their number. Safe to repeat.

    Example: reportgen run data/events/2018-12-10-diversiteit-door-migratie
    """
    refusal: ReportgenError | None = None
    with errors_shown(), locked(output), ledger_in(output) as ledger, show.Bars(format is Format.JSON) as bars:
        house, clock = House(figures, output), clock_of(now)
        draft = known(event, house, pack)
        try:
            with means_of(event, house, workers, cluster, judge) as means:
                report = _built(event, house, ledger, now, means, bars, accept_shrunk, pack)
        except ReportgenError as fault:
            if tell:
                _tell(draft, house, ledger, clock(), Report(draft.event.key), fault)
            raise
        try:
            if draft.settings.automatic_release:
                report.released = _released(draft, house, ledger, clock(), yes_send)
            if not tell or clock() >= draft.settings.rules.window.not_before:
                send_due(draft, house, ledger, now, report, bars)
        except (SafetyRefusal, MailError) as fault:
            refusal, report.stopped = fault, fault.what
        report.projection = looking_ahead.projected_for(draft, ledger, clock())
        if tell:
            _tell(draft, house, ledger, clock(), report, refusal)
        report.waiting = releasing.waiting_for_release(report.event, ledger)
    show_run(report, typed(event, pack), output, format, refusal)


def send_due(
    draft: config.Draft, house: House, ledger: Ledger, now: datetime | None, report: Report, bars: show.Bars
) -> None:
    """Sends what is due, and adds what came of it to the report."""
    report.sent, findings = sent(draft, house, ledger, clock_of(now), now is not None, bars)
    report.findings += findings


def _tell(
    draft: config.Draft, house: House, ledger: Ledger, now: datetime, report: Report, fault: ReportgenError | None
) -> None:
    """Mails the organiser what is new; a server that takes no mail is no reason to fail differently."""
    from reportgen import telling  # who makes packs by hand sees what goes wrong

    try:
        failures = telling.failures_in(report.findings, fault)
        telling.tell(draft.event, failures, ledger.notes(draft.event.key), sender_of(draft, house), now)
    except ReportgenError as unheard:
        terminal.error(unheard)


def _built(
    event: Path,
    house: House,
    ledger: Ledger,
    now: datetime | None,
    means: Means,
    bars: show.Bars,
    accept_shrunk: bool,
    pack: str,
) -> Report:
    """Builds, and looks ahead to the deadline."""
    report = built(event, house, ledger, clock_of(now), means, bars, accept_shrunk, kind=pack)
    projection = looking_ahead.projected_for(known(event, house, pack), ledger, clock_of(now)())
    report.findings += looking_ahead.short(projection)
    report.projection = projection
    return report


def _released(draft: config.Draft, house: House, ledger: Ledger, now: datetime, yes_send: int | None) -> int:
    """Releases first letters; the very first of an event, where mail is real, within the number a person gave.

    Raises:
        SafetyRefusal: nobody gave a number, or more letters wait than that.
    """
    key = draft.event.key
    offer = releasing.offered(key, ledger, Archive(house.archive(key)), firsts_only=True)
    count = len(offer.letters)
    if draft.settings.server and offer.is_first and count and count > (yes_send or 0):
        event = typed(draft.settings.folder, draft.kind)
        said = f"you agreed to {yes_send}" if yes_send else "nobody agreed to that yet"
        raise SafetyRefusal(
            f"{count} first letters wait, and {said}",
            where=str(draft.settings.folder),
            todo=f"look at them, and type: reportgen release {event}; or give --yes-send {count}",
        )
    return releasing.release(offer, ledger, now, "automatic, as event.toml says")


def show_run(report: Report, event: str, output: Path, format: Format, refusal: ReportgenError | None = None) -> None:
    """What a run did, for a person or a machine, and the exit code that belongs to it.

    Args:
        event: the event as it is typed behind a command.
    """
    if format is Format.JSON:
        terminal.as_json(
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
                "projection": show_letters.projection_json(report.projection) if report.projection else None,
                "findings": [show.finding_json(each) for each in report.findings],
            }
        )
    else:
        show.report(report, event, output)
    if refusal:
        raise typer.Exit(refusal.exit_code)
    exit_with(report)
