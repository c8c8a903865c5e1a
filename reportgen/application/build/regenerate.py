"""Makes packs again on request: of selected participants, or of everyone who has a pack of a wrong edition."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from reportgen.application.build.build import BuildRequest, build
from reportgen.application.build.load_event import EventInputs
from reportgen.application.build.plan import BuildPlan, plan_build
from reportgen.application.delivery.release import waiting_for_release
from reportgen.application.progress import Progress
from reportgen.application.run_report import RunReport
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import LetterKind, State
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.render.printing.context import PrintContext


def regenerate(
    workspace: Workspace, numbers: Collection[int], reason: str, print_context: PrintContext, progress: Progress
) -> RunReport:
    """Makes the packs of some participants again; an unchanged pack is mailed again only if its letter was withdrawn.

    Args:
        numbers: the participants.
        reason: for edition.json.

    Raises:
        ReportgenError: as for ``build``.
    """
    ledger, key = workspace.ledger, workspace.key
    packs = [each for each in ledger.deliveries(key) if each.kind is LetterKind.PACK]
    last = {each.participant: each for each in packs if each.participant in numbers}
    withdrawn = [number for number, each in last.items() if each.state is State.WITHDRAWN]
    ledger.withdraw(key, withdrawn, workspace.moment, "made again")
    return _build_again(workspace, BuildRequest(True, numbers, reason), print_context, progress)


def correct(
    workspace: Workspace,
    edition: int,
    says: str,
    print_context: PrintContext,
    progress: Progress,
    show: Callable[[BuildPlan], None],
) -> RunReport:
    """Marks an edition as wrong, and makes new packs for those who have a pack of it.

    Args:
        says: what was wrong, as printed in the new packs; in Dutch.
        show: called with the plan before anything is made.

    Raises:
        UsageError: there is no such edition, or nobody has a pack of it.
        ReportgenError: as for ``build``.
    """
    numbers = _mark_as_wrong(workspace, edition, " ".join(says.split()))
    show(plan_build(workspace).only(numbers))
    return _build_again(workspace, BuildRequest(True, numbers, f"correction: {says}"), print_context, progress)


def selected_participants(
    inputs: EventInputs, participants: Sequence[int], municipalities: Sequence[str], everyone: bool
) -> frozenset[int]:
    """The participants that an organiser selects: by number, by municipality (name or CBS code), or everyone.

    Raises:
        UsageError: nobody is selected, or a number or municipality without participants.
    """
    packs = {pack.wanted.number: pack for pack in inputs.packs}
    if everyone:
        return frozenset(packs)
    unknown: list[object] = [number for number in participants if number not in packs]
    selected = {number for number in participants if number in packs}
    for each in municipalities:
        matching = {
            number
            for number, pack in packs.items()
            if each.casefold() in (pack.wanted.code.casefold(), pack.pack.municipality.casefold())
        }
        selected |= matching
        if not matching:
            unknown.append(each)
    if unknown or not selected:
        names = ", ".join(map(str, unknown))
        raise UsageError(
            said("Nobody takes part as {names}", names=names) if unknown else "Nobody was named",
            where=inputs.event.key,
            todo="give --participant with a number, --municipality with a name or a code, or --all",
        )
    return frozenset(selected)


def _build_again(
    workspace: Workspace, request: BuildRequest, print_context: PrintContext, progress: Progress
) -> RunReport:
    report = build(workspace, print_context, progress, request)
    report.waiting = waiting_for_release(workspace.key, workspace.ledger)
    return report


def _mark_as_wrong(workspace: Workspace, edition: int, says: str) -> frozenset[int]:
    """Records that an edition is wrong; returns the participants who have a pack of it, and take part."""
    key, ledger = workspace.key, workspace.ledger
    if edition not in ledger.editions(key):
        raise UsageError(
            said("There is no edition {edition}", edition=edition), where=key, todo="see which there are in the archive"
        )
    delivered = [each for each in ledger.newest_packs(key, delivered=True) if each.edition == edition]
    numbers = frozenset(each.number for each in delivered if not each.withdrawn)
    if not numbers:
        raise UsageError(
            said(
                "Nobody who takes part has a pack of edition {edition} in hand, so there is nobody to tell",
                edition=edition,
            ),
            where=key,
            todo="mend the cause, and type: reportgen build EVENT",
        )
    ledger.notes(key).record_erratum(edition, says, workspace.moment)
    return numbers
