"""A run: build, release, send, forecast and notify, as a command, the scheduler and the web page start it."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.application.build.build import MAKE_CHANGED, BuildRequest, build
from reportgen.application.delivery import forecast, notify
from reportgen.application.delivery.four_eyes import refuse_own_letters
from reportgen.application.delivery.release import release, release_preview, waiting_for_release
from reportgen.application.delivery.send import refuse_outside_window, send, uncertain_findings
from reportgen.application.event.readiness import refuse_unready
from reportgen.application.lists.change_people import settle_changes
from reportgen.application.progress import Progress
from reportgen.application.resources import sender_of
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.rules import WindowState
from reportgen.domain.delivery.states import State
from reportgen.errors import ConfigurationError, MailError, ReportgenError, SafetyRefusal, SourceError
from reportgen.i18n.message import counted, said
from reportgen.render.printing.context import PrintContext


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of a run that a person gives beforehand.

    Attributes:
        accept_shrunk: go on with a list that lost more than half of its people.
        agreed: how many of the very first letters may leave over a real mail server; None where nobody agreed.
        notify: mail the organiser about failures, once for each.
    """

    accept_shrunk: bool = False
    agreed: int | None = None
    notify: bool = False


def run(workspace: Workspace, options: RunOptions, print_context: PrintContext, progress: Progress) -> RunReport:
    """Builds, releases where event.toml asks for it, sends what is due, and forecasts when the rest will have left.

    Before the window packs are made, so that people can look at them, and nothing is released. After it nothing is made
    either: the report tells which letters did not leave. An error that stops release or sending is in the report
    (``refusal``); the packs that were made stay. With ``notify`` nothing is sent before the window opens: else every
    run until then would report a failure.

    Raises:
        ReportgenError: nothing could be built.
    """
    window = workspace.settings.rules.window
    if window.state(workspace.moment) is WindowState.OVER:
        report = _report_after_window(workspace)
        if options.notify:
            notify.notify_of(workspace, report)
        return report
    try:
        report = build_packs(workspace, print_context, progress, BuildRequest(options.accept_shrunk))
    except ReportgenError as fault:
        if options.notify:
            notify.notify_of(workspace, RunReport(workspace.key, refusal=fault))
        raise
    try:
        if workspace.settings.automatic_release:
            report.released = _release_first_letters(workspace, options)
        if not options.notify or window.state(workspace.moment) is not WindowState.AHEAD:
            send_letters(workspace, report, progress)
    except (SafetyRefusal, MailError, SourceError, ConfigurationError) as fault:
        report.refusal = fault
    report.window = window.state(workspace.moment)
    report.projection = forecast.projection_for(workspace)
    if options.notify:
        notify.notify_of(workspace, report)
    report.waiting = waiting_for_release(workspace.key, workspace.ledger)
    return report


def build_packs(
    workspace: Workspace, print_context: PrintContext, progress: Progress, request: BuildRequest = MAKE_CHANGED
) -> RunReport:
    """Builds, records how long that took, and forecasts whether all letters will have left in time.

    Raises:
        ReportgenError: as for ``build``.
    """
    begun = workspace.clock.seconds()
    report = build(workspace, print_context, progress, request)
    settle_changes(workspace)
    if report.made:
        seconds = workspace.clock.seconds() - begun
        workspace.ledger.notes(report.event).record_duration("print", report.made, seconds, workspace.moment)
    report.projection = forecast.projection_for(workspace)
    report.findings = [*report.findings, *forecast.window_findings(report.projection)]
    report.waiting = waiting_for_release(workspace.key, workspace.ledger)
    return report


def send_letters(workspace: Workspace, report: RunReport, progress: Progress) -> None:
    """Sends what is due, records how long that took, and adds the outcome to the report.

    Raises:
        SafetyRefusal, MailError, SourceError, ConfigurationError: as for ``send``.
    """
    begun, report.mailed = workspace.clock.seconds(), True
    report.sent, findings = send(workspace, sender_of(workspace), progress)
    report.outbox = None if workspace.settings.server else workspace.paths.outbox(workspace.key)
    report.findings += findings
    report.held = len(workspace.ledger.deliveries(workspace.key, State.HELD))
    if report.sent and not workspace.clock.simulated:
        seconds = workspace.clock.seconds() - begun
        workspace.ledger.notes(workspace.key).record_duration("send", report.sent, seconds, workspace.moment)


def _report_after_window(workspace: Workspace) -> RunReport:
    """What stands when the window is over; letters that did not leave are the refusal."""
    key, ledger, now = workspace.key, workspace.ledger, workspace.moment
    report = RunReport(key, window=WindowState.OVER, waiting=waiting_for_release(key, ledger))
    ledger.recover_interrupted(key, now)
    report.findings += uncertain_findings(workspace)
    report.projection = forecast.projection_for(workspace)
    if unsent := ledger.deliveries(key, State.RELEASED, State.DEFERRED, State.HELD):
        try:
            refuse_outside_window(workspace.settings.rules.window, now, len(unsent))
        except SafetyRefusal as fault:
            report.refusal = fault
    return report


def _release_first_letters(workspace: Workspace, options: RunOptions) -> int:
    """Releases first letters inside the window; over a real mail server the very first only up to the agreed number.

    Raises:
        SafetyRefusal: nobody agreed to a number, or more letters wait, or the agreement came before the window.
    """
    agreed, window = options.agreed, workspace.settings.rules.window
    preview = release_preview(workspace.key, workspace.ledger, workspace.archive, firsts_only=True)
    count = len(preview.letters)
    refuse_unready(workspace, preview.letters, "released")
    refuse_own_letters(workspace, preview.letters, "")
    if workspace.settings.server and preview.is_first and count > (agreed or 0):
        raise SafetyRefusal(
            counted(
                count,
                "{count} first letter waits, and you agreed to {agreed}",
                "{count} first letters wait, and you agreed to {agreed}",
                agreed=agreed,
            )
            if agreed
            else counted(
                count,
                "{count} first letter waits, and nobody agreed to that yet",
                "{count} first letters wait, and nobody agreed to that yet",
            ),
            where=str(workspace.folder),
            todo=said(
                "look at them, and type: reportgen release {event}; or give --yes-send {count}",
                event=workspace.command_arguments,
                count=count,
            ),
        )
    if not window.is_open(workspace.moment):
        if agreed and count and not options.notify:
            raise SafetyRefusal(
                counted(
                    count,
                    "{count} first letter waits, and a run releases none before {not_before}",
                    "{count} first letters wait, and a run releases none before {not_before}",
                    not_before=window.not_before,
                ),
                where=str(workspace.folder),
                todo=said(
                    "to let them go from then on, type: reportgen release {event}",
                    event=workspace.command_arguments,
                ),
            )
        return 0
    return release(preview, workspace.ledger, workspace.moment, "automatic, as event.toml says")
