"""Strips of municipalities by group: one row a province or size, with the middle municipality of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.charts.axes import axis_of
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

SIZE = 8.0
"""Of names and figures, in points."""

ABOVE, BELOW = 12.0, 14.0
"""Points above the first row, for the name of the country, and below the last, for the axis."""

LEAST, MOST = 12.0, 21.0
"""Points that a row takes at least and at most."""


def group_strips(
    groups: Sequence[Content],
    names: Sequence[str],
    country: Content | None,
    measure: Content,
    title: str,
    width: float,
    height: float,
) -> str:
    """A row of ticks for each group, one for each municipality, with the figure of the middle one at the end.

    Args:
        groups: with ``values``, lowest first, and ``spread``.
        names: of the groups, as they are printed.
        country: its figure, drawn through all rows; None for none.
        height: that all rows take together, in points, as far as they can be so high or so low.
    """
    row = min(max((height - ABOVE - BELOW) / max(len(groups), 1), LEAST), MOST)
    values = [value for each in groups for value in each["values"]]
    axis = axis_of([*values, *([country["value"]] if country else [])], measure["unit"], 4, wide=True)
    middles = [dutch.figure(each["spread"]["middle"]) if each["spread"] else "" for each in groups]
    left = max(svg.text_width(name, SIZE) for name in names) + 8
    right = max(svg.text_width(each, SIZE, bold=True) for each in middles) + 8
    field = width - left - right

    def at(value: float) -> float:
        return left + field * axis.at(value)

    bottom = ABOVE + row * len(groups)
    baselines, ticks, marks, texts = [], [], [], []
    for number, (group, name, middle) in enumerate(zip(groups, names, middles, strict=True)):
        top, base = ABOVE + number * row + 0.18 * row, ABOVE + (number + 1) * row - 0.22 * row
        baselines.append((left, base, left + field, base))
        ticks += [(x, top, x, base) for x in sorted({round(at(value), 1) for value in group["values"]})]
        if group["spread"]:
            x = at(group["spread"]["middle"]["value"])
            marks.append((x, top - 1.5, x, base + 1.5))
        texts.append(svg.text(0, base - 0.5, name, SIZE))
        texts.append(svg.text(width, base - 0.5, middle, SIZE, bold=True, end=True))
    shapes = [svg.hairlines(baselines), svg.hairlines(ticks, svg.TEAL_LIGHT, 0.6), svg.hairlines(marks, svg.TEAL, 2.4)]
    if country:
        x, words = at(country["value"]), pack_words()["chart"]["country"]
        wide = svg.text_width(words, 7.5)
        shapes.append(svg.line([(x, ABOVE - 2), (x, bottom)], svg.INK, 0.6, "2 1.5"))
        shapes.append(svg.text(min(max(x - wide / 2, 0), width - wide), ABOVE - 4, words, 7.5))
    end = -1.0
    for value, words in axis.ticks:
        wide = svg.text_width(words, 7.5)
        start = min(max(at(value) - wide / 2, 0), width - wide)
        if start > end:
            shapes.append(svg.text(start, bottom + 8, words, 7.5, svg.GREY))
            end = start + wide + 6
    return svg.drawing(width, round(bottom + BELOW, 1), title, *shapes, *texts)
