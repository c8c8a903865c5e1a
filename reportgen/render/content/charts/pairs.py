"""Own figures beside others as pairs of dots, where there are no years to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import svg
from reportgen.render.content.charts.axes import TEXT, axis_of, measured
from reportgen.render.content.charts.changes import MORE, NAMES, ROW
from reportgen.render.content.charts.labels import GAP, Label, lines_of, spread
from reportgen.render.content.charts.places import value_of
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def paired_dots(
    own: Content, average: Content, measures: Sequence[Content], title: str, width: float = TEXT, beside: str = ""
) -> str:
    """The own figure and the one beside it as two dots joined by a line; measures that lack either are left out.

    Percentages have one scale, other figures one each.

    Args:
        own: a place.
        average: a figure by measure, as ``content.average``, or a place such as the country.
        beside: what the other dots are called; else the name of the place, or the mean of those most alike.
    """
    pairs = ((each, value_of(own, each["key"]), value_of(average, each["key"])) for each in measures)
    rows = [(measure, one, other) for measure, one, other in pairs if one is not None and other is not None]
    names = [lines_of(measure["short"], NAMES) for measure, *_ in rows]
    left = max([svg.text_width(name, 8, bold=True) for lines in names for name in lines], default=0.0) + 8
    scales = {
        scale: axis_of([0.0, *(each for measure, *pair in rows if _scale_of(measure) == scale for each in pair)], "")
        for scale in {_scale_of(measure) for measure, *_ in rows}
    }
    numbers = [svg.text_width(measured(each, measure), 8, bold=True) for measure, *pair in rows for each in pair]
    wide = max(numbers, default=0.0) + 7
    start, end = left + wide, max(width - wide, left + wide + 10)
    dot, ink = (svg.TEAL, svg.TEAL) if own.get("code") == "NL" else (svg.OCHRE, svg.OCHRE_DARK)
    shapes: list[str] = []
    y = 14.0
    for number, ((measure, one, other), lines) in enumerate(zip(rows, names, strict=True)):
        axis = scales[_scale_of(measure)]
        x, across = (start + (end - start) * axis.at(each) for each in (one, other))
        if number == 0:
            others = beside or average.get("name") or pack_words()["chart"]["peers"]
            heads, y = _heads(Label(x, own["name"], ink, bold=True), Label(across, others), width)
            shapes += heads
        height = ROW + MORE * (len(lines) - 1)
        middle = y + height / 2
        for line, name in enumerate(lines):
            base = middle + 2.7 + MORE * (line - (len(lines) - 1) / 2)
            shapes.append(svg.text(left - 8, base, name, 8, bold=number == 0, end=True))
        shapes += [
            svg.hairlines([(start, middle, end, middle)]),
            svg.line([(x, middle), (across, middle)], svg.LINE, 1.6),
            svg.discs([(across, middle, 3.0)], svg.INK),
            svg.discs([(x, middle, 3.4)], dot),
            _beside(measured(other, measure), across, middle, other > one, svg.INK),
            _beside(measured(one, measure), x, middle, one >= other, ink),
        ]
        y += height
    return svg.drawing(width, round(y + 1, 1), title, *shapes)


def _scale_of(measure: Content) -> str:
    """What the scale of a row is shared by: all percentages, else nothing but the measure."""
    return str(measure["unit"] if measure["unit"] == "percent" else measure["key"])


def _beside(words: str, x: float, middle: float, rightward: bool, fill: str) -> str:
    """A number beside its dot, away from the other one."""
    wide = svg.text_width(words, 8, bold=True)
    return svg.text(x + 6 if rightward else x - 6 - wide, middle + 2.8, words, 8, fill, bold=True)


def _heads(own: Label, other: Label, width: float) -> tuple[list[str], float]:
    """What the dots are called, above those of the first row, on two lines where one is too short; and their height."""
    heads = sorted((own, other), key=lambda label: label.at)
    sizes = [label.width + GAP for label in heads]
    if sum(sizes) <= width + GAP:
        middles = spread([label.at for label in heads], sizes, -GAP / 2, width + GAP / 2)
        return [label.drawn(at - label.width / 2, 8) for label, at in zip(heads, middles, strict=True)], 14.0
    lefts = [min(max(label.at - label.width / 2, 0), max(width - label.width, 0)) for label in heads]
    return [label.drawn(left, 8 + 10 * row) for row, (label, left) in enumerate(zip(heads, lefts, strict=True))], 24.0
