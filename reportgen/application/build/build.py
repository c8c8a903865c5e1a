"""Builds the packs of an event: decides what changed, prints it, and seals it as an edition with its letters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.application.build.cache import DecisionCache, NoopResult
from reportgen.application.build.input_digests import inputs_digest, state_digest
from reportgen.application.build.plan import BuildPlan, plan_build
from reportgen.application.build.recover import recover_edition
from reportgen.application.crash_points import crash_point
from reportgen.application.event.readiness import event_findings
from reportgen.application.progress import Progress
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Action
from reportgen.domain.people.roster import lost_too_many
from reportgen.errors import SafetyRefusal
from reportgen.i18n.message import said

if TYPE_CHECKING:
    from reportgen.render.printing.context import PrintContext


NOT_CANCELLED = "takes part again, or has no letter to cancel"
"""Why an unsent cancellation letter is withdrawn, for its history."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """Options of a build; the defaults make what is new or changed.

    Attributes:
        accept_shrunk: go on with a list that lost more than half of its people.
        only: participants whose packs are made again, whatever the plan says; other packs stay as they are.
        because: the reason, for edition.json.
    """

    accept_shrunk: bool = False
    only: Collection[int] | None = None
    because: str = ""


MAKE_CHANGED = BuildRequest()


def build(
    workspace: Workspace, print_context: PrintContext, progress: Progress, request: BuildRequest = MAKE_CHANGED
) -> RunReport:
    """Prints what is new or changed, seals it as an edition with its letters, and records it in the ledger.

    Raises:
        SafetyRefusal: the list lost more than half of its people.
        ReportgenError: the event, a list or the figures cannot be read, or the archive is damaged.
    """
    key, ledger, now = workspace.key, workspace.ledger, workspace.moment
    recover_edition(workspace)
    ledger.recover_interrupted(key, now)
    cache = DecisionCache(workspace.paths.decision_cache(key))
    inputs = inputs_digest(workspace) if request.only is None else ""
    if cached := cache.nothing_to_do(inputs, lambda: state_digest(inputs, workspace)):
        findings = [*event_findings(workspace), *cached.findings]
        return RunReport(key, findings, kept=cached.kept, left_out=cached.left_out, built=True)
    plan = plan_build(workspace, cache)
    if plan.inputs.part_digests:
        cache.store_part_digests(plan.inputs.part_digests)
    if request.only is not None:
        plan = plan.only(request.only)
    _refuse_shrunk_list(plan, workspace, request)
    nothing_to_do = request.only is None and plan.changes_nothing
    before = state_digest(inputs, workspace) if nothing_to_do else ""
    ledger.save_people(workspace.people_key, plan.inputs.people(), plan.inputs.seats())
    ledger.record_attendance(workspace.people_key, plan.attendance, now)
    _withdraw(plan, workspace)
    report = RunReport(
        key,
        list(plan.findings),
        kept=plan.kept,
        withdrawn=len(plan.withdrawing),
        left_out=plan.inputs.left_out,
        built=True,
    )
    if plan.printing or plan.cancellations.making:
        report.reasons = {each.wanted.number: plan.reasons.get(each.wanted.number, ()) for each in plan.printing}
        _print_and_seal(report, plan, workspace, print_context, progress, request.because)
    elif before and before == state_digest(inputs_digest(workspace), workspace):  # no input changed meanwhile
        cache.store_nothing_to_do(inputs, before, NoopResult(report.kept, report.left_out, plan.findings))
    report.findings = [*event_findings(workspace, plan.inputs.known), *report.findings]
    return report


def _withdraw(plan: BuildPlan, workspace: Workspace) -> None:
    """Withdraws the packs of who does not take part any more, and letters that are not true any more."""
    key, ledger, now = workspace.key, workspace.ledger, workspace.moment
    for each in plan.cancellations.withdrawing:
        ledger.act(each.key, Action.WITHDRAW, now, NOT_CANCELLED)
    for number in plan.withdrawing:
        ledger.withdraw(key, [number], now, plan.why_withdrawn(number))
    ledger.withdraw(key, plan.reverted, now, "the pack is as the delivered one again", keep_packs=True)
    crash_point("withdrawn")


def _refuse_shrunk_list(plan: BuildPlan, workspace: Workspace, request: BuildRequest) -> None:
    """Refuses a list that lost more than half of the people who have a pack, unless that was accepted.

    Raises:
        SafetyRefusal: the list lost that many.
    """
    gone = len(plan.withdrawing)
    if lost_too_many(gone, plan.delivered) and not request.accept_shrunk:
        raise SafetyRefusal(
            said("The list lost {gone} of the {delivered} people who have a pack", gone=gone, delivered=plan.delivered),
            where=str(workspace.folder),
            todo="look whether the list is whole; if it is, run again with --accept-shrunk",
        )


def _print_and_seal(
    report: RunReport,
    plan: BuildPlan,
    workspace: Workspace,
    print_context: PrintContext,
    progress: Progress,
    because: str,
) -> None:
    """Makes an edition of the packs to print, and adds the result to the report."""
    from reportgen.application.build.seal import seal_edition  # imports the printer: only when needed

    edition = seal_edition(workspace, plan, because, print_context, progress)
    report.edition, report.made, report.cancellations = edition.number, edition.made, edition.cancellations
    report.kept += edition.same
    report.unchanged = edition.same
    report.failed = len(edition.findings)
    report.findings += edition.findings
