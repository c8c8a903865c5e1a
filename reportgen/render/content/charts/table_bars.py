"""Bars in the rows of tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def share_bar(figure: Content | None, largest: float, own: bool = False, width: float = 110, room: float = 40) -> str:
    """The bar of a row of a table with its number, ochre for the own municipality; its title is the number.

    Args:
        figure: None where it is missing, which the bar says.
        largest: the value of the longest bar in the table.
        room: points that are kept for the number; a longer number makes the bars of its row shorter.
    """
    if figure is None:
        missing = pack_words()["chart"]["no_figure"]
        return svg.drawing(width, 12, missing, svg.text(0, 9, missing, 8, svg.GREY))
    words = dutch.figure(figure)
    room = max(room, svg.text_width(words, 8.5, bold=True) + 6)
    part = min(max(float(figure["value"]), 0.0) / largest, 1.0) if largest > 0 else 0.0
    long = max(width - room, 0.0) * part
    fill, ink = (svg.OCHRE, svg.OCHRE_DARK) if own else (svg.TEAL_LIGHT, svg.INK)
    bar = svg.rectangle(0, 0.5, long, 11, fill)
    return svg.drawing(width, 12, words, bar, svg.text(long + 5, 9.2, words, 8.5, ink, bold=True))
