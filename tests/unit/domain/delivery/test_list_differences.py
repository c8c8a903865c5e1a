"""A letter goes only to somebody whom the newest list has as taking part, at that address and of that municipality."""

from __future__ import annotations

from collections.abc import Sequence

from example.people import person
from hypothesis import given
from hypothesis import strategies as st
from unit.domain.people.test_enrolment import LISTS, _naming, _remembered

from reportgen.domain.delivery.list_differences import (
    Addressee,
    HoldReason,
    LetterDifference,
    cancellation_differences,
    event_differences,
    hold_note,
    people_differences,
)
from reportgen.domain.people.enrolment import enrol
from reportgen.domain.people.participant import Participant, Registration, full_name
from reportgen.domain.people.same_person import may_be_same_person
from reportgen.domain.programme.event_changes import EventChange


def _addressee(each: Participant) -> Addressee:
    return Addressee(full_name(each.name), each.email, each.code)


@given(LISTS, LISTS)
def test_no_letter_goes_to_anybody_whom_the_newest_list_does_not_have_so(
    before: Sequence[Registration], after: Sequence[Registration]
) -> None:
    invited = enrol(before, _naming).participants
    newest = enrol(after, _naming, _remembered(invited))
    people = {each.number: each for each in newest.participants}
    absentees = {each.number: each for each in newest.absentees}
    for each in invited:
        addressee = _addressee(each)
        if people_differences(addressee, people.get(each.number), absentees.get(each.number)):
            continue
        assert any(
            (other.email.casefold(), other.code) == (each.email.casefold(), each.code)
            and may_be_same_person(addressee.name, other.name)
            for other in newest.participants
        )


@given(LISTS)
def test_the_same_list_again_holds_nothing(rows: Sequence[Registration]) -> None:
    invited = enrol(rows, _naming).participants
    again = {each.number: each for each in enrol(rows, _naming, _remembered(invited)).participants}
    assert [people_differences(_addressee(each), again.get(each.number), None) for each in invited] == [()] * len(
        invited
    )


def test_a_cancellation_is_held_when_somebody_takes_part_again() -> None:
    (difference,) = cancellation_differences(person(1), None)
    assert difference.reason is HoldReason.RETURNED
    assert cancellation_differences(None, None) == ()


DIFFERENCES = st.lists(
    st.builds(
        LetterDifference, st.sampled_from(HoldReason), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5)
    ),
    min_size=1,
    max_size=3,
)


@given(DIFFERENCES, DIFFERENCES)
def test_agreeing_to_differences_agrees_to_no_others(
    one: list[LetterDifference], other: list[LetterDifference]
) -> None:
    assert (hold_note(one) == hold_note(other)) == (one == other)


def test_a_note_names_nobody() -> None:
    note = hold_note([LetterDifference(HoldReason.ADDRESS, "anna@utrecht.example", "eva@utrecht.example")])
    assert note.startswith("address (")
    assert "utrecht" not in note


def test_what_changed_of_the_event_differs_for_everyone() -> None:
    (difference,) = event_differences([EventChange("day", "2018-12-10", "2018-12-11")])
    assert (difference.reason, difference.field) == (HoldReason.EVENT, "day")
