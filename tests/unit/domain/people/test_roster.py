"""How a list differs from the last one."""

from __future__ import annotations

from typing import Any

import pytest
from example.people import person
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.people.participant import Name, Office
from reportgen.domain.people.roster import ChangedParticipant, FieldChange, as_enrolled, lost_too_many, roster_of


def test_a_list_that_is_the_same_has_nobody_new_changed_or_gone() -> None:
    people = [person(number) for number in (1, 2, 3)]
    roster = roster_of(people, [as_enrolled(each) for each in people], {1, 2, 3})
    assert (roster.last, roster.new, roster.changed, roster.gone) == (3, (), (), ())
    assert not roster.shrunk


@pytest.mark.parametrize(
    ("changes", "field", "old", "new"),
    [
        ({"email": "a@urk.example"}, "email", "zwaluwstaart0001@gemeente.example", "a@urk.example"),
        ({"name": Name("A.", "", "", "Zwaluw")}, "name", "A. Zwaluwstaart0001", "A. Zwaluw"),
        ({"code": "GM0344"}, "code", "GM0356", "GM0344"),
        ({"function": "burgemeester", "office": Office.MAYOR}, "function", "wethouder", "burgemeester"),
        ({"salutation": "mevrouw"}, "salutation", "", "mevrouw"),
        ({"organisation": "VNG"}, "organisation", "", "VNG"),
        ({"consent": False}, "consent", "ja", "nee"),
        ({"table": 6}, "table", "", "6"),
    ],
)
def test_what_the_list_says_otherwise_of_someone_is_named(
    changes: dict[str, Any], field: str, old: str, new: str
) -> None:
    before, now = person(1), person(1, **changes)
    roster = roster_of([now], [as_enrolled(before)], {1})
    assert roster.changed == (ChangedParticipant(now, (FieldChange(field, old, new),)),)
    assert (roster.new, roster.gone) == ((), ())


def test_who_was_not_in_the_last_list_is_new_also_with_a_number_from_before() -> None:
    roster = roster_of([person(1), person(2), person(3)], [as_enrolled(person(1)), as_enrolled(person(2))], {1})
    assert [each.number for each in roster.new] == [2, 3]
    assert roster.last == 1


def test_who_is_not_in_the_list_any_more_is_gone_once() -> None:
    enrolled = [as_enrolled(person(number)) for number in (1, 2, 3)]
    assert [each.number for each in roster_of([person(1)], enrolled, {1, 2}).gone] == [2]


def test_what_was_not_kept_earlier_has_not_changed() -> None:
    """People who were enrolled before details were kept."""
    before = as_enrolled(person(1))
    bare = type(before)(before.number, before.email, before.name, before.code)
    assert roster_of([person(1, table=6)], [bare], {1}).changed == ()


@pytest.mark.parametrize(
    ("gone", "had", "too_many"),
    [(0, 0, False), (3, 3, False), (2, 4, False), (3, 4, True), (4, 4, True), (50, 100, False), (51, 100, True)],
)
def test_a_list_that_loses_more_than_half_of_more_than_a_handful_is_broken(gone: int, had: int, too_many: bool) -> None:
    assert lost_too_many(gone, had) is too_many
    people = [person(number) for number in range(1, had + 1)]
    roster = roster_of(people[gone:], [as_enrolled(each) for each in people], range(1, had + 1))
    assert roster.shrunk is too_many


@given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_everyone_is_new_gone_or_was_there(now: set[int], ever: set[int], last: set[int]) -> None:
    roster = roster_of([person(each) for each in now], [as_enrolled(person(each)) for each in ever | last], last)
    assert {each.number for each in roster.new} == now - last
    assert {each.number for each in roster.gone} == last - now
    assert roster.changed == ()
