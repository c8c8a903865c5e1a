"""Two texts beside each other, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.text_differences import TextChange, TextPiece, text_pieces


def test_a_word_that_is_another_went_and_came() -> None:
    assert text_pieces("in zaal 1,\nom twee uur", "in zaal 2,\nom twee uur") == (
        TextPiece(TextChange.SAME, "in zaal "),
        TextPiece(TextChange.REMOVED, "1,"),
        TextPiece(TextChange.ADDED, "2,"),
        TextPiece(TextChange.SAME, "\nom twee uur"),
    )


def test_the_same_text_has_one_piece_and_no_text_none() -> None:
    assert text_pieces("hallo", "hallo") == (TextPiece(TextChange.SAME, "hallo"),)
    assert text_pieces("", "") == ()


TEXTS = st.text("ab \n.", max_size=30)


@given(TEXTS, TEXTS)
def test_without_what_came_it_is_the_earlier_text_and_without_what_went_the_later(before: str, after: str) -> None:
    pieces = text_pieces(before, after)
    assert "".join(each.text for each in pieces if each.change is not TextChange.ADDED) == before
    assert "".join(each.text for each in pieces if each.change is not TextChange.REMOVED) == after
