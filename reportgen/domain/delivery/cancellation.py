"""Cancellation letters: who has to be told that they do not take part any more, and which letters to withdraw.

A participant is *invited* as long as they have, or may have, a letter with a pack that no cancellation followed. Who is
invited and does not take part gets one cancellation letter; it stays until they take part again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reportgen.domain.delivery.states import POSSIBLY_SENT, WITHDRAWABLE, Delivery, LetterKind, State
from reportgen.domain.people.attendance import NOT_COMING, Attendance

BY_PERSON = "withdrawn by "
"""How the note begins with which a person withdraws a letter; what the program itself withdraws is noted otherwise."""


@dataclass(frozen=True, slots=True)
class PlannedCancellation:
    """A cancellation letter to make.

    Attributes:
        reason: why the participant does not take part.
        invitation: the letter they were invited with last.
    """

    number: int
    reason: Attendance
    invitation: Delivery


@dataclass(frozen=True, slots=True)
class CancellationPlan:
    """What is to be done about cancellation letters.

    Attributes:
        making: the letters to make.
        withdrawing: the unsent letters that are not true any more.
        unanswered: participants who are gone from the list without a word, and whose letter has not left: a question.
    """

    making: tuple[PlannedCancellation, ...] = ()
    withdrawing: tuple[Delivery, ...] = ()
    unanswered: tuple[int, ...] = ()


NO_CANCELLATIONS = CancellationPlan()
"""Nothing to do."""


def cancellation_plan(
    letters: Iterable[Delivery],
    absent: Mapping[int, Attendance],
    changed: Mapping[int, Attendance],
    wanted: bool,
    withdrawn_by_person: Callable[[Delivery], bool],
) -> CancellationPlan:
    """What is to be done about cancellation letters, from how all letters stand; the same again until it was done.

    Args:
        letters: all letters of one kind of packs, by participant, the oldest first.
        absent: why participants do not take part, by number.
        changed: those of whom that is new.
        wanted: whether the event asks for cancellation letters.
        withdrawn_by_person: whether a person withdrew a letter, so that no other takes its place.
    """
    by_number: dict[int, list[Delivery]] = {}
    for each in letters:
        by_number.setdefault(each.participant, []).append(each)
    making, withdrawing, unanswered = [], [], []
    for number, own in by_number.items():
        invitation, told = _standing(own, withdrawn_by_person)
        reason = absent.get(number)
        due = invitation if wanted and reason in NOT_COMING else None
        if due and told and told.state in (State.PLANNED, State.PRINTED) and changed.get(number) in NOT_COMING:
            told = None  # it says another reason
        waiting = [each for each in own if each.kind is LetterKind.CANCELLATION and each.state in WITHDRAWABLE]
        withdrawing += [each for each in waiting if not due or each is not told]
        if due and told is None and due.recipient and reason:
            making.append(PlannedCancellation(number, reason, due))
        if invitation and reason is Attendance.GONE and (told is None or told.state is State.PRINTED):
            unanswered.append(number)
    return CancellationPlan(tuple(making), tuple(withdrawing), tuple(unanswered))


def cancelled_by_letter(letters: Iterable[Delivery]) -> frozenset[int]:
    """The participants whose last letter that left, or may have, says that they do not take part.

    Args:
        letters: all letters, of each participant the oldest first.
    """
    last = {
        each.participant: each.kind
        for each in letters
        if each.state in POSSIBLY_SENT and each.kind is not LetterKind.MESSAGE
    }
    return frozenset(number for number, kind in last.items() if kind is LetterKind.CANCELLATION)


def _standing(
    letters: Iterable[Delivery], withdrawn_by_person: Callable[[Delivery], bool]
) -> tuple[Delivery | None, Delivery | None]:
    """The letter that invites a participant, and the cancellation letter that answers it; None without."""
    invitation: Delivery | None = None
    told: Delivery | None = None
    for each in letters:
        if each.kind is LetterKind.PACK:
            if each.state in POSSIBLY_SENT:
                invitation, told = each, None
        elif each.kind is LetterKind.MESSAGE:
            continue
        elif invitation and (each.state is not State.WITHDRAWN or withdrawn_by_person(each)):
            told = each
    return invitation, told
