"""The fonts of charts: the glyph of a character, its width, and how a page of WeasyPrint refers to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content.resources import FONTS

FAMILY = "Source Sans Pro"

WEIGHTS = {"sans": 400, "sans-semibold": 600}

_SIZE = 10.0
"""Points; any size will do, for what is kept of a font does not depend on it."""


@cache
def glyphs_of(name: str) -> Mapping[int, tuple[int, float]]:
    """Code of a character → its glyph in a font of ours, and the advance of that in ems."""
    from fontTools.ttLib import TTFont  # most runs draw nothing

    with TTFont(FONTS[name], lazy=True) as font:
        unit = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {code: (font.getGlyphID(glyph), metrics[glyph][0] / unit) for code, glyph in font.getBestCmap().items()}


class ChartFont:
    """A font as WeasyPrint found it; each glyph is set at its own width, without kerning.

    Args:
        name: of the font, as in ``FONTS``.
        font_config: where WeasyPrint keeps the fonts of the style sheets.
    """

    def __init__(self, name: str, font_config: Any) -> None:
        from weasyprint.css.properties import INITIAL_VALUES  # charts are measured where nothing is printed, too
        from weasyprint.text.line_break import create_layout

        self._glyphs = glyphs_of(name)
        style = _Style(INITIAL_VALUES)
        style.update(font_family=[FAMILY], font_weight=WEIGHTS[name], font_size=_SIZE)
        style.font_config = font_config
        self._layout = create_layout("x", style, None, None, 0)  # the font is gone when this is
        line, _ = self._layout.get_first_line()
        self._font = line.runs[0].data.item.analysis.font

    def shaped(self, words: str, stream: Any) -> tuple[str, str]:
        """The name of this font on a page, and the words as glyphs in hexadecimal digits; adds both to the page.

        Args:
            stream: the page, as WeasyPrint writes it.

        Raises:
            RenderingError: the font lacks a character.
        """
        font, _ = stream.add_font(self._font)
        glyphs = []
        for char in words:
            try:
                glyph, advance = self._glyphs[ord(char)]
            except KeyError:
                raise RenderingError(
                    said(
                        "A chart has a character that its font lacks: {char!r} (U+{code:04X})",
                        char=char,
                        code=ord(char),
                    ),
                    where=words,
                ) from None
            if glyph not in font.to_unicode:
                font.to_unicode[glyph] = char
            if glyph not in font.widths:
                font.widths[glyph] = round(advance * 1000)
            glyphs.append(f"{glyph:04x}")
        return font.hash, "".join(glyphs)


@lru_cache(maxsize=8)
def chart_font(name: str, font_config: Any) -> ChartFont:
    """A font among those of the style sheets; found once."""
    return ChartFont(name, font_config)


class _Style(dict[str, Any]):
    """As much of a style as a line of text asks for."""

    font_config: Any = None
