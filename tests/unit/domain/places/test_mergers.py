"""Which municipalities one of today consisted of."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.domain.places.division import division_on
from reportgen.domain.places.mergers import Members, Mergers
from reportgen.domain.places.municipality import BoundaryChange
from reportgen.sources.names.divisions import embedded_divisions

TODAY = date(2026, 1, 1)


def change(on: date, old: str, new: str, whole: bool = True, began: bool = False) -> BoundaryChange:
    return BoundaryChange(on, old, old, new, new, whole, began)


def test_one_that_never_merged_is_itself() -> None:
    assert Mergers(()).members("GM0001", date(2018, 1, 1), TODAY) == Members(("GM0001",))


def test_one_that_took_in_another_was_there_before() -> None:
    mergers = Mergers((change(date(2020, 1, 1), "GM0002", "GM0001"),))
    assert mergers.members("GM0001", date(2019, 1, 1), TODAY) == Members(("GM0001", "GM0002"), date(2020, 1, 1))
    assert mergers.members("GM0001", date(2020, 1, 1), TODAY) == Members(("GM0001",))


def test_one_that_began_with_a_merger_was_not_there() -> None:
    mergers = Mergers(change(date(2020, 1, 1), old, "GM0009", began=True) for old in ("GM0001", "GM0002"))
    assert mergers.members("GM0009", date(2019, 1, 1), TODAY).codes == ("GM0001", "GM0002")


def test_mergers_are_followed_through_others() -> None:
    mergers = Mergers(
        (
            change(date(2010, 1, 1), "GM0001", "GM0002"),
            change(date(2015, 6, 1), "GM0002", "GM0003", began=True),
            change(date(2020, 1, 1), "GM0003", "GM0004"),
        )
    )
    assert mergers.members("GM0004", date(2009, 1, 1), TODAY) == Members(
        ("GM0001", "GM0002", "GM0004"), date(2010, 1, 1)
    )
    assert mergers.members("GM0004", date(2012, 1, 1), TODAY).codes == ("GM0002", "GM0004")
    assert mergers.members("GM0004", date(2009, 1, 1), date(2019, 1, 1)).codes == ("GM0004",)


def test_what_joined_a_part_after_it_was_added_is_none_of_it() -> None:
    mergers = Mergers(
        (change(date(2010, 1, 1), "GM0002", "GM0001"), change(date(2015, 1, 1), "GM0003", "GM0002", began=True))
    )
    assert mergers.members("GM0001", date(2009, 1, 1), TODAY).codes == ("GM0001", "GM0002")


def test_a_part_that_was_added_is_told() -> None:
    mergers = Mergers((change(date(2021, 1, 1), "GM0788", "GM0865", whole=False),))
    assert mergers.members("GM0865", date(2020, 1, 1), TODAY).divided == date(2021, 1, 1)
    assert mergers.members("GM0865", date(2021, 1, 1), TODAY).divided is None


@pytest.mark.parametrize("year", range(2018, 2026))
def test_whoever_was_not_divided_is_a_member_of_one_of_today(year: int) -> None:
    data, day = embedded_divisions(), date(year, 1, 1)
    mergers = Mergers(data.changes)
    members = [mergers.members(each.code, day, TODAY) for each in division_on(TODAY, data)]
    whole = [code for each in members if each.divided is None for code in each.codes]
    assert len(whole) == len(set(whole))
    assert {code for each in members for code in each.codes} == {each.code for each in division_on(day, data)}
