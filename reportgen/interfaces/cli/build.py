"""The commands that make packs, and the whole journey."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.build.build import RunReport
from reportgen.application.build.known import known
from reportgen.application.delivery import forecast, release
from reportgen.application.resources import built, clock_of, ledger_in, means_of, sender_of, sent, typed
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import MailError, ReportgenError, SafetyRefusal
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown, exit_with
from reportgen.interfaces.cli.options import (
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
from reportgen.interfaces.cli.output import letters, runs, terminal
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.lock import locked

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
    with errors_shown(), locked(output), ledger_in(output) as ledger, runs.Bars(format is Format.JSON) as bars:
        paths = Paths(figures, output)
        with means_of(event, paths, workers, cluster, judge) as print_context:
            report = _built(event, paths, ledger, now, print_context, bars, accept_shrunk, pack)
        report.waiting = release.waiting_for_release(report.event, ledger)
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
    with errors_shown(), locked(output), ledger_in(output) as ledger, runs.Bars(format is Format.JSON) as bars:
        paths, clock = Paths(figures, output), clock_of(now)
        draft = known(event, paths, pack)
        try:
            with means_of(event, paths, workers, cluster, judge) as print_context:
                report = _built(event, paths, ledger, now, print_context, bars, accept_shrunk, pack)
        except ReportgenError as fault:
            if tell:
                _tell(draft, paths, ledger, clock(), RunReport(draft.event.key), fault)
            raise
        try:
            if draft.settings.automatic_release:
                report.released = _released(draft, paths, ledger, clock(), yes_send)
            if not tell or clock() >= draft.settings.rules.window.not_before:
                send_due(draft, paths, ledger, now, report, bars)
        except (SafetyRefusal, MailError) as fault:
            refusal, report.stopped = fault, fault.what
        report.projection = forecast.projected_for(draft, ledger, clock())
        if tell:
            _tell(draft, paths, ledger, clock(), report, refusal)
        report.waiting = release.waiting_for_release(report.event, ledger)
    show_run(report, typed(event, pack), output, format, refusal)


def send_due(
    draft: LoadedEvent, paths: Paths, ledger: Ledger, now: datetime | None, report: RunReport, bars: runs.Bars
) -> None:
    """Sends what is due, and adds what came of it to the report."""
    report.sent, findings = sent(draft, paths, ledger, clock_of(now), now is not None, bars)
    report.findings += findings


def _tell(
    draft: LoadedEvent,
    paths: Paths,
    ledger: Ledger,
    now: datetime,
    report: RunReport,
    fault: ReportgenError | None,
) -> None:
    """Mails the organiser what is new; a server that takes no mail is no reason to fail differently."""
    from reportgen.application.delivery import notify  # who makes packs by hand sees what goes wrong

    try:
        failures = notify.failures_in(report.findings, fault)
        notify.notify(draft.event, failures, ledger.notes(draft.event.key), sender_of(draft, paths), now)
    except ReportgenError as unheard:
        terminal.error(unheard)


def _built(
    event: Path,
    paths: Paths,
    ledger: Ledger,
    now: datetime | None,
    print_context: PrintContext,
    bars: runs.Bars,
    accept_shrunk: bool,
    pack: str,
) -> RunReport:
    """Builds, and looks ahead to the deadline."""
    report = built(event, paths, ledger, clock_of(now), print_context, bars, accept_shrunk, kind=pack)
    projection = forecast.projected_for(known(event, paths, pack), ledger, clock_of(now)())
    report.findings += forecast.short(projection)
    report.projection = projection
    return report


def _released(draft: LoadedEvent, paths: Paths, ledger: Ledger, now: datetime, yes_send: int | None) -> int:
    """Releases first letters; the very first of an event, where mail is real, within the number a person gave.

    Raises:
        SafetyRefusal: nobody gave a number, or more letters wait than that.
    """
    key = draft.event.key
    offer = release.release_preview(key, ledger, Archive(paths.archive(key)), firsts_only=True)
    count = len(offer.letters)
    if draft.settings.server and offer.is_first and count and count > (yes_send or 0):
        event = typed(draft.settings.folder, draft.kind)
        said = f"you agreed to {yes_send}" if yes_send else "nobody agreed to that yet"
        raise SafetyRefusal(
            f"{count} first letters wait, and {said}",
            where=str(draft.settings.folder),
            todo=f"look at them, and type: reportgen release {event}; or give --yes-send {count}",
        )
    return release.release(offer, ledger, now, "automatic, as event.toml says")


def show_run(
    report: RunReport, event: str, output: Path, format: Format, refusal: ReportgenError | None = None
) -> None:
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
                "projection": letters.projection_json(report.projection) if report.projection else None,
                "findings": [runs.finding_json(each) for each in report.findings],
            }
        )
    else:
        runs.report(report, event, output)
    if refusal:
        raise typer.Exit(refusal.exit_code)
    exit_with(report)
