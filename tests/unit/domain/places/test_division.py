"""Which municipalities exist on a day."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.domain.places.division import (
    DivisionData,
    ListedMunicipality,
    UnknownDivision,
    division_on,
)
from reportgen.domain.places.municipality import BoundaryChange

FIRST = date(2018, 1, 1)


def listed(code: str, name: str = "") -> ListedMunicipality:
    return ListedMunicipality(code, name or f"Naam {code}", f"Naam {code}", "Utrecht", 5.1, 52.1)


def change(on: date, old: str, new: str, whole: bool = True) -> BoundaryChange:
    return BoundaryChange(on, old, f"Naam {old}", new, f"Naam {new}", whole)


def codes(day: date, data: DivisionData) -> list[str]:
    return [each.code for each in division_on(day, data)]


def test_a_merger_holds_from_its_day_on() -> None:
    mergers = (change(date(2020, 1, 1), "GM0001", "GM0009"), change(date(2020, 1, 1), "GM0002", "GM0009"))
    data = DivisionData({FIRST: (listed("GM0001"), listed("GM0002"), listed("GM0003"))}, mergers)
    assert codes(date(2019, 12, 31), data) == ["GM0001", "GM0002", "GM0003"]
    assert codes(date(2020, 1, 1), data) == ["GM0003", "GM0009"]


def test_one_that_takes_in_others_goes_on_as_it_was() -> None:
    before = listed("GM0001")
    data = DivisionData({FIRST: (before, listed("GM0002"))}, (change(date(2019, 1, 1), "GM0002", "GM0001"),))
    assert division_on(date(2019, 1, 1), data) == (before,)


def test_one_that_is_divided_ends() -> None:
    divided = tuple(change(date(2019, 1, 1), "GM0001", code, whole=False) for code in ("GM0002", "GM0003"))
    data = DivisionData({FIRST: (listed("GM0001"), listed("GM0002"), listed("GM0003"))}, divided)
    assert codes(date(2019, 1, 1), data) == ["GM0002", "GM0003"]


def test_one_that_gets_another_code_twice_is_followed_within_a_year() -> None:
    renamed = (change(date(2019, 1, 1), "GM0001", "GM0002"), change(date(2019, 6, 1), "GM0002", "GM0003"))
    data = DivisionData({FIRST: (listed("GM0001"),)}, tuple(reversed(renamed)))
    assert [codes(date(2019, month, 1), data) for month in (1, 6)] == [["GM0002"], ["GM0003"]]


def test_one_that_began_is_described_by_the_first_list_that_has_it_under_the_name_of_its_day() -> None:
    later = ListedMunicipality("GM0009", "Later genoemd", "Later genoemd (gemeente)", "Zeeland", 3.6, 51.5)
    lists = {FIRST: (listed("GM0001"),), date(2023, 1, 1): (later,)}
    data = DivisionData(lists, (change(date(2020, 1, 1), "GM0001", "GM0009"),))
    (found,) = division_on(date(2020, 1, 1), data)
    assert (found.name, found.province, found.longitude) == ("Naam GM0009", "Zeeland", 3.6)
    assert division_on(date(2023, 1, 1), data) == (later,)


def test_one_that_no_list_has_is_where_it_came_from() -> None:
    data = DivisionData({FIRST: (listed("GM0001"),)}, (change(date(2020, 1, 1), "GM0001", "GM0009"),))
    (found,) = division_on(date(2020, 1, 1), data)
    assert (found.code, found.name, found.title, found.province) == ("GM0009", "Naam GM0009", "Naam GM0009", "Utrecht")


def test_nothing_is_known_before_the_first_list() -> None:
    data = DivisionData({FIRST: (listed("GM0001"),)}, ())
    with pytest.raises(UnknownDivision, match="31 December 2017"):
        division_on(date(2017, 12, 31), data)
