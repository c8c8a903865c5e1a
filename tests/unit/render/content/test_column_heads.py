"""Heads of narrow columns break between the words of a compound."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from reportgen.render.content.column_heads import HEAD_SIZE, column_head, column_line_count
from reportgen.render.content.note_lines import POINT
from reportgen.render.content.svg import width_in

COMPOUND = '<span class="compound">{}\N{SOFT HYPHEN}{}</span>'


@pytest.mark.parametrize(
    ("word", "first", "second"),
    [
        ("eenpersoonshuishoudens", "eenpersoons", "huishoudens"),
        ("koopwoningen", "koop", "woningen"),
        ("verkoopprijs", "verkoop", "prijs"),
        ("migratieachtergrond", "migratie", "achtergrond"),
        ("nieuwbouwtempo", "nieuwbouw", "tempo"),
        ("bijstandsuitkeringen", "bijstands", "uitkeringen"),
    ],
)
def test_a_compound_may_break_between_its_words(word: str, first: str, second: str) -> None:
    assert column_head(word) == Markup(COMPOUND).format(first, second)
    narrow = width_in("sans", f"{first}-", HEAD_SIZE) * POINT + 0.1
    assert column_line_count(word, HEAD_SIZE, max(narrow, width_in("sans", second, HEAD_SIZE) * POINT + 0.1)) == 2
    assert column_line_count(word, HEAD_SIZE, 60) == 1


@pytest.mark.parametrize("text", ["westers", "65 jaar en ouder", "prijs", "de prijs", "<b>&", "nieuwe woningen", ""])
def test_other_heads_are_as_they_are_written(text: str) -> None:
    assert column_head(text).unescape() == text
    assert "\N{SOFT HYPHEN}" not in column_head(text)


def test_words_of_a_head_that_fit_stand_on_one_line() -> None:
    assert column_line_count("65 jaar en ouder", HEAD_SIZE, 30) == 1
    assert column_line_count("65 jaar en ouder", HEAD_SIZE, 15) == 2
    assert column_line_count("onafscheidelijkverbondenheid", HEAD_SIZE, 12) >= 3, "broken by syllables"
