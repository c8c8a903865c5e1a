"""The shared fonts have the letters of European names, and ligatures are text of more than one letter."""

from __future__ import annotations

from itertools import pairwise

from reportgen.render.pdf.shared_fonts import FAMILIES, LETTERS, shared_fonts


def test_sans_has_all_letters_and_every_font_a_width_for_each_glyph() -> None:
    fonts = shared_fonts()
    assert fonts.keys() == set(FAMILIES.values())
    assert set("".join(fonts["sans"].texts.values())) >= set(LETTERS) - {"\u00a0", "\u00ad"}
    for font in fonts.values():
        assert font.widths.keys() == font.texts.keys()


def test_fonts_have_numbers_of_their_own() -> None:
    numbers = sorted(font.number for font in shared_fonts().values())
    assert all(after - before == 10 for before, after in pairwise(numbers))


def test_ligatures_are_copied_as_their_letters() -> None:
    assert "fi" in shared_fonts()["serif"].texts.values()
