"""How diverse a population is, and how far two are apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example import figures
from hypothesis import given
from hypothesis import strategies as st
from reportgen.domain.figures.population import (
    BACKGROUNDS,
    SEVEN_GROUPS,
    Grouping,
    Origin,
    population_from_counts,
    population_from_percentages,
)

from reportgen.domain.figures.diversity import (
    Comparison,
    comparison_of,
    dissimilarity,
    diversity_index,
    index_of,
    quartile,
)

SIXTH = 100 / 6


@pytest.mark.parametrize(
    ("shares", "index"),
    [
        ((100,), 0.0),
        ((50, 50), 0.50),
        ((4 * SIXTH, SIXTH, SIXTH), 0.50),
        ((2 * SIXTH, 2 * SIXTH, 2 * SIXTH), 0.67),
        ((80, 10, 10), 0.34),
    ],
)
def test_the_index_is_what_it_is_by_hand(shares: tuple[float, ...], index: float) -> None:
    assert round(diversity_index(shares), 2) == index


@given(st.lists(st.integers(1, 1_000_000), min_size=1, max_size=18))
def test_the_index_is_lowest_for_one_group_and_highest_for_groups_of_equal_size(counts: list[int]) -> None:
    shares = [100 * count / sum(counts) for count in counts]
    assert -1e-9 <= diversity_index(shares) <= 1 - 1 / len(counts) + 1e-9


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=9))
def test_two_groups_taken_together_never_make_a_population_more_diverse(counts: list[int]) -> None:
    shares = [100 * count / sum(counts) for count in counts]
    assert diversity_index([shares[0] + shares[1], *shares[2:]]) <= diversity_index(shares)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("'s-Gravenhage", 0.723),
        ("Amsterdam", 0.718),
        ("Rotterdam", 0.711),
        ("Diemen", 0.642),
        ("Vaals", 0.547),
        ("Urk", 0.074),
    ],
)
def test_the_index_of_a_municipality_is_the_known_one(name: str, index: float) -> None:
    assert round(index_of(figures.populations()[figures.code_of(name)]), 3) == index


def test_the_index_of_the_country_is_the_known_one() -> None:
    assert round(index_of(figures.statistics().country[-1]), 3) == 0.394


def test_nowhere_is_less_diverse_than_urk_nor_more_than_the_hague() -> None:
    everyone = {code: index_of(each) for code, each in figures.populations().items()}
    assert len(everyone) == 380
    assert min(everyone, key=everyone.__getitem__) == figures.code_of("Urk")
    assert max(everyone, key=everyone.__getitem__) == figures.code_of("'s-Gravenhage")


@pytest.mark.parametrize(
    ("name", "share"), [("'s-Gravenhage", 53.7), ("Amsterdam", 53.4), ("Rotterdam", 50.9), ("Vaals", 50.7)]
)
def test_the_share_with_a_migration_background_is_the_published_one(name: str, share: float) -> None:
    population = figures.populations()[figures.code_of(name)]
    assert population.migration_background == pytest.approx(share)


def test_most_residents_of_vaals_with_a_migration_background_are_western() -> None:
    """Germans: a rule on the share alone would take this border municipality for a large city."""
    vaals = figures.populations()[figures.code_of("Vaals")]
    assert vaals.share(Origin.WESTERN) > 0.9 * vaals.migration_background


def test_an_index_from_published_shares_is_within_a_thousandth_of_that_from_counts() -> None:
    counts = {origin: 1000 * place * place + 7 for place, origin in enumerate(SEVEN_GROUPS.origins, 3)}
    exact = population_from_counts("GM0001", 2018, counts, "counts")
    rounded = {origin: round(exact.share(origin), 1) for origin in BACKGROUNDS}
    published = population_from_percentages("GM0001", 2018, round(exact.migration_background, 1), rounded, "shares")
    assert index_of(published) == pytest.approx(index_of(exact), abs=0.001)


def test_dissimilarity_is_the_part_that_would_have_to_change_group() -> None:
    one = population_from_percentages(
        "GM0001", 2018, 30.0, {**dict.fromkeys(BACKGROUNDS, 0.0), Origin.TURKEY: 30.0}, ""
    )
    other = population_from_percentages(
        "GM0002", 2018, 20.0, {**dict.fromkeys(BACKGROUNDS, 0.0), Origin.WESTERN: 20.0}, ""
    )
    assert dissimilarity(one, other) == pytest.approx(30.0)


@given(st.data())
def test_dissimilarity_is_the_same_both_ways_and_nothing_to_oneself(data: st.DataObject) -> None:
    codes = st.sampled_from(figures.codes())
    one, other = (figures.populations()[data.draw(codes)] for _ in range(2))
    assert dissimilarity(one, one) == 0
    assert dissimilarity(one, other) == dissimilarity(other, one)
    assert 0 <= dissimilarity(one, other) <= 100


@pytest.mark.parametrize(
    "grouping",
    [
        Grouping("eighteen", "1", SEVEN_GROUPS.origins),
        Grouping("seven", "2", SEVEN_GROUPS.origins),
        Grouping("seven", "1", tuple(reversed(SEVEN_GROUPS.origins))),
    ],
    ids=["another name", "another version", "another order"],
)
def test_populations_of_other_groupings_are_not_compared(grouping: Grouping) -> None:
    own = figures.statistics().country[-1]
    with pytest.raises(ValueError, match="grouping"):
        dissimilarity(own, replace(own, grouping=grouping))


@pytest.mark.parametrize(
    ("own", "other", "margin", "comparison"),
    [
        (23.2, 22.1, 1.0, Comparison.MORE),
        (22.1, 23.2, 1.0, Comparison.LESS),
        (23.0, 22.1, 1.0, Comparison.SAME),
        (22.1, 23.0, 1.0, Comparison.SAME),
        (0.5, 0.25, 0.25, Comparison.SAME),
        (0.25, 0.5, 0.25, Comparison.SAME),
    ],
)
def test_what_lies_within_the_margin_is_called_the_same(
    own: float, other: float, margin: float, comparison: Comparison
) -> None:
    assert comparison_of(own, other, margin) is comparison


@given(st.sets(st.integers(), min_size=4, max_size=400))
def test_each_quarter_holds_a_quarter_of_all_different_values(values: set[int]) -> None:
    everyone = sorted(values)
    quarters = [quartile(value, everyone) for value in everyone]
    assert quarters == sorted(quarters)
    for quarter in (1, 2, 3, 4):
        assert abs(quarters.count(quarter) - len(everyone) / 4) < 1


@pytest.mark.parametrize(
    ("everyone", "value", "quarter"),
    [
        ((1, 1, 1, 2, 3, 4, 5, 6), 1, 1),
        ((1, 2, 3, 4, 5, 5, 5, 5), 5, 4),
        ((1, 2, 2, 2, 2, 2, 2, 9), 9, 4),
        ((1, 2, 2, 2, 2, 2, 2, 9), 1, 1),
        ((0, 0, 0, 0, 0, 0, 0, 9), 0, 2),
    ],
)
def test_who_has_the_same_value_shares_a_place_in_the_middle_of_it(
    everyone: tuple[float, ...], value: float, quarter: int
) -> None:
    assert quartile(value, everyone) == quarter


def test_the_quarters_of_the_snapshot_hold_about_95_municipalities_each() -> None:
    quarters = [profile.quartiles for profile in figures.profiles().values() if profile.quartiles]
    assert len(quarters) == 380
    for quarter in (1, 2, 3, 4):
        assert abs([each.index for each in quarters].count(quarter) - 95) <= 1
        assert abs([each.migration_background for each in quarters].count(quarter) - 95) <= 8  # ties at one decimal
        assert abs([each.western for each in quarters].count(quarter) - 95) <= 8
