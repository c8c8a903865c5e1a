"""What the municipalities of one table could ask each other."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from example import figures
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.contrasts import TableContrast, TableContrastKind, contrasts_of
from reportgen.domain.figures.diversity import INDEX_MARGIN, SHARE_MARGIN
from reportgen.domain.figures.figure import Unit

TABLES = st.lists(st.deferred(lambda: st.sampled_from(figures.codes())), min_size=0, max_size=9, unique=True)


@cache
def _of_all_pairs() -> tuple[TableContrast, ...]:
    pairs = combinations(figures.profiles().values(), 2)
    return tuple(contrast for pair in pairs for contrast in contrasts_of(pair, 3))


def _of_kind(kind: TableContrastKind) -> tuple[TableContrast, ...]:
    found = tuple(each for each in _of_all_pairs() if each.kind is kind)
    assert found
    return found


def _gaps(contrast: TableContrast) -> tuple[float, float]:
    return (
        abs(contrast.one_first.value - contrast.other_first.value),
        abs(contrast.one_second.value - contrast.other_second.value),
    )


def test_a_contrast_of_pace_is_between_two_that_were_about_equal_then() -> None:
    assert max(_gaps(each)[0] for each in _of_kind(TableContrastKind.PACE)) <= 2 * INDEX_MARGIN


def test_a_contrast_of_pace_is_between_two_that_are_not_equal_any_more() -> None:
    now_equal = [(each.one, each.other) for each in _of_kind(TableContrastKind.PACE) if _gaps(each)[1] <= INDEX_MARGIN]
    assert now_equal == []


def test_a_contrast_of_pace_is_over_the_same_years() -> None:
    for each in _of_kind(TableContrastKind.PACE):
        assert each.one_first.year == each.other_first.year < each.one_second.year == each.other_second.year


def test_a_contrast_of_mix_is_between_two_with_an_equal_index_and_another_group() -> None:
    for each in _of_kind(TableContrastKind.MIX):
        index, share = _gaps(each)
        assert each.about is not None
        assert (each.one_first.unit, each.one_second.unit) == (Unit.INDEX, Unit.PERCENT)
        assert index <= 2 * INDEX_MARGIN
        assert share > SHARE_MARGIN


def test_a_contrast_of_level_is_more_than_rounding() -> None:
    for each in _of_kind(TableContrastKind.LEVEL):
        assert _gaps(each)[0] > SHARE_MARGIN
        assert each.one_first == each.one_second


@given(TABLES)
def test_a_table_gets_at_most_two_contrasts_each_of_another_kind_between_two_at_it(codes: list[str]) -> None:
    profiles = [figures.profiles()[code] for code in codes]
    names = {profile.name for profile in profiles}
    contrasts = contrasts_of(profiles)
    assert len({each.kind for each in contrasts}) == len(contrasts) <= 2
    for each in contrasts:
        assert each.one != each.other
        assert {each.one, each.other} <= names


@pytest.mark.parametrize("names", [(), ("Amsterdam",)], ids=["nobody", "one municipality"])
def test_where_there_is_nobody_to_ask_there_is_no_contrast(names: tuple[str, ...]) -> None:
    assert contrasts_of([figures.named(name) for name in names]) == ()


def test_amsterdam_and_urk_differ_in_level() -> None:
    (contrast,) = contrasts_of([figures.named("Amsterdam"), figures.named("Urk")])
    assert contrast.kind is TableContrastKind.LEVEL
    assert (contrast.one, contrast.one_first.value) == ("Amsterdam", 53.4)
    assert (contrast.other, round(contrast.other_first.value, 1)) == ("Urk", 3.8)


def test_of_a_whole_table_the_two_furthest_apart_in_level_are_named() -> None:
    table = [figures.named(name) for name in ("Zwolle", "Urk", "Westerwolde", "Amsterdam", "Diemen")]
    (level,) = (each for each in contrasts_of(table, 3) if each.kind is TableContrastKind.LEVEL)
    assert {level.one, level.other} == {"Urk", "Amsterdam"}


def test_a_contrast_of_a_group_runs_against_the_whole() -> None:
    for each in _of_kind(TableContrastKind.GROUP):
        assert each.about is not None
        assert each.one_first.value - each.other_first.value > 2 * SHARE_MARGIN
        one, other = figures.named(each.one), figures.named(each.other)
        assert one.last.migration_background.value < other.last.migration_background.value
