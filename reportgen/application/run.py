"""A run: build, release, send, forecast and notify, as a command, the scheduler and the web page start it."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.application.build.build import MAKE_CHANGED, BuildRequest, build
from reportgen.application.build.seal import Progress
from reportgen.application.delivery import forecast, notify
from reportgen.application.delivery.release import release, release_preview, waiting_for_release
from reportgen.application.delivery.send import send
from reportgen.application.resources import sender_of
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.errors import MailError, ReportgenError, SafetyRefusal
from reportgen.render.printing.context import PrintContext


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a person says to a run beforehand.

    Attributes:
        accept_shrunk: go on with a list that lost more than half of its people.
        agreed: how many of the very first letters may leave over a real mail server; None where nobody said.
        notify: mail the organiser what goes wrong, once for each failure.
    """

    accept_shrunk: bool = False
    agreed: int | None = None
    notify: bool = False


def run(workspace: Workspace, options: RunOptions, print_context: PrintContext, progress: Progress) -> RunReport:
    """Builds, releases where the event says so, sends what is due, and tells when the rest will have left.

    What keeps letters from leaving is in the report (``refusal``): what was made before stays. With ``notify`` nothing
    is sent before the window opens, so that it is no failure each hour until then.

    Raises:
        ReportgenError: nothing could be built.
    """
    try:
        report = build_packs(workspace, print_context, progress, BuildRequest(options.accept_shrunk))
    except ReportgenError as fault:
        if options.notify:
            notify.notify_of(workspace, RunReport(workspace.key, refusal=fault))
        raise
    try:
        if workspace.settings.automatic_release:
            report.released = _release_first_letters(workspace, options.agreed)
        if not options.notify or workspace.moment >= workspace.settings.rules.window.not_before:
            send_letters(workspace, report, progress)
    except (SafetyRefusal, MailError) as fault:
        report.refusal = fault
    report.projection = forecast.projection_for(workspace)
    if options.notify:
        notify.notify_of(workspace, report)
    report.waiting = waiting_for_release(workspace.key, workspace.ledger)
    return report


def build_packs(
    workspace: Workspace, print_context: PrintContext, progress: Progress, request: BuildRequest = MAKE_CHANGED
) -> RunReport:
    """Builds, keeps how fast that went, and says whether everything will have left in time.

    Raises:
        ReportgenError: as for ``build``.
    """
    begun = workspace.clock.seconds()
    report = build(workspace, print_context, progress, request)
    if report.made:
        took = workspace.clock.seconds() - begun
        workspace.ledger.notes(report.event).record_duration("print", report.made, took, workspace.moment)
    report.projection = forecast.projection_for(workspace)
    report.findings += forecast.window_findings(report.projection)
    report.waiting = waiting_for_release(workspace.key, workspace.ledger)
    return report


def send_letters(workspace: Workspace, report: RunReport, progress: Progress) -> None:
    """Sends what is due, keeps how fast that went, and adds what came of it to the report.

    Raises:
        SafetyRefusal, MailError: as for ``send``.
    """
    begun = workspace.clock.seconds()
    report.sent, findings = send(workspace, sender_of(workspace), progress)
    report.findings += findings
    if report.sent and not workspace.clock.simulated:
        took = workspace.clock.seconds() - begun
        workspace.ledger.notes(workspace.key).record_duration("send", report.sent, took, workspace.moment)


def _release_first_letters(workspace: Workspace, agreed: int | None) -> int:
    """Releases first letters; the very first of an event, where mail is real, within the number a person agreed to.

    Raises:
        SafetyRefusal: nobody gave a number, or more letters wait than that.
    """
    preview = release_preview(workspace.key, workspace.ledger, workspace.archive, firsts_only=True)
    count = len(preview.letters)
    if workspace.settings.server and preview.is_first and count > (agreed or 0):
        said = f"you agreed to {agreed}" if agreed else "nobody agreed to that yet"
        raise SafetyRefusal(
            f"{count} first letters wait, and {said}",
            where=str(workspace.folder),
            todo=f"look at them, and type: reportgen release {workspace.typed}; or give --yes-send {count}",
        )
    return release(preview, workspace.ledger, workspace.moment, "automatic, as event.toml says")
