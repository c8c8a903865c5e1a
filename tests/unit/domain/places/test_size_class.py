"""Classes of municipalities of about the same size."""

from __future__ import annotations

import pytest
from example.told import every_subject, profiles
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.places.size_class import BOUNDS, size_class


@pytest.mark.parametrize(
    ("residents", "bounds"),
    [(0, ""), (900, "–15000"), (15_000, "15000–25000"), (99_999, "50000–100000"), (100_000, "100000–")],
)
def test_a_class_is_called_by_its_bounds(residents: int, bounds: str) -> None:
    assert size_class(residents) == bounds


@given(st.integers(1, 2_000_000))
def test_a_municipality_is_within_the_bounds_of_its_class(residents: int) -> None:
    low, high = size_class(residents).split("–")
    assert int(low or 0) <= residents < int(high or 10**9)


@every_subject
def test_every_class_has_enough_municipalities_to_be_first_among(subject: str) -> None:
    known = [profile.residents.value for profile in profiles(subject).values() if profile.residents]
    sizes = [size_class(int(each)) for each in known]
    assert len(set(sizes)) == len(BOUNDS) + 1
    assert min(map(sizes.count, set(sizes))) >= 20
