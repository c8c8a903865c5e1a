"""Strips: one tick for each municipality, the own one tall, others named where they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import svg
from reportgen.render.content.chart_values import measure_figures
from reportgen.render.content.charts.axes import MARGIN, PAGE, Axis, axis_of, measured, printed
from reportgen.render.content.charts.labels import Label, labels_above
from reportgen.render.content.charts.places import value_of
from reportgen.render.content.fact_texts import rank_text
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def strip(
    strip: Content,
    own: Content | None,
    named: Sequence[Content],
    measure: Content,
    title: str,
    width: float = PAGE,
) -> str:
    """All municipalities on one axis: the own one with its place below, the highest, the lowest and others above.

    Args:
        strip: that of the measure.
        own: a place; None for none, or where it is the country.
        named: places; those without the figure are left out, and the last ones where there is no room.
    """
    value = value_of(own, measure["key"]) if own and own.get("code") != "NL" else None
    places = [(each["name"], found) for each in named if (found := value_of(each, measure["key"])) is not None]
    axis = _axis(strip, [found for _, found in places] + ([] if value is None else [value]), measure)
    own_name = own["name"] if own and value is not None else ""
    labels = _labels(strip, places, own_name, measure, lambda each: width * axis.at(each))
    shapes, base, kept = labels_above(labels, width, 0.0, (8.0, 11.0))
    top = base + (11 if kept else 3)
    bottom = top + 13
    shapes.append(_ticks(strip["values"], axis, width, top, bottom))
    shapes.append(svg.hairlines([(label.at, top, label.at, bottom) for label in kept], svg.INK, 1.2))
    shapes.append(svg.hairlines([(0, bottom, width, bottom)], svg.LINE))
    covered = (width + 1, width + 1)
    if own and value is not None:
        mark, middle = _own(own, value, measure, width * axis.at(value), width, top, bottom)
        shapes += mark
        covered = middle
    shapes += _values(axis, width, bottom + 9, covered)
    return svg.drawing(width, round(bottom + 13, 1), title, *shapes)


def mini_strip(
    strip: Content,
    own: Content | None,
    rank: Content | None,
    measure: Content,
    title: str,
    width: float = MARGIN,
    country: bool = False,
) -> str:
    """A small strip for page one: the own place above, the ends of the axis with the lowest and the highest below.

    Args:
        own: a figure of what the strip shows; None for none. rank: its rank; None for none.
        country: the figure is that of the country, which is nobody's own.
    """
    value = None if own is None else float(own["value"])
    axis = _axis(strip, [] if value is None else [value], measure)
    top = 15.0
    bottom = top + 10
    shapes = [_ticks(strip["values"], axis, width, top, bottom), svg.hairlines([(0, bottom, width, bottom)], svg.LINE)]
    if value is not None:
        x = min(max(width * axis.at(value), 1), width - 1)
        shapes.append(svg.rectangle(x - 1, top - 3, 2, 18, svg.INK if country else svg.OCHRE))
        if country:
            words = pack_words()["chart"]["country"]
            left = min(max(x - svg.text_width(words, 8.5) / 2, 0), width - svg.text_width(words, 8.5))
            shapes.append(svg.text(left, 8, words, 8.5))
        if rank:
            wide = svg.text_width(rank_text(rank), 8.5, bold=True)
            left = min(max(x - wide / 2, 0), width - wide)
            shapes.append(svg.text(left, 8, rank_text(rank), 8.5, svg.OCHRE_DARK, bold=True))
    ends, lines = _ends(strip, axis, measure, width, bottom + 12)
    return svg.drawing(width, round(bottom + 5 + 10 * lines, 1), title, *shapes, *ends)


def _axis(strip: Content, others: Sequence[float], measure: Content) -> Axis:
    return axis_of([*strip["values"], *others], measure["unit"], 5, wide=True)


def _labels(strip: Content, places: Sequence[tuple[str, float]], own: str, measure: Content, at: Any) -> list[Label]:
    """Names above the strip: its ends, where one municipality alone is there and it is not the own one; then places."""
    said = pack_words()["chart"][measure["wording"]["degree"]]
    labels, ends = [], {}
    for name, word, value in (
        (strip["highest"], said["most"], strip["values"][-1]),
        (strip["lowest"], said["least"], strip["values"][0]),
    ):
        alone = list(strip["values"]).count(value) == 1
        if alone and name not in ends and name != own:
            ends[name] = word
            value = dict(places).get(name, value)
            labels.append(Label(at(value), f"{word}: {name} {measured(value, measure)}"))
    return labels + [Label(at(value), name) for name, value in places if name not in ends and name != own]


def _ticks(values: Sequence[float], axis: Axis, width: float, top: float, bottom: float) -> str:
    places = sorted({round(width * axis.at(value), 1) for value in values})
    return svg.hairlines([(x, top, x, bottom) for x in places], svg.TEAL, 0.55)


def _own(
    own: Content, value: float, measure: Content, x: float, width: float, top: float, bottom: float
) -> tuple[list[str], tuple[float, float]]:
    """The own tick and the label below it; and from where to where that reaches."""
    figures = measure_figures(own, measure["key"])
    words = f"{own['name']} {measured(value, measure)}"
    if figures and figures["rank"]:
        words += f" · {rank_text(figures['rank'])}"
    wide = svg.text_width(words, 8.5, bold=True)
    left = min(max(x - wide / 2, 0), width - wide)
    mark = min(max(x, 1.3), width - 1.3)
    shapes = [
        svg.rectangle(mark - 1.3, top - 3, 2.6, bottom - top + 5.5, svg.OCHRE),
        svg.text(left, bottom + 10, words, 8.5, svg.OCHRE_DARK, bold=True),
    ]
    return shapes, (left - 6, left + wide + 6)


def _values(axis: Axis, width: float, y: float, covered: tuple[float, float]) -> list[str]:
    """The round values below the axis, but for those that the own label covers or that lie on another."""
    shapes, end = [], -1.0
    for value, words in axis.ticks:
        wide = svg.text_width(words, 7.5)
        left = min(max(width * axis.at(value) - wide / 2, 0), width - wide)
        if left > end and not (left < covered[1] and left + wide > covered[0]):
            shapes.append(svg.text(left, y, words, 7.5, svg.GREY))
            end = left + wide + 6
    return shapes


def _ends(strip: Content, axis: Axis, measure: Content, width: float, y: float) -> tuple[list[str], int]:
    """What stands below the ends of a small axis, and on how many lines: zero or the lowest, and the highest.

    An end that several municipalities share has no name.
    """
    values = list(strip["values"])
    lowest, highest = (
        f"{name} {measured(value, measure)}" if values.count(value) == 1 else measured(value, measure)
        for name, value in ((strip["lowest"], values[0]), (strip["highest"], values[-1]))
    )
    low = printed(0.0, measure["unit"], 0) if axis.low == 0 and not axis.tenfold else lowest
    size = 7.5
    high_wide, low_wide = svg.text_width(highest, size), svg.text_width(low, size)
    beside = low_wide + high_wide + 8 <= width
    right = svg.text(max(width - high_wide, 0), y if beside else y + 10, highest, size, svg.GREY)
    return [svg.text(0, y, low, size, svg.GREY), right], 1 if beside else 2
