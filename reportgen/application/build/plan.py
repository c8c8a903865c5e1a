"""Plans a build: which packs to print, keep and withdraw, with the reasons; changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from reportgen.application.build.cache import DecisionCache
from reportgen.application.build.letter_findings import gone_findings, older_list_findings, readdressed_findings
from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.build.pack_reasons import pack_reasons
from reportgen.application.build.plan_cancellations import attendance_plan, planned_cancellations
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.cancellation import NO_CANCELLATIONS, CancellationPlan
from reportgen.domain.finding import Finding, by_severity
from reportgen.domain.pack.decisions import (
    Decision,
    Keep,
    MadePack,
    Print,
    Withdraw,
    decisions_of,
    has_lists,
    is_current,
)
from reportgen.domain.pack.difference import Difference
from reportgen.domain.people.attendance import Attendance
from reportgen.i18n.message import said


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a build would do, and why.

    Attributes:
        reasons: why a pack is printed again: the differences from the last one that was made, by participant.
        changes: the differences from the last pack that was delivered, by participant.
        made: the newest pack of everyone who has one, by participant; without parts where it is current.
        reverted: participants whose pack is again the one that was delivered, so that a later letter is withdrawn.
        attendance: who does not take part any more, or does again, by participant.
        cancellations: the cancellation letters to make and to withdraw.
        findings: about the lists, who is gone from them, and who has another address now.
    """

    inputs: EventInputs
    decisions: tuple[Decision, ...]
    reasons: dict[int, tuple[Difference, ...]]
    changes: dict[int, tuple[Difference, ...]]
    made: dict[int, MadePack]
    reverted: tuple[int, ...] = ()
    attendance: Mapping[int, Attendance] = field(default_factory=dict)
    cancellations: CancellationPlan = NO_CANCELLATIONS
    findings: tuple[Finding, ...] = ()

    def only(self, numbers: Collection[int]) -> BuildPlan:
        """The plan that prints the packs of some participants, whatever was decided, and does nothing else.

        Who does not take part any more is left out.
        """
        present = {pack.wanted.number for pack in self.inputs.packs}
        decisions = tuple(Print(number, (), first=False) for number in sorted(present.intersection(numbers)))
        attendance = {number: state for number, state in self.attendance.items() if number in numbers}
        withdrawing = tuple(each for each in self.cancellations.withdrawing if each.participant in numbers)
        cancellations = CancellationPlan((), withdrawing, self.cancellations.unanswered)
        return replace(self, decisions=decisions, reverted=(), attendance=attendance, cancellations=cancellations)

    @property
    def printing(self) -> tuple[PreparedPack, ...]:
        """The packs to print."""
        numbers = {each.number for each in self.decisions if isinstance(each, Print)}
        return tuple(pack for pack in self.inputs.packs if pack.wanted.number in numbers)

    @property
    def withdrawing(self) -> list[int]:
        """The participants whose packs are withdrawn."""
        return [each.number for each in self.decisions if isinstance(each, Withdraw)]

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to do."""
        letters = self.cancellations.making or self.cancellations.withdrawing
        return not (self.printing or self.withdrawing or self.reverted or self.attendance or letters)

    def why_withdrawn(self, number: int) -> str:
        """Why the pack of a participant is withdrawn, for people who read the plan and the history."""
        match self.inputs.absent.get(number):
            case Attendance.CANCELLED:
                return said("cancelled")
            case Attendance.LEFT_OUT:
                return said("left out: the row in the list has a fault")
            case _:
                return said("not on the list any more")

    @property
    def kept(self) -> int:
        """How many packs stay as they are."""
        return sum(isinstance(each, Keep) for each in self.decisions)

    @property
    def delivered(self) -> int:
        """How many participants have a pack that was not withdrawn."""
        return sum(not each.withdrawn for each in self.made.values())


def plan_build(workspace: Workspace, cache: DecisionCache | None = None) -> BuildPlan:
    """Which packs a build would print, keep and withdraw, with the reasons.

    Args:
        cache: the cache of decisions, if the caller has opened it already.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read.
    """
    inputs = load_event(workspace, cache=cache)
    wanted = {pack.wanted.number: pack.wanted.fingerprint for pack in inputs.packs}
    leading = {each.wanted.number for each in inputs.packs if has_lists(each.wanted)}
    made, delivered = workspace.ledger.newest_and_delivered(workspace.key, wanted, leading)
    last_made = {each.number: each for each in made}
    last_delivered = {each.number: each for each in delivered}
    as_delivered = {
        pack.wanted.number
        for pack in inputs.packs
        if (old := last_delivered.get(pack.wanted.number)) and is_current(pack.wanted, old)
    }
    later = {number for number in as_delivered if last_made[number].edition > last_delivered[number].edition}
    packs, archive = {pack.wanted.number: pack for pack in inputs.packs}, workspace.archive
    waiting = {number for number in later if is_current(packs[number].wanted, last_made[number])}
    decisions = tuple(
        Keep(each.number) if isinstance(each, Print) and each.number in as_delivered - waiting else each
        for each in decisions_of((pack.wanted for pack in inputs.packs), made)
    )
    reasons = {
        each.number: pack_reasons(packs[each.number], last_made[each.number], archive)
        for each in decisions
        if isinstance(each, Print) and not each.first
    }
    changes = {
        number: pack_reasons(packs[number], old, archive) for number, old in last_delivered.items() if number in packs
    }
    attendance = attendance_plan(workspace, inputs)
    cancellations = planned_cancellations(workspace, inputs, attendance)
    keeping = {each.number for each in decisions if isinstance(each, Keep)}
    asked = (
        *gone_findings(workspace, cancellations),
        *readdressed_findings(workspace, inputs, last_made, keeping),
        *older_list_findings(workspace, [packs[each].wanted for each in sorted(keeping)], last_made),
    )
    findings = by_severity((*inputs.findings, *asked))
    reverted = tuple(sorted(later - waiting))
    return BuildPlan(inputs, decisions, reasons, changes, last_made, reverted, attendance, cancellations, findings)
