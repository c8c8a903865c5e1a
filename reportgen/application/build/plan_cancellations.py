"""Plans the cancellation letters of a build; asks about who is gone without a word, and who has another address."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from reportgen.application.build.load_event import EventInputs
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.cancellation import BY_PERSON, CancellationPlan, cancellation_plan
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.pack.decisions import MadePack
from reportgen.domain.people.attendance import Attendance, attendance_changes
from reportgen.domain.people.participant import full_name
from reportgen.storage.ledger.ledger import Ledger


def attendance_plan(workspace: Workspace, inputs: EventInputs) -> dict[int, Attendance]:
    """Who does not take part any more, or does again, by number."""
    recorded = workspace.ledger.attendance(workspace.people_key)
    return attendance_changes(inputs.absent, [each.number for each in inputs.participants], recorded)


def planned_cancellations(
    workspace: Workspace, inputs: EventInputs, changes: Mapping[int, Attendance]
) -> CancellationPlan:
    """The cancellation letters to make and to withdraw; none are made after the meeting.

    Only the briefing invites: letters with other kinds of packs are not cancelled one by one.

    Args:
        changes: whose attendance changes with this build.
    """
    ledger = workspace.ledger
    recorded = ledger.attendance(workspace.people_key)
    if workspace.loaded.kind != BRIEFING or not (recorded or changes):
        return CancellationPlan()
    absent = {number: recorded[number].state for number in inputs.absent if number in recorded}
    absent.update(changes)
    if workspace.day > workspace.event.day:
        absent = {}
    return cancellation_plan(
        ledger.deliveries(workspace.key),
        absent,
        changes,
        workspace.settings.rules.cancellation_letters,
        lambda letter: _withdrawn_by_person(letter, ledger),
    )


def gone_findings(workspace: Workspace, plan: CancellationPlan) -> Iterator[Finding]:
    """A question about everyone who has a letter and is gone from the list without a word."""
    names = {each.number: each.name for each in workspace.ledger.enrolled(workspace.people_key)}
    asked = workspace.settings.rules.cancellation_letters
    for number in plan.unanswered:
        code = "gone" if asked else "gone-untold"
        yield finding(code, Severity.DOUBTFUL if asked else Severity.NOTED, number=number, name=names.get(number, ""))


def readdressed_findings(
    workspace: Workspace, inputs: EventInputs, delivered: Mapping[int, MadePack], keeping: Container[int]
) -> Iterator[Finding]:
    """A question about everyone whose letter left, and whom the list gives another address now; none after the meeting.

    Args:
        delivered: the packs of which the letter left, by participant.
        keeping: whose pack stays as it is, so that no letter to the new address is made.
    """
    if workspace.day > workspace.event.day:
        return
    for each in inputs.participants:
        old = delivered.get(each.number)
        if old is None or each.number not in keeping or old.recipient.casefold() == each.email.casefold():
            continue
        name = full_name(each.name)
        yield finding(
            "readdressed",
            Severity.DOUBTFUL,
            each.place,
            number=each.number,
            name=name,
            old=old.recipient,
            new=each.email,
        )


def _withdrawn_by_person(letter: Delivery, ledger: Ledger) -> bool:
    return ledger.history(letter.key)[-1].said.startswith(BY_PERSON)
