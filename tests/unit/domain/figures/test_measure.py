"""The single numbers that an indicator gives, when two are equal, and how they change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example.small_subject import WORDS, code, indicator, part
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Derived, IndicatorKind, Period, Variable
from reportgen.domain.figures.measure import Measure, measures_of, value_of

ONE, TWO = code(1), code(2)
DERIVED = Derived("alle", "Alle", "Alle samen.", "meer", 1, WORDS)
PARTS = indicator(
    "mix",
    kind=IndicatorKind.COMPOSITION,
    value=None,
    parts=(part("a"), part("b"), part("rest")),
    rest="rest",
    counts=True,
    total=DERIVED,
    index=replace(DERIVED, decimals=2),
)


def measure(unit: Unit = Unit.PERCENT, decimals: int = 1) -> Measure:
    (made,) = measures_of(indicator(unit=unit, decimals=decimals))
    return made


@pytest.mark.parametrize(
    ("unit", "decimals", "one", "other", "comparison"),
    [
        (Unit.PERCENT, 1, 20.9, 20.0, Comparison.SAME),
        (Unit.PERCENT, 1, 21.1, 20.0, Comparison.MORE),
        (Unit.PERCENT, 1, 0.3, 0.6, Comparison.LESS),
        (Unit.PERCENT, 1, 0.1, 0.9, Comparison.LESS),
        (Unit.PERCENT, 0, 1.0, 2.0, Comparison.SAME),
        (Unit.INDEX, 2, 0.41, 0.40, Comparison.SAME),
        (Unit.INDEX, 2, 0.42, 0.40, Comparison.MORE),
        (Unit.EURO, 0, 400_000, 410_000, Comparison.SAME),
        (Unit.EURO, 0, 400_000, 420_000, Comparison.LESS),
        (Unit.PER_THOUSAND, 1, 0.0, 0.1, Comparison.SAME),
    ],
)
def test_two_values_are_equal_when_their_difference_says_nothing(
    unit: Unit, decimals: int, one: float, other: float, comparison: Comparison
) -> None:
    assert comparison_of(one, other, measure(unit, decimals).margin(one, other)) is comparison


@given(st.sampled_from(Unit), st.integers(0, 2), st.floats(0, 1e6), st.floats(0, 1e6))
def test_what_is_printed_the_same_is_never_called_more_or_less(
    unit: Unit, decimals: int, one: float, other: float
) -> None:
    one, other = round(one, decimals), round(other, decimals)
    if f"{one:.{decimals}f}" == f"{other:.{decimals}f}":
        assert comparison_of(one, other, measure(unit, decimals).margin(one, other)) is Comparison.SAME


@given(st.integers(20, 1_000_000))
def test_a_share_is_never_about_equal_to_one_that_is_twice_as_large(tenths: int) -> None:
    share = tenths / 1_000_000 * 50
    if share >= 0.2:
        assert comparison_of(2 * share, share, measure().margin(2 * share, share)) is Comparison.MORE


def test_what_grows_with_size_is_compared_by_its_change_in_percent() -> None:
    assert measure(Unit.EURO, 0).change(200_000, 300_000) == 50
    assert measure(Unit.COUNT, 0).change(0, 10) is None
    assert measure(Unit.PERCENT).change(20, 23) == 3


@pytest.mark.parametrize(
    ("changes", "sized", "flow"),
    [
        ({"unit": Unit.COUNT, "decimals": 0}, True, False),
        ({"unit": Unit.COUNT, "decimals": 0, "period": Period.YEAR}, True, True),
        ({"unit": Unit.COUNT, "decimals": 2}, False, False),
        ({"unit": Unit.EURO, "decimals": 0}, False, False),
    ],
    ids=["dwellings", "new dwellings", "people in a household", "prices"],
)
def test_numbers_of_things_are_told_from_averages(changes: dict[str, object], sized: bool, flow: bool) -> None:
    (made,) = measures_of(replace(indicator(), **changes))  # type: ignore[arg-type]  # by name
    assert (made.sized, made.flow) == (sized, flow)


def test_a_composition_gives_its_total_its_parts_and_its_index() -> None:
    assert [each.key for each in measures_of(PARTS)] == ["mix/total", "mix/a", "mix/b", "mix/index"]
    known = {name: {(ONE, 2020): value} for name, value in (("a", 10.0), ("b", 30.0), ("rest", 60.0))}
    shares = {each.part: value_of(PARTS, each.part, (ONE,), 2020, known) for each in measures_of(PARTS)}
    assert shares == {"total": 40, "a": 10, "b": 30, "index": pytest.approx(1 - 0.01 - 0.09 - 0.36)}


def test_a_composition_of_which_a_part_is_not_known_is_not_known() -> None:
    known = {"a": {(ONE, 2020): 10.0}, "b": {}, "rest": {(ONE, 2020): 60.0}}
    assert {value_of(PARTS, each.part, (ONE,), 2020, known) for each in measures_of(PARTS)} == {None}


def test_nobody_at_all_is_no_composition() -> None:
    known = {name: {(ONE, 2020): 0.0} for name in ("a", "b", "rest")}
    assert value_of(PARTS, "total", (ONE,), 2020, known) is None


def test_shares_in_percent_of_two_together_are_weighted() -> None:
    weighted = replace(PARTS, counts=False, denominator=Variable("people"))
    known = {
        "a": {(ONE, 2020): 10.0, (TWO, 2020): 50.0},
        "b": {(ONE, 2020): 0.0, (TWO, 2020): 10.0},
        "rest": {(ONE, 2020): 90.0, (TWO, 2020): 40.0},
        "people": {(ONE, 2020): 3.0, (TWO, 2020): 1.0},
    }
    assert value_of(weighted, "a", (ONE, TWO), 2020, known) == 20
    assert value_of(weighted, "a", (ONE, TWO), 2020, known | {"people": {}}) is None
    assert value_of(weighted, "total", (ONE,), 2020, known) == 10
