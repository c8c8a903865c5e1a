"""The lists of municipalities that come with the program, and the changes between them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from reportgen.domain.places.division import DivisionData, division_on
from reportgen.domain.places.municipality import BoundaryChange
from reportgen.sources.names.divisions import embedded_divisions

TOTALS = {2018: 380, 2019: 355, 2020: 355, 2021: 352, 2022: 345, 2023: 342, 2024: 342, 2025: 342, 2026: 342}


@pytest.mark.parametrize("year", TOTALS)
def test_each_year_has_as_many_municipalities_as_it_had(year: int) -> None:
    found = division_on(date(year, 1, 1), embedded_divisions())
    assert len(found) == len({each.code for each in found}) == len({each.title for each in found}) == TOTALS[year]


def test_lists_and_changes_agree() -> None:
    data = embedded_divisions()
    for before, after in pairwise(sorted(data.lists)):
        worked_out = division_on(after, DivisionData({before: data.lists[before]}, data.changes))
        assert {(each.code, each.name) for each in worked_out} == {(each.code, each.name) for each in data.lists[after]}


def test_weesp_ended_within_a_year() -> None:
    days = (date(2022, 3, 23), date(2022, 3, 24))
    assert ["GM0457" in {each.code for each in division_on(day, embedded_divisions())} for day in days] == [True, False]


@pytest.mark.parametrize("code", ["GM1959", "GM1979", "GM1980", "GM1982", "GM1991", "GM1992"])
def test_whoever_began_since_2018_has_a_province_and_a_point_in_it(code: str) -> None:
    data = embedded_divisions()
    began = min(change.on for change in data.changes if change.new_code == code)
    (found,) = (each for each in division_on(began, data) if each.code == code)
    (later,) = (each for each in data.lists[data.last] if each.code == code)
    assert found == later


def test_a_municipality_ends_once_and_not_in_part_only() -> None:
    ended: dict[str, list[BoundaryChange]] = {}
    for change in embedded_divisions().changes:
        ended.setdefault(change.old_code, []).append(change)
    for changes in ended.values():
        assert len({change.on for change in changes}) == 1
        assert [change.whole for change in changes] == [len(changes) == 1] * len(changes)


def test_the_changes_go_back_to_1996() -> None:
    years = Counter(change.on.year for change in embedded_divisions().changes)
    assert min(years) == 1996
    assert years[1997] == 63
    assert all(change.old_name and change.new_name for change in embedded_divisions().changes)
