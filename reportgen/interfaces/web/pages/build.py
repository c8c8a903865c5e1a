"""Building packs: those that are new or changed, or those of some participants again."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.application import resources
from reportgen.application.build import regenerate
from reportgen.application.delivery import release
from reportgen.application.resources import means_of
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.helpers import pack_count, participant_count, redirect_back, start_job, waiting_count
from reportgen.interfaces.web.jobs import Progress
from reportgen.interfaces.web.request import Redirect, WebRequest, flash
from reportgen.render.printing.context import Judge
from reportgen.storage.ledger.ledger import Ledger


def build(context: WebContext, request: WebRequest) -> Redirect:
    """Builds the packs that are new or changed."""
    accept_shrunk = request.field("korter") == "ja"

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return _build_packs(context, ledger, progress, accept_shrunk)

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
    known = {each.number for each in context.ledger.enrolled(context.key)}
    if unknown := [number for number in numbers if number not in known]:
        flash(request, f"Er is geen deelnemer {unknown[0]}.", "bad")
        return redirect_back(request)

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        seats = ledger.seats(context.key)
        present = frozenset(number for number in numbers if number in seats)
        if not present:
            return False, "Deze deelnemers staan niet meer op de lijst."
        regenerate.revived(context.key, present, ledger, context.clock())
        ledger.audit().append(context.key, request.organiser, "again", reason, context.clock(), sorted(present))
        return _build_packs(context, ledger, progress, True, present, reason)

    whose = f"deelnemer {numbers[0]:04d}" if len(numbers) == 1 else participant_count(len(numbers))
    return start_job(context, request, f"Pakket van {whose} opnieuw maken", job, "")


def _build_packs(
    context: WebContext,
    ledger: Ledger,
    progress: Progress,
    accept_shrunk: bool,
    only: Collection[int] | None = None,
    because: str = "",
) -> tuple[bool, str]:
    """Runs a build; returns whether every pack could be printed, and the message."""
    folder, paths = context.folder, context.paths
    with means_of(folder, paths, context.workers, "", Judge.SAMPLE) as print_context:
        report = resources.built(
            folder, paths, ledger, context.clock, print_context, progress, accept_shrunk, only, because
        )
    context.list_check.invalidate()
    stayed = "bleef zoals het was" if report.kept == 1 else "bleven zoals ze waren"
    parts = [f"{pack_count(report.made)} gemaakt", f"{pack_count(report.kept)} {stayed}"]
    if report.withdrawn:
        parts.append(f"{report.withdrawn} ingetrokken, want niet meer op de lijst")
    waiting = release.waiting_for_release(context.key, ledger)
    more = f" {waiting_count(waiting)} op vrijgeven." if waiting else ""
    failed = sum(each.code == "part-failed" for each in report.findings)
    if failed:
        could_not = "kon niet worden gedrukt" if failed == 1 else "konden niet worden gedrukt"
        return False, f"{', '.join(parts)}; {pack_count(failed)} {could_not}.{more}"
    return True, f"{', '.join(parts)}.{more}"
