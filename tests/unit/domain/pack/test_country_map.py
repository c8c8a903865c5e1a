"""The map of the country: tints of values, and the borders that show the municipalities of a day."""

from __future__ import annotations

from datetime import date

import pytest
from example.figures import figures_of
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.pack.country_map import areas_of, country_map_of, quartile_steps, tints_of
from reportgen.domain.places.division import division_on
from reportgen.domain.places.municipality import BoundaryChange
from reportgen.sources.names.divisions import embedded_divisions

JULY = date(2020, 7, 1)


def change(on: date, old: str, new: str, whole: bool = True, began: bool = False) -> BoundaryChange:
    return BoundaryChange(on, old, old, new, new, whole, began)


def shown(codes: str, day: date, changes: list[BoundaryChange]) -> dict[str, tuple[str, ...]]:
    """The areas of each municipality."""
    year, areas = areas_of(tuple(codes), day, changes)
    return {code: areas.get(code, (f"{year}/{code}",)) for code in codes}


def test_municipalities_of_a_day_with_borders_have_these() -> None:
    assert areas_of(("A", "B"), date(2018, 1, 1), ()) == (2018, {})
    assert areas_of(("A", "B"), date(2025, 1, 1), ()) == (2025, {})


def test_one_that_merged_since_is_shown_as_its_parts_of_then() -> None:
    merged = [change(date(2019, 1, 1), each, "C", began=True) for each in ("A", "B")]
    assert areas_of(("C", "D"), date(2019, 1, 1), merged) == (2018, {"C": ("2018/A", "2018/B")})


def test_one_that_will_not_change_is_shown_with_later_borders_where_it_was_formed_of_parts() -> None:
    divided = [change(date(2021, 1, 1), "H", "A", whole=False), change(date(2021, 1, 1), "H", "B", whole=False)]
    areas = shown("ABC", date(2021, 1, 1), divided)
    assert areas == {"A": ("2025/A",), "B": ("2025/B",), "C": ("2018/C",)}


def test_one_that_was_divided_later_has_the_borders_it_had() -> None:
    divided = [change(date(2021, 1, 1), "H", "A", whole=False), change(date(2021, 1, 1), "H", "B", whole=False)]
    assert areas_of(("A", "B", "H"), date(2020, 1, 1), divided) == (2018, {})


def test_one_that_gave_a_part_away_since_has_later_borders_where_there_are() -> None:
    gave = [change(date(2019, 1, 1), "A", "B", whole=False)]
    areas = shown("ABC", date(2019, 1, 1), gave)
    assert areas == {"A": ("2025/A",), "B": ("2025/B",), "C": ("2018/C",)}


def test_one_that_borders_of_no_day_show_has_none() -> None:
    changes = [change(JULY, "A", "B", whole=False), change(date(2022, 1, 1), "B", "C", began=True)]
    assert shown("ABD", date(2021, 1, 1), changes)["B"] == ()


@pytest.mark.parametrize("year", range(2018, 2028))
def test_every_municipality_that_has_existed_since_2018_can_be_shown(year: int) -> None:
    day, data = date(year, 1, 1), embedded_divisions()
    codes = [each.code for each in division_on(day, data)]
    borders, areas = areas_of(codes, day, data.changes)
    shown = [area for code in codes for area in areas.get(code, (f"{borders}/{code}",))]
    assert all(areas.get(code, True) for code in codes)
    assert len(shown) == len(set(shown))
    assert len(areas) < 20  # most need not be said


def test_counts_are_those_of_the_dots() -> None:
    drawn = country_map_of(figures_of("migration"))
    assert sum(drawn.counts) == len(drawn.dots) == 380
    assert drawn.counts == tuple(sum(dot.tint == tint for dot in drawn.dots) for tint in range(4))
    assert drawn.dots[0].residents == max(dot.residents for dot in drawn.dots)


@given(st.dictionaries(st.text(max_size=3), st.floats(-1e6, 1e6), max_size=30))
def test_tints_grow_with_values(values: dict[str, float]) -> None:
    steps = quartile_steps(tuple(values.values()))
    assert len(steps) <= 3
    tints = tints_of(values, steps)
    ordered = sorted(values, key=lambda each: values[each])
    assert [tints[each] for each in ordered] == sorted(tints[each] for each in ordered)
