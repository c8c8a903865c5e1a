"""The commands ``build`` and ``run``: make packs, and the whole run with release and sending."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.application import run as use_case
from reportgen.application.build.build import BuildRequest
from reportgen.application.run_report import RunReport
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import exit_with
from reportgen.interfaces.cli.options import (
    BuildOptions,
    Format,
    FormatOption,
    PackOptions,
    ShrunkOption,
    YesSendOption,
    grouped,
)
from reportgen.interfaces.cli.output import letters, runs, terminal
from reportgen.interfaces.cli.workspaces import changing, print_context_for


@app.command()
@grouped
def build(
    options: PackOptions,
    printing: BuildOptions,
    accept_shrunk: ShrunkOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Prints what is new or changed. Sends nothing.

    The packs are sealed in the archive with their letters, and recorded in the ledger.

    Example: reportgen build data/events/2030-05-16-wonen
    """
    with (
        changing(options, printing.figures, printing.by) as workspace,
        runs.ProgressBars(format is Format.JSON) as bars,
        print_context_for(workspace, printing) as print_context,
    ):
        report = use_case.build_packs(workspace, print_context, bars, BuildRequest(accept_shrunk))
    show_run(report, workspace.command_arguments, options.output, format)


@app.command()
@grouped
def run(
    options: PackOptions,
    printing: BuildOptions,
    accept_shrunk: ShrunkOption = False,
    yes_send: YesSendOption = None,
    tell: Annotated[
        bool, typer.Option("--tell", help="Mail the organiser what goes wrong, once; for a scheduled run.")
    ] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """The whole run: build, release, send.

    Release is only automatic where event.toml says so, and only for a first letter. The very first letters of an event
    go over a real mail server when you give --yes-send with at least their number. Safe to repeat.

    Example: reportgen run data/events/2030-05-16-wonen
    """
    with (
        changing(options, printing.figures, printing.by) as workspace,
        runs.ProgressBars(format is Format.JSON) as bars,
        print_context_for(workspace, printing) as print_context,
    ):
        report = use_case.run(workspace, use_case.RunOptions(accept_shrunk, yes_send, tell), print_context, bars)
    show_run(report, workspace.command_arguments, options.output, format)


def show_run(report: RunReport, event: str, output: Path, format: Format) -> None:
    """Shows the report of a run as text or JSON, and exits with its exit code.

    Args:
        event: the arguments of a command that name the event.
    """
    if report.notification_fault:
        terminal.show_error(report.notification_fault)
    if format is Format.JSON:
        terminal.print_json(
            {
                "event": report.event,
                "window": report.window,
                "made": report.made,
                "kept": report.kept,
                "unchanged": report.unchanged,
                "failed": report.failed,
                "left_out": report.left_out,
                "withdrawn": report.withdrawn,
                "cancellations": report.cancellations,
                "edition": report.edition,
                "released": report.released,
                "sent": report.sent,
                "held": report.held,
                "waiting_for_release": report.waiting,
                "stopped": report.stopped,
                "projection": letters.projection_json(report.projection) if report.projection else None,
                "findings": [runs.finding_json(each) for each in report.findings],
            }
        )
    else:
        runs.show_run_report(report, event, output)
    if report.refusal:
        raise typer.Exit(report.refusal.exit_code)
    exit_with(report)
