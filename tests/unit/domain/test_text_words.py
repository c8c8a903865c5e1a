"""The words by which texts are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.text_words import slug, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De eerste  vraag?", ["de", "eerste", "vraag"]),
        ("Sørensen-Ünal", ["sorensen", "unal"]),
        ("on\u00adzicht\u200bbaar", ["onzichtbaar"]),
        ("[naam]_1", ["naam", "1"]),
        ("…", []),
    ],
)
def test_words_are_compared_without_accents_signs_and_invisible_characters(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=60))
def test_words_are_the_same_in_capitals_without_signs_between(text: str) -> None:
    assert "".join(words_of(text)) == "".join(words_of(" ".join(words_of(text))))


@pytest.mark.parametrize(
    ("text", "name"),
    [("Ronde 1: Súdwest-Fryslân", "ronde-1-sudwest-fryslan"), (" --A/B ", "a-b"), ("中文", ""), ("", "")],
)
def test_files_are_named_by_small_letters_and_digits(text: str, name: str) -> None:
    assert slug(text) == name
