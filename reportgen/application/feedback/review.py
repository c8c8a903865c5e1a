"""Decisions of a person about what came in: it counts, as it was read or mended, it is no answer, or it is open again.

Whatever a person decides counts with the date of its message: a later answer of the same participant goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.application.workspace import Workspace
from reportgen.domain.answers.answer import NO_QUESTION, AnswerOutcome
from reportgen.domain.answers.review import Decision, DecisionKind, ReviewItem
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.storage.originals import Originals

ACTIONS = {
    DecisionKind.ACCEPT: "answer-accept",
    DecisionKind.MEND: "answer-mend",
    DecisionKind.DISMISS: "answer-dismiss",
    DecisionKind.REOPEN: "answer-reopen",
}
"""What the audit log calls each decision."""


class UnknownParticipant(UsageError):
    """It is not known whose answers they are."""


class NoTexts(UsageError):
    """There is no text that can count."""


class NotOpen(UsageError):
    """There is no such form or message, or nothing can be decided about it."""


def review_item(workspace: Workspace, number: int) -> ReviewItem:
    """A form or message by its number.

    Raises:
        NotOpen: there is none.
    """
    found = workspace.ledger.answers(workspace.people_key).reviews.item(number)
    if found is None:
        raise NotOpen(
            said("Nothing came in under number {number}", number=number),
            where=str(workspace.folder),
            todo=said(
                "see what did with: reportgen answers review {event} --all",
                event=workspace.command_arguments,
            ),
        )
    return found


def original_of(workspace: Workspace, item: ReviewItem) -> Path | None:
    """The file with the submission as it came in; None where it was not kept, or was erased."""
    originals = Originals(workspace.paths.answers(workspace.people_key))
    return next(iter(originals.paths_of(item.digest)), None)


def accept(
    workspace: Workspace,
    number: int,
    who: str,
    reason: str = "",
    *,
    participant: int | None = None,
    texts: Mapping[int, str] | None = None,
    named: bool | None = None,
) -> DecisionKind:
    """Counts a form or message as the answers of a participant; whether it was mended for that.

    Args:
        number: of the form or message.
        participant: whose answers they are; None for the one that was read.
        texts: by question, in place of what was read; None to leave that.
        named: whether the participant agreed to be named; None for what was read.

    Raises:
        NotOpen: there is no such form or message, or a decision holds, or it was erased.
        UnknownParticipant: nobody is named, or there is no such participant.
        NoTexts: nothing was read, and no text is given; or a question is none of the event's.
    """
    item = _open_item(workspace, number)
    whose = participant if participant is not None else item.number
    _require_participant(workspace, item, whose)
    assert whose is not None
    read, given = item.reading, {asked: text for asked, text in (texts or {}).items() if text.strip()}
    counted = dict(read.texts) if texts is None else given
    asked = {NO_QUESTION, *(each.number for each in workspace.event.questions)}
    unknown = sorted(set(given) - asked)
    if unknown or not counted:
        raise NoTexts(
            said("The event has no question {unknown}", unknown=unknown[0])
            if unknown
            else "There is no text that can count",
            where=said("number {number}", number=number),
            todo='give the answers by question, such as --answer 2="…", or put it aside with --dismiss',
        )
    agreed = read.named if named is None else named
    is_as_read = (whose, counted, agreed) == (read.number, dict(read.texts), read.named)
    kind = DecisionKind.ACCEPT if is_as_read else DecisionKind.MEND
    decision = Decision(kind, who, workspace.moment, reason)
    reviews, edition = workspace.ledger.answers(workspace.people_key).reviews, _edition(workspace, item, whose)
    with workspace.ledger.audit().transaction():
        reviews.count_for(item, decision, whose, edition, counted, agreed)
        _audit(workspace, item, decision, whose)
    return kind


def dismiss(workspace: Workspace, number: int, who: str, reason: str) -> None:
    """Puts a form or message aside: it is no answer, and nothing of it counts.

    Raises:
        NotOpen: as ``accept``.
        UsageError: there is no reason.
    """
    if not reason.strip():
        raise UsageError(
            "Say why it is no answer", where=said("number {number}", number=number), todo='give a reason: --dismiss "…"'
        )
    item = _open_item(workspace, number)
    decision = Decision(DecisionKind.DISMISS, who, workspace.moment, reason)
    with workspace.ledger.audit().transaction():
        workspace.ledger.answers(workspace.people_key).reviews.dismiss(item, decision)
        _audit(workspace, item, decision, item.number)


def reopen(workspace: Workspace, number: int, who: str, reason: str = "") -> None:
    """Takes back what was decided: what was read of it counts, or waits, as before. What was not read is read again.

    Raises:
        NotOpen: there is no such form or message, nothing was decided about it, or it was erased.
    """
    item = review_item(workspace, number)
    is_stuck = item.outcome is AnswerOutcome.UNREAD
    if (item.decision is None and not is_stuck) or item.outcome is AnswerOutcome.FORGOTTEN:
        raise NotOpen(
            "Nothing was decided about this",
            where=said("number {number}", number=number),
            todo="nothing: it is as it was read",
        )
    decision = Decision(DecisionKind.REOPEN, who, workspace.moment, reason)
    with workspace.ledger.audit().transaction():
        workspace.ledger.answers(workspace.people_key).reviews.reopen(item, decision)
        _audit(workspace, item, decision, item.number)


def _open_item(workspace: Workspace, number: int) -> ReviewItem:
    item = review_item(workspace, number)
    if item.outcome is AnswerOutcome.FORGOTTEN:
        raise NotOpen(
            "This was erased with its participant",
            where=said("number {number}", number=number),
            todo="nothing can be decided",
        )
    if item.decision is not None:
        raise NotOpen(
            said("{who} decided about this on {at}", who=item.decision.who, at=item.decision.at),
            where=said("number {number}", number=number),
            todo="take that back first, with --reopen",
        )
    return item


def _require_participant(workspace: Workspace, item: ReviewItem, number: int | None) -> None:
    if number is None:
        raise UnknownParticipant(
            "Nobody knows whose answers these are",
            where=said("number {id}", id=item.id),
            todo="say it with --participant, or put it aside with --dismiss",
        )
    if not any(each.number == number and each.name for each in workspace.ledger.enrolled(workspace.people_key)):
        raise UnknownParticipant(
            said("There is no participant {number}", number=number),
            where=said("number {id}", id=item.id),
            todo=said(
                "see who there is with: reportgen status {event}",
                event=workspace.command_arguments,
            ),
        )


def _edition(workspace: Workspace, item: ReviewItem, number: int) -> int:
    """The edition of the pack that is answered; where that is not known, the newest that the participant has."""
    if item.reading.edition and number == item.reading.number:
        return item.reading.edition
    letters = workspace.ledger.deliveries(workspace.people_key)
    return max((each.edition for each in letters if each.participant == number), default=0)


def _audit(workspace: Workspace, item: ReviewItem, decision: Decision, number: int | None) -> None:
    """Adds a decision to the audit log; the reason stands with the decision alone, where it is erased with the rest."""
    numbers = () if number is None else (number,)
    audit = workspace.ledger.audit()
    audit.append(workspace.people_key, decision.who, ACTIONS[decision.kind], str(item.id), decision.at, numbers)
