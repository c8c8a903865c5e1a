"""Everyone who ever had a number counts once."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.participant_counts import ParticipantCounts, participant_counts
from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.domain.people.attendance import Attendance, AttendanceRecord

NOW = datetime(2030, 5, 9, 8, tzinfo=ZONE)


def _letter(number: int, edition: int, state: State, kind: LetterKind = LetterKind.PACK) -> Delivery:
    key = f"e.{number:04d}.{edition:04d}"
    return Delivery(key, "e", number, edition, "", f"<{key}>", "", "", edition > 1, state, 0, None, NOW, kind)


def test_who_does_not_take_part_counts_as_that_whatever_their_letters() -> None:
    letters = [
        _letter(1, 1, State.SENT),
        _letter(1, 2, State.PRINTED, LetterKind.CANCELLATION),
        _letter(2, 1, State.BOUNCED),
        _letter(3, 1, State.SENT),
        _letter(3, 2, State.WITHDRAWN),
        _letter(4, 1, State.UNCERTAIN),
        _letter(5, 1, State.SENT),
        _letter(5, 2, State.SENT, LetterKind.CANCELLATION),
        _letter(5, 3, State.PRINTED),
    ]
    attendance = {
        1: AttendanceRecord(1, Attendance.CANCELLED, NOW),
        5: AttendanceRecord(5, Attendance.TAKES_PART, NOW),
        6: AttendanceRecord(6, Attendance.GONE, NOW),
    }
    assert participant_counts(range(1, 8), letters, attendance) == ParticipantCounts(
        sent=1, failed=1, uncertain=1, pending=1, without_letter=1, cancelled=1, gone=1
    )


@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(tuple(State)), st.sampled_from(tuple(LetterKind)))),
    st.dictionaries(st.integers(1, 5), st.sampled_from(tuple(Attendance))),
)
def test_the_counts_add_up_to_everyone(
    letters: list[tuple[int, State, LetterKind]], states: dict[int, Attendance]
) -> None:
    made = [_letter(number, edition, state, kind) for edition, (number, state, kind) in enumerate(letters, 1)]
    attendance = {number: AttendanceRecord(number, state, NOW) for number, state in states.items()}
    assert participant_counts(range(1, 6), made, attendance).total == 5
