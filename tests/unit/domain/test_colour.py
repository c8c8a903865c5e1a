"""Contrast between colours, as WCAG counts it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.colour import READABLE, VISIBLE, WHITE, contrast, ground_of, lightest, mixed, readable

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_what_the_standard_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1


@given(colours)
def test_a_readable_colour_can_be_read_on_white(colour: str) -> None:
    made = readable(colour)
    assert contrast(made, WHITE) >= READABLE
    assert made == colour or contrast(colour, WHITE) < READABLE


def test_a_mixed_colour_is_between_its_two() -> None:
    assert mixed("#000000", "#ffffff", 0.5) in ("#808080", "#7f7f7f")
    assert mixed("#123456", "#ffffff", 1) == "#123456"
    assert mixed("#123456", "#ffffff", 0) == "#ffffff"


@given(colours, colours)
def test_a_readable_colour_can_be_read_on_every_ground_it_is_made_for(colour: str, ground: str) -> None:
    light = mixed(ground, WHITE, 0.09)
    assert contrast(readable(colour, light), light) >= READABLE


@given(colours)
def test_the_lightest_tint_of_a_colour_is_seen_on_white_where_the_colour_is(colour: str) -> None:
    made = lightest(colour)
    assert made == colour or contrast(colour, WHITE) >= contrast(made, WHITE) >= VISIBLE


@given(colours, st.sampled_from([VISIBLE, READABLE]))
def test_a_colour_is_seen_on_a_ground_of_its_own(colour: str, least: float) -> None:
    ground = ground_of(colour, 0.09, least)
    assert ground == WHITE or contrast(colour, ground) >= least
    assert contrast(ground, WHITE) <= contrast(mixed(colour, WHITE, 0.09), WHITE)
