"""Building packs: those that are new or changed, or those of some participants again."""

from __future__ import annotations

from contextlib import AbstractContextManager

from reportgen.application.build.build import BuildRequest
from reportgen.application.build.regenerate import regenerate
from reportgen.application.resources import print_context_of
from reportgen.application.run import build_packs
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect, redirect_back, start_job
from reportgen.render.content.difference_groups import difference_groups
from reportgen.render.content.web_pages import pack_count, participant_count, waiting_count
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.storage.ledger.ledger import Ledger

CHANGES_TOLD = 3
"""Groups of differences that the message of a build tells; its edition has all."""


def build(context: WebContext, request: WebRequest) -> Redirect:
    """Builds the packs that are new or changed."""
    accept_shrunk = request.field("korter") == "ja"

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        workspace = context.workspace(ledger, request.organiser)
        with _print_context(context, workspace) as print_context:
            report = build_packs(workspace, print_context, progress, BuildRequest(accept_shrunk))
        return _result(context, report)

    return start_job(context, request, "Pakketten maken", job, "build")


def rebuild(context: WebContext, request: WebRequest) -> Redirect:
    """Builds the packs of the chosen participants again, for a reason that the edition keeps."""
    numbers, reason = request.numbers("nummer"), request.field("reden")
    if not numbers:
        flash(request, "Kies eerst van wie het pakket opnieuw gemaakt moet worden.", "bad")
        return redirect_back(request)
    if not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bij de editie bewaard.", "bad", "reden")
        return redirect_back(request)
    known = {each.number for each in context.ledger.enrolled(context.people_key)}
    if unknown := [number for number in numbers if number not in known]:
        flash(request, f"Er is geen deelnemer {unknown[0]}.", "bad")
        return redirect_back(request)

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        seats = ledger.seats(context.people_key)
        present = frozenset(number for number in numbers if number in seats)
        if not present:
            return False, "Deze deelnemers doen niet mee: zij zijn afgemeld, of staan niet meer op de lijst."
        workspace = context.workspace(ledger, request.organiser)
        with _print_context(context, workspace) as print_context:
            report = regenerate(workspace, present, reason, print_context, progress)
        return _result(context, report)

    whose = f"deelnemer {numbers[0]:04d}" if len(numbers) == 1 else participant_count(len(numbers))
    return start_job(
        context, request, f"Pakket van {whose} opnieuw maken", job, "again", tuple(sorted(numbers)), about=reason
    )


def _print_context(context: WebContext, workspace: Workspace) -> AbstractContextManager[PrintContext]:
    return print_context_of(workspace.settings, workspace.paths, context.installation.workers, "", Judge.SAMPLE)


def _result(context: WebContext, report: RunReport) -> tuple[bool, str]:
    """Whether every pack could be printed, and the message."""
    context.list_check.invalidate()
    stayed = "bleef zoals het was" if report.kept == 1 else "bleven zoals ze waren"
    parts = [f"{pack_count(report.made)} gemaakt"]
    if report.kept or not report.made:
        parts.append(f"{pack_count(report.kept)} {stayed}")
    if report.withdrawn:
        who = "1 deelnemer krijgt" if report.withdrawn == 1 else f"{report.withdrawn} deelnemers krijgen"
        parts.append(f"{who} geen pakket meer (afgemeld, niet meer op de lijst, of met een fout)")
    if report.cancellations:
        letters = "bericht" if report.cancellations == 1 else "berichten"
        parts.append(f"{report.cancellations} {letters} van afmelding gemaakt")
    more = f" {waiting_count(report.waiting)} op vrijgeven." if report.waiting else ""
    changes = [each.text for each in difference_groups(report.reasons)] if report.made else []
    if changes:
        rest = len(changes) - CHANGES_TOLD
        more += f" Wat er anders is: {'; '.join(changes[:CHANGES_TOLD])}{' …' if rest > 0 else '.'}"
    failed = sum(each.code == "part-failed" for each in report.findings)
    if failed:
        could_not = "kon niet worden gedrukt" if failed == 1 else "konden niet worden gedrukt"
        return False, f"{', '.join(parts)}; {pack_count(failed)} {could_not}.{more}"
    return True, f"{', '.join(parts)}.{more}"
