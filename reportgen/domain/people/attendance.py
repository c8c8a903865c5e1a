"""Attendance: whether someone who has a number takes part, by what the newest lists say of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reportgen.domain.people.participant import Enrolled


class Attendance(StrEnum):
    """Whether a person takes part; the values are those in the ledger."""

    TAKES_PART = "takes part"
    CANCELLED = "cancelled"  # a list says so
    GONE = "gone"  # on no list any more, and nobody says why
    LEFT_OUT = "left out"  # on a list, in a row that waits until somebody mends it


NOT_COMING = frozenset({Attendance.CANCELLED, Attendance.GONE})
"""Those who do not come, as far as the lists can say."""


@dataclass(frozen=True, slots=True)
class AttendanceRecord:
    """What the ledger holds about the attendance of a participant, and since when."""

    number: int
    state: Attendance
    since: datetime


def absences_of(
    enrolled: Iterable[Enrolled], present: Collection[int], listed: Mapping[int, bool]
) -> dict[int, Attendance]:
    """Why each person with a number does not take part, by number; those who were erased are left out.

    Args:
        enrolled: everyone who has a number.
        present: the numbers of those who take part.
        listed: of those who are on a list and do not take part, whether it says that they cancelled; else their row
            has a fault.
    """

    def absence(number: int) -> Attendance:
        if number not in listed:
            return Attendance.GONE
        return Attendance.CANCELLED if listed[number] else Attendance.LEFT_OUT

    absent = (each for each in enrolled if each.number not in present and (each.name or each.email))
    return {each.number: absence(each.number) for each in absent}


def attendance_changes(
    now: Mapping[int, Attendance], present: Iterable[int], recorded: Mapping[int, AttendanceRecord]
) -> dict[int, Attendance]:
    """What changed since the attendance was recorded last, by number.

    Who cancelled and is then taken off the list has still cancelled. Nothing is recorded of those who always took part.

    Args:
        now: those who do not take part, and why.
        present: the numbers of those who do.
        recorded: the last record of each.
    """
    changes = {
        number: state
        for number, state in now.items()
        if (old := recorded.get(number)) is None
        or (old.state is not state and (old.state, state) != (Attendance.CANCELLED, Attendance.GONE))
    }
    returned = {
        number: Attendance.TAKES_PART
        for number in present
        if number in recorded and recorded[number].state is not Attendance.TAKES_PART
    }
    return {**changes, **returned}
