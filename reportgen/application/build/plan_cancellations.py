"""Plans the cancellation letters of a build."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.application.build.load_event import EventInputs
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.cancellation import BY_PERSON, CancellationPlan, cancellation_plan
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.people.attendance import Attendance, attendance_changes
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


def _withdrawn_by_person(letter: Delivery, ledger: Ledger) -> bool:
    return ledger.history(letter.key)[-1].said.startswith(BY_PERSON)
