"""A text that must fit in a box does, in the largest type that it can have, and loses no letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.content.fitted_text import SPARE, Box, fitted
from reportgen.render.content.note_lines import POINT
from reportgen.render.content.svg import width_in

BOX = Box("sans-bold", 80, 22, 1.1)
SIZES = (32, 24, 18, 12, 6)

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèüïç'- ", max_size=300)


def _is_within(text: str, size: float) -> bool:
    return width_in(BOX.face, text, size) * POINT <= BOX.width * SPARE


def test_a_short_text_has_the_largest_size_at_which_its_lines_are_in_the_box() -> None:
    found = fitted(["Jan", "Bos"], BOX, SIZES)
    assert found
    assert (found.size, found.lines) == (24, ("Jan", "Bos"))


def test_a_long_text_is_broken_between_words_and_after_hyphens() -> None:
    found = fitted(["Alexandra Hardinxveld-Giessendam"], Box("sans-bold", 60, 40, 1.1), SIZES)
    assert found
    assert (found.size, found.lines) == (24, ("Alexandra", "Hardinxveld-", "Giessendam"))


@pytest.mark.parametrize("blocks", [["Nuenen, Gerwen en Nederwetten"], ["Anna-Maria-Theresia", "de Vries"]])
def test_what_may_not_be_broken_is_set_smaller_instead(blocks: list[str]) -> None:
    found = fitted(blocks, BOX, SIZES, broken=False)
    assert found
    assert found.lines == tuple(blocks)
    assert all(_is_within(each, found.size) for each in blocks)


def test_what_may_not_be_broken_and_fits_in_no_size_is_told() -> None:
    assert fitted(["w" * 200], BOX, SIZES, broken=False) is None


def test_nothing_has_no_lines() -> None:
    found = fitted([], BOX, SIZES)
    assert found
    assert found.lines == ()


@given(st.lists(LETTERS, max_size=4))
def test_every_text_fits_and_loses_no_letter(blocks: list[str]) -> None:
    found = fitted(blocks, BOX, SIZES)
    assert found
    assert all(_is_within(each, found.size) for each in found.lines)
    assert len(found.lines) * found.size * BOX.leading * POINT <= BOX.height + 0.01
    assert "".join("".join(found.lines).split()) == "".join("".join(blocks).split())


@given(st.lists(LETTERS, max_size=3))
def test_a_text_of_which_nothing_is_broken_is_never_smaller_than_it_must_be(blocks: list[str]) -> None:
    blocks = [each for each in blocks if each.strip()]
    found = fitted(blocks, BOX, SIZES, broken=False)
    fitting = [
        size
        for size in SIZES
        if all(_is_within(each, size) for each in blocks) and len(blocks) * size * BOX.leading * POINT <= BOX.height
    ]
    assert (found.size if found else None) == max(fitting, default=None)
