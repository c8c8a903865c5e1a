"""Findings of a plan about people whose letter left: who is gone from the list, and who has another address now."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from reportgen.application.build.load_event import EventInputs
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.cancellation import CancellationPlan
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.number_ranges import number_ranges
from reportgen.domain.pack.decisions import MadePack, WantedPack, older_lists
from reportgen.domain.people.participant import full_name


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


def older_list_findings(
    workspace: Workspace, kept: Iterable[WantedPack], delivered: Mapping[int, MadePack]
) -> Iterator[Finding]:
    """That people who lead a session have an older list of who attends it; none after the meeting.

    Args:
        kept: the packs that stay as they are.
        delivered: the packs of which the letter left, by participant.
    """
    older = [each.number for each in kept if each.number in delivered and older_lists(each, delivered[each.number])]
    if older and workspace.day <= workspace.event.day:
        count, numbers = len(older), number_ranges(older)
        yield finding("leading-list-older", Severity.NOTED, count=count, numbers=numbers, folder=workspace.folder)
