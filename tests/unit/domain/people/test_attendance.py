"""Who takes part, who cancelled, who is gone, and what of that is new."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.timezone import ZONE
from reportgen.domain.people.attendance import Attendance, AttendanceRecord, absences_of, attendance_changes
from reportgen.domain.people.participant import Enrolled

NOW = datetime(2030, 5, 9, 8, tzinfo=ZONE)
PEOPLE = [Enrolled(number, f"{number}@x.example", f"N{number}", "GM1") for number in (1, 2, 3, 4)]
STATES = st.sampled_from(tuple(Attendance))


def test_who_is_on_no_list_is_gone_and_a_row_says_the_rest() -> None:
    assert absences_of(PEOPLE, {1}, {2: True, 3: False}) == {
        2: Attendance.CANCELLED,
        3: Attendance.LEFT_OUT,
        4: Attendance.GONE,
    }


def test_nothing_is_said_of_who_was_erased() -> None:
    assert absences_of([Enrolled(1, "", "", "GM1")], (), {}) == {}


@pytest.mark.parametrize(
    ("before", "now", "new"),
    [
        (None, Attendance.CANCELLED, Attendance.CANCELLED),
        (None, Attendance.TAKES_PART, None),
        (Attendance.CANCELLED, Attendance.CANCELLED, None),
        (Attendance.CANCELLED, Attendance.GONE, None),
        (Attendance.GONE, Attendance.CANCELLED, Attendance.CANCELLED),
        (Attendance.LEFT_OUT, Attendance.GONE, Attendance.GONE),
        (Attendance.CANCELLED, Attendance.TAKES_PART, Attendance.TAKES_PART),
        (Attendance.TAKES_PART, Attendance.CANCELLED, Attendance.CANCELLED),
        (Attendance.TAKES_PART, Attendance.TAKES_PART, None),
    ],
)
def test_only_what_is_new_is_recorded(before: Attendance | None, now: Attendance, new: Attendance | None) -> None:
    recorded = {1: AttendanceRecord(1, before, NOW)} if before else {}
    absent, present = ({}, [1]) if now is Attendance.TAKES_PART else ({1: now}, [])
    assert attendance_changes(absent, present, recorded) == ({1: new} if new else {})


@given(st.lists(STATES, max_size=12))
def test_the_same_list_twice_is_nothing_new(states: list[Attendance]) -> None:
    recorded: dict[int, AttendanceRecord] = {}
    for state in states:
        absent, present = ({}, [1]) if state is Attendance.TAKES_PART else ({1: state}, [])
        for number, new in attendance_changes(absent, present, recorded).items():
            recorded[number] = AttendanceRecord(number, new, NOW)
        assert attendance_changes(absent, present, recorded) == {}
