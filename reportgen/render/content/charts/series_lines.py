"""Lines of municipalities over the years, each named at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reportgen.render.content import svg
from reportgen.render.content.chart_values import measure_figures
from reportgen.render.content.charts.axes import TEXT, Axis, axis_of, measured
from reportgen.render.content.charts.labels import spread
from reportgen.render.content.charts.places import series
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]
Point = tuple[float, float]

LABEL = 10.6
"""Points that a label takes."""

HEIGHT = 132.0
"""Least height of the field in points."""

GUTTER = 15.0
"""Points between the field and the labels."""


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    points: tuple[tuple[int, float], ...]
    stroke: str
    fill: str
    width: float
    bold: bool = False
    dashes: str = ""
    merged: bool = False


def series_lines(
    own: Content, peers: Sequence[Content], country: Content | None, measure: Content, title: str, width: float = TEXT
) -> str:
    """A line for each place: the own one in ochre, those with the highest and the lowest end in ink, others grey.

    A line that begins at a merger begins with an open circle; a line has a gap where years are missing.

    Args:
        own: a place; for guests the country, and then ``country`` is None.
        peers: places. country: None for none.
    """
    lines = _lines(own, peers, country, measure["key"])
    everything = [value for line in lines for _, value in line.points]
    years = sorted({year for line in lines for year, _ in line.points}) or [0]
    axis = axis_of(everything, measure["unit"], 4, whole=True)
    labels = [f"{measured(line.points[-1][1], measure)} {line.name}" for line in lines]
    left = max([svg.text_width(words, 7.5) for _, words in axis.ticks], default=0.0) + 5
    beside = max([svg.text_width(words, 8, line.bold) for words, line in zip(labels, lines, strict=True)], default=0.0)
    right = max(width - beside - GUTTER, left + 40)
    top, bottom = 8.0, 8.0 + max(HEIGHT, LABEL * len(lines))

    def at(point: tuple[int, float]) -> Point:
        x = left + (right - left) * (point[0] - years[0]) / max(years[-1] - years[0], 1)
        return (right if years[0] == years[-1] else x), bottom - (bottom - top) * axis.at(point[1])

    shapes = _grid(axis, left, right, lambda value: at((years[-1], value))[1])
    shapes += _years(years, right, bottom, lambda year: at((year, axis.low))[0])
    for line in lines:
        shapes += _drawn(line, years, at)
    order = sorted(range(len(lines)), key=lambda each: at(lines[each].points[-1])[1])
    ends = [at(lines[each].points[-1]) for each in order]
    heights = spread([y for _, y in ends], [LABEL] * len(order), top - LABEL / 2, bottom + LABEL / 2)
    leaders = [[(x + 4, y), (right + GUTTER - 3, middle)] for (x, y), middle in zip(ends, heights, strict=True)]
    shapes += [svg.line(leader, svg.LINE, 0.5) for leader in leaders]
    for each, middle in zip(order, heights, strict=True):
        shapes.append(svg.text(right + GUTTER, middle + 2.7, labels[each], 8, lines[each].fill, lines[each].bold))
    if lines and lines[-1].stroke == svg.OCHRE and len(lines[-1].points) > 1:
        first = measured(lines[-1].points[0][1], measure)
        drawn = [[at(point) for point in line.points] for line in lines]
        shapes.append(_start(first, at(lines[-1].points[0]), [*drawn, *leaders], bottom))
    return svg.drawing(width, round(bottom + 14, 1), title, *shapes)


def _lines(own: Content, peers: Sequence[Content], country: Content | None, key: str) -> list[_Line]:
    """The lines in the order in which they are drawn, the own one last; places without a figure have none."""
    known = [(peer, points) for peer in peers if (points := tuple(series(peer, key)))]
    ends = [points[-1][1] for _, points in known]
    extremes = {ends.index(max(ends)), ends.index(min(ends))} if len(ends) > 2 else set(range(len(ends)))
    lines = []
    for number, (peer, points) in sorted(enumerate(known), key=lambda each: each[0] in extremes):
        ink = number in extremes
        look = (svg.INK, svg.INK, 1.0, True) if ink else (svg.LINE, svg.GREY, 0.7, False)
        lines.append(_Line(peer["name"], points, *look, merged=_merged(peer, key)))
    if country is not None and (points := tuple(series(country, key))):
        name = pack_words()["chart"]["country"]
        lines.append(_Line(name, points, svg.TEAL, svg.TEAL, 1.2, bold=True, dashes="3 2"))
    if points := tuple(series(own, key)):
        guest = own.get("code") == "NL"
        stroke, fill = (svg.TEAL, svg.TEAL) if guest else (svg.OCHRE, svg.OCHRE_DARK)
        lines.append(_Line(own["name"], points, stroke, fill, 2.2, bold=True, merged=_merged(own, key)))
    return lines


def _merged(place: Content, key: str) -> bool:
    figures = measure_figures(place, key)
    return bool(figures and figures["merged"])


def _grid(axis: Axis, left: float, right: float, y: Any) -> list[str]:
    base = axis.ticks[0][0] if axis.ticks else axis.low
    shapes = [svg.hairlines([(left, y(value), right, y(value)) for value, _ in axis.ticks if value != base])]
    shapes.append(svg.hairlines([(left, y(base), right, y(base))], svg.LIGHT if base else svg.LINE))
    return shapes + [svg.text(left - 5, y(value) + 2.6, words, 7.5, svg.GREY, end=True) for value, words in axis.ticks]


def _years(years: Sequence[int], right: float, bottom: float, x: Any) -> list[str]:
    """The first and the last year, and those between that are a multiple of five where there is room."""
    first, last, room = years[0], years[-1], svg.text_width("0000", 7.5) + 8
    shown = [first] if first == last or x(last) - x(first) < room else [first, last]
    step = 5 if last - first > 7 else 1
    for year in range(first + 1, last):
        if year % step == 0 and all(abs(x(year) - x(each)) >= room for each in shown):
            shown.append(year)
    if len(shown) == 1:
        shown = [last]
    shapes = []
    for year in sorted(shown):
        wide = svg.text_width(str(year), 7.5)
        shapes.append(svg.text(max(0.0, x(year) - wide / 2), bottom + 11, str(year), 7.5, svg.GREY))
    return shapes


def _drawn(line: _Line, years: Sequence[int], at: Any) -> list[str]:
    pieces: list[list[tuple[int, float]]] = []
    follows = dict(pairwise(years))
    for point in line.points:
        if pieces and follows.get(pieces[-1][-1][0]) == point[0]:
            pieces[-1].append(point)
        else:
            pieces.append([point])
    shapes = [
        svg.line([at(point) for point in piece], line.stroke, line.width, line.dashes)
        for piece in pieces
        if len(piece) > 1
    ]
    alone = [(*at(piece[0]), max(1.4, line.width)) for piece in pieces if len(piece) == 1]
    if line.width > 2:
        alone.append((*at(line.points[-1]), 3.2))
    shapes.append(svg.discs(alone, line.stroke))
    if line.merged:
        shapes.append(svg.discs([(*at(line.points[0]), 2.0)], svg.WHITE, line.stroke))
    return shapes


def _start(words: str, point: Point, lines: Sequence[Sequence[Point]], floor: float) -> str:
    """The first own value above or below the beginning of its line, where no line runs; nothing where there is none."""
    x, y = point
    size = svg.text_width(words, 8, bold=True)
    for base in (y - 5, y + 11):
        top, bottom = base - 7, base + 2
        crossed = any(top < height < bottom for line in lines for height in _heights(line, x, size))
        if not crossed and top > 0 and bottom < floor:
            return svg.text(x + 2, base, words, 8, svg.OCHRE_DARK, bold=True)
    return ""


def _heights(points: Sequence[Point], x: float, size: float) -> list[float]:
    """The heights of a line between x and x + size, every two points."""
    found = []
    for step in range(int(size // 2) + 2):
        here = x + 2 * step
        for (x1, y1), (x2, y2) in pairwise(points):
            if x1 <= here <= x2 and x2 > x1:
                found.append(y1 + (y2 - y1) * (here - x1) / (x2 - x1))
    return found
