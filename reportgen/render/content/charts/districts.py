"""Districts of a municipality: ranked dots with their names, or a swarm with a few names where there are many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from reportgen.domain.figures.districts import SMALL_DISTRICT
from reportgen.render.content import dutch, svg
from reportgen.render.content.chart_values import sizable_districts
from reportgen.render.content.charts.axes import TEXT, Axis, axis_of, measured
from reportgen.render.content.charts.labels import Label, labels_above, lines_of
from reportgen.render.content.charts.places import value_in, value_of
from reportgen.render.content.measure_words import district_figure, district_name
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

RANKED = 16
"""Districts that are ranked by name; more are a swarm."""

NAMES = 124.0
"""Points that a name of a district takes at most on one line."""

ROW, MORE = 14.0, 9.0
"""Points that a row takes, and every further line of a name in it."""

DOT = 3.2
"""Radius of a dot in points."""


def district_dots(districts: Content, own: Content, measure: Content, title: str, width: float = TEXT) -> str:
    """Districts by value, the highest first, with the value of the whole municipality as a line.

    Args:
        districts: those of the measure, as in the profile; those that are too small for a meaningful value are left
            out. own: the place.
    """
    shown = sorted(sizable_districts({"districts": districts}), key=lambda each: (-each["value"], each["code"]))
    whole = value_in(own, measure["key"], districts["year"])
    whole = value_of(own, measure["key"]) if whole is None else whole
    draw = _ranked if len(shown) <= RANKED else _swarm
    return draw(shown, own["name"], whole, measure, title, width)


def _ranked(
    shown: Sequence[Content], name: str, whole: float | None, measure: Content, title: str, width: float
) -> str:
    names = [lines_of(district_name(each), NAMES) for each in shown]
    left = max([svg.text_width(line, 8, bold=True) for lines in names for line in lines], default=0.0) + 8
    counts = [dutch.number(each["residents"]) if each["residents"] is not None else "" for each in shown]
    head = pack_words()["chart"]["residents"] if any(counts) else ""
    column = max([svg.text_width(each, 7.5) for each in (*counts, head)]) if head else 0.0
    values = [dutch.figure(district_figure(measure, each["value"])) for each in shown]
    beside = max([svg.text_width(each, 8, bold=True) for each in values], default=0.0) + DOT + 3
    axis = _axis(shown, whole, measure)
    right = max(width - column - (12 if head else 0) - beside, left + 30)

    def x(value: float) -> float:
        return left + (right - left) * axis.at(value)

    top = 27.0
    tops = [top + ROW * row + MORE * sum(len(lines) - 1 for lines in names[:row]) for row in range(len(shown) + 1)]
    bottom = tops[-1]
    shapes = _grid(axis, x, top, bottom)
    shapes.append(svg.text(width, top - 5, head, 7.5, svg.GREY, end=True) if head else "")
    covered = (right + column, right + column)
    if whole is not None:
        words = f"{name} {measured(whole, measure)}"
        wide = svg.text_width(words, 8.5, bold=True)
        begin = min(max(x(whole) - wide / 2, 0), width - wide)
        shapes.append(svg.text(begin, 8, words, 8.5, svg.OCHRE_DARK, bold=True))
        shapes.append(svg.line([(x(whole), 11), (x(whole), bottom)], svg.OCHRE, 1.2))
        covered = (x(whole) - 4, x(whole) + 4)
    shapes += _tick_labels(axis, x, top - 5, covered, width - column - 6 if head else width)
    for row, (each, lines, words, count) in enumerate(zip(shown, names, values, counts, strict=True)):
        y = (tops[row] + tops[row + 1]) / 2
        for number, line in enumerate(lines):
            base = y + 2.7 + MORE * (number - (len(lines) - 1) / 2)
            shapes.append(svg.text(left - 8, base, line, 8, svg.INK, bold=row == 0, end=True))
        place = x(each["value"])
        shapes.append(svg.line([(x(max(axis.low, 0.0)), y), (place, y)], svg.TEAL_LIGHT, 0.8))
        shapes.append(svg.discs([(place, y, DOT)], svg.TEAL))
        leftward = whole is not None and place < x(whole) and place - beside > left + 4
        start = place - beside - 1 if leftward else place + DOT + 3
        wide = svg.text_width(words, 8, bold=True)
        if leftward:
            start = place - DOT - 3 - wide
        shapes.append(svg.rectangle(start - 1.5, y - 4.5, wide + 3, 9, svg.WHITE))
        shapes.append(svg.text(start, y + 2.8, words, 8, bold=True))
        shapes.append(svg.text(width, y + 2.7, count, 7.5, svg.GREY, end=True) if count else "")
    return svg.drawing(width, round(bottom + 1, 1), title, *shapes)


def _swarm(shown: Sequence[Content], name: str, whole: float | None, measure: Content, title: str, width: float) -> str:
    """Every district a circle by residents; the two highest, the two lowest and the largest are named."""
    axis = _axis(shown, whole, measure)
    largest: float = max((each["residents"] or SMALL_DISTRICT) for each in shown)

    def x(value: float) -> float:
        return 8 + (width - 16) * axis.at(value)

    circles = _stacked(
        [(x(each["value"]), 1.6 + 6.4 * sqrt((each["residents"] or SMALL_DISTRICT) / largest)) for each in shown]
    )
    by_size = sorted(range(len(shown)), key=lambda each: -(shown[each]["residents"] or 0))
    chosen = list(dict.fromkeys([0, len(shown) - 1, by_size[0], 1, len(shown) - 2]))
    labels = [
        Label(
            circles[each][0],
            f"{district_name(shown[each])} {dutch.figure(district_figure(measure, shown[each]['value']))}",
        )
        for each in chosen
    ]
    up = max(-y + r for _, y, r in circles) + 3
    down = max(y + r for _, y, r in circles) + 3
    shapes, base, kept = labels_above(labels, width, 0.0, (8.0, 9.0))
    middle = base + 9 + up
    bottom = middle + down
    shapes += _grid(axis, x, base + 9, bottom)
    at = {label.words: circles[each] for each, label in zip(chosen, labels, strict=True)}
    ends = [at[label.words] for label in kept]
    shapes.append(svg.hairlines([(cx, base + 9, cx, middle + cy - r) for cx, cy, r in ends], svg.LINE))
    shapes.append(svg.discs([(cx, middle + cy, r) for cx, cy, r in circles], svg.TEAL_LIGHT, svg.TEAL))
    shapes.append(svg.discs([(cx, middle + cy, r) for cx, cy, r in ends], svg.TEAL, svg.TEAL))
    covered = (width, width)
    if whole is not None:
        words = f"{name} {measured(whole, measure)}"
        wide = svg.text_width(words, 8.5, bold=True)
        begin = min(max(x(whole) - wide / 2, 0), width - wide)
        shapes.append(svg.line([(x(whole), base + 9), (x(whole), bottom + 3)], svg.OCHRE, 1.2))
        shapes.append(svg.text(begin, bottom + 11, words, 8.5, svg.OCHRE_DARK, bold=True))
        covered = (begin - 5, begin + wide + 5)
    shapes.append(svg.hairlines([(0, bottom, width, bottom)], svg.LINE))
    shapes += _tick_labels(axis, x, bottom + 11, covered, width)
    return svg.drawing(width, round(bottom + 14, 1), title, *shapes)


def _stacked(circles: Sequence[tuple[float, float]]) -> list[tuple[float, float, float]]:
    """Circles at their x, each moved up or down until it lies on no other; the largest first, so that they lie inside.

    Args:
        circles: x and radius of each.
    """
    order = sorted(range(len(circles)), key=lambda each: (-circles[each][1], circles[each][0]))
    placed: dict[int, tuple[float, float, float]] = {}
    for index in order:
        x, r = circles[index]
        near = [(px, py, pr) for px, py, pr in placed.values() if abs(px - x) < pr + r]
        tries = [0.0]
        for px, py, pr in near:
            reach = sqrt(max((pr + r + 0.3) ** 2 - (px - x) ** 2, 0.0))
            tries += [py - reach, py + reach]
        free = (
            y
            for y in sorted(tries, key=lambda y: (abs(y), y))
            if all((px - x) ** 2 + (py - y) ** 2 >= (pr + r) ** 2 - 1e-6 for px, py, pr in near)
        )
        placed[index] = (x, next(free), r)
    return [placed[index] for index in range(len(circles))]


def _axis(shown: Sequence[Content], whole: float | None, measure: Content) -> Axis:
    values = [float(each["value"]) for each in shown] + ([] if whole is None else [whole])
    return axis_of(values, measure["unit"])


def _grid(axis: Axis, x: Any, top: float, bottom: float) -> list[str]:
    lines = [(x(value), top, x(value), bottom) for value, _ in axis.ticks]
    return [svg.hairlines(lines)] if lines else []


def _tick_labels(axis: Axis, x: Any, y: float, covered: tuple[float, float], width: float) -> list[str]:
    """The round values at an axis, but for those on another, on the own mark or beyond the drawing."""
    shapes, end = [], -1.0
    for value, words in axis.ticks:
        wide = svg.text_width(words, 7.5)
        left = max(x(value) - wide / 2, 0)
        if left > end and left + wide <= width and not (left < covered[1] and left + wide > covered[0]):
            shapes.append(svg.text(left, y, words, 7.5, svg.GREY))
            end = left + wide + 5
    return shapes
