"""How many participants stand how: everyone who ever had a number counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass

from reportgen.domain.delivery.states import FAILED, PENDING, Delivery, LetterKind, State
from reportgen.domain.people.attendance import Attendance, AttendanceRecord


@dataclass(frozen=True, slots=True)
class ParticipantCounts:
    """Numbers of participants; together they are everyone.

    Attributes:
        sent, failed, uncertain, pending: who takes part, by their last letter with a pack that was not withdrawn.
        without_letter: who takes part, and has no such letter.
        cancelled: who cancelled, according to the list.
        gone: who is on no list any more.
        left_out: who waits until somebody mends a row of the list.
    """

    sent: int = 0
    failed: int = 0
    uncertain: int = 0
    pending: int = 0
    without_letter: int = 0
    cancelled: int = 0
    gone: int = 0
    left_out: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return int(sum(astuple(self)))


def participant_counts(
    enrolled: Collection[int], letters: Iterable[Delivery], attendance: Mapping[int, AttendanceRecord]
) -> ParticipantCounts:
    """How many participants stand how.

    Args:
        enrolled: the numbers of everyone who ever had one.
        letters: all letters of a kind of packs, the oldest first.
        attendance: the last record of everyone whose attendance ever changed, by number.
    """
    last = {
        each.participant: each.state
        for each in letters
        if each.kind is LetterKind.PACK and each.state is not State.WITHDRAWN
    }
    return ParticipantCounts(**Counter(_count_of(last.get(each), attendance.get(each)) for each in {*enrolled, *last}))


def _count_of(state: State | None, record: AttendanceRecord | None) -> str:
    """The field in which a participant counts."""
    if record and record.state is not Attendance.TAKES_PART:
        return record.state.name.casefold()
    if state is None:
        return "without_letter"
    if state in FAILED:
        return "failed"
    return "pending" if state in PENDING else str(state)
