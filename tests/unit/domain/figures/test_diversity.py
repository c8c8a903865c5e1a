"""How diverse a composition is, how far two are apart, and when two values are called the same."""

from __future__ import annotations

import pytest
from example import figures
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.diversity import Comparison, comparison_of, dissimilarity, diversity_index

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


INDEX, TOTAL = "origin/index", "origin/total"


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
    assert round(figures.figures().values(INDEX)[figures.code_of(name)], 3) == index


def test_the_index_of_the_country_is_the_known_one() -> None:
    last = figures.country().measure(INDEX).last
    assert last is not None
    assert round(last.value, 3) == 0.394


def test_nowhere_is_less_diverse_than_urk_nor_more_than_the_hague() -> None:
    everyone = figures.figures().values(INDEX)
    assert len(everyone) == 380
    assert min(everyone, key=everyone.__getitem__) == figures.code_of("Urk")
    assert max(everyone, key=everyone.__getitem__) == figures.code_of("'s-Gravenhage")


@pytest.mark.parametrize(
    ("name", "share"), [("'s-Gravenhage", 53.7), ("Amsterdam", 53.4), ("Rotterdam", 50.9), ("Vaals", 50.7)]
)
def test_the_share_of_all_parts_together_is_the_published_one(name: str, share: float) -> None:
    assert figures.figures().values(TOTAL)[figures.code_of(name)] == pytest.approx(share)


SHARES = st.lists(st.integers(0, 1000), min_size=3, max_size=3).filter(any)


def _of_hundred(counts: list[int]) -> list[float]:
    return [100 * count / sum(counts) for count in counts]


def test_dissimilarity_is_the_part_that_would_have_to_change_group() -> None:
    assert dissimilarity((70.0, 30.0, 0.0), (80.0, 0.0, 20.0)) == pytest.approx(30.0)


@given(SHARES, SHARES)
def test_dissimilarity_is_the_same_both_ways_and_nothing_to_oneself(one: list[int], other: list[int]) -> None:
    own, others = _of_hundred(one), _of_hundred(other)
    assert dissimilarity(own, own) == 0
    assert dissimilarity(own, others) == dissimilarity(others, own)
    assert 0 <= dissimilarity(own, others) <= 100 + 1e-9


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
