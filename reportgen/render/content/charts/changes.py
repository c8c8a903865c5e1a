"""Change over the years as bars, and the own figures beside others as pairs of dots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.charts.axes import TEXT, axis_of, measured, signed
from reportgen.render.content.charts.labels import GAP, lines_of, spread
from reportgen.render.content.charts.places import change, mean_change, value_of
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

NAMES = 112.0
"""Points that the name of a measure takes at most on one line."""

ROW, MORE = 19.0, 9.0
"""Points that a row takes, and every further line of a name in it."""

RELATIVE = ("euro", "count", "per_km2")
"""Units in which a change is told in percent of the first value."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A row: the change in the unit of its kind, that of the comparable municipalities, and what is printed."""

    names: tuple[str, ...]
    kind: str
    value: float
    mean: float | None
    words: str
    mean_words: str
    before: str
    after: str
    years: tuple[int, int]

    @property
    def height(self) -> float:
        """Points that the row takes."""
        return ROW + MORE * (len(self.names) - 1)


def change_bars(
    own: Content, peers: Sequence[Content], measures: Sequence[Content], title: str, width: float = TEXT
) -> str:
    """The change of each measure from the first year of the own series to the reference year.

    Shares change in points, amounts and counts in percent; each of these has a scale of its own. A mark is at the mean
    change of the comparable municipalities that have both years. Measures without a change are left out.

    Args:
        own: a place. peers: places.
    """
    rows = [row for measure in measures if (row := _change(own, peers, measure))]
    same = len({row.years for row in rows}) == 1
    heads = [str(year) for year in rows[0].years] if same else ["", ""]
    befores = [row.before if same else f"{row.before} ({row.years[0]})" for row in rows]
    afters = [row.after if same else f"{row.after} ({row.years[1]})" for row in rows]
    then, now = (
        max([svg.text_width(each, 8, bold) for each in (*cells, head)], default=0.0)
        for cells, head, bold in ((befores, heads[0], False), (afters, heads[1], True))
    )
    left = max([svg.text_width(name, 8, bold=True) for row in rows for name in row.names], default=0.0) + 8
    field = (left, max(width - then - now - 20, left + 40))
    mean_words = pack_words()["chart"]["peers"] if any(row.mean is not None for row in rows) else ""
    top = 22.0 if mean_words else 12.0
    shapes = [
        svg.text(width - now - 10, top - 4, heads[0], 7.5, svg.GREY, end=True),
        svg.text(width, top - 4, heads[1], 7.5, svg.GREY, end=True),
    ]
    scales = {kind: _scale([row for row in rows if row.kind == kind], field) for kind in {row.kind for row in rows}}
    first = next((row for row in rows if row.mean is not None), None)
    y = top
    for number, row in enumerate(rows):
        zero, unit = scales[row.kind]
        middle = y + row.height / 2
        for line, name in enumerate(row.names):
            base = middle + 2.7 + MORE * (line - (len(row.names) - 1) / 2)
            shapes.append(svg.text(left - 8, base, name, 8, bold=number == 0, end=True))
        end = zero + unit * row.value
        shapes.append(svg.rectangle(min(zero, end), middle - 6, abs(end - zero), 12, svg.TEAL))
        shapes.append(svg.hairlines([(zero, y, zero, y + row.height)], svg.LINE))
        marks = [end, zero]
        if row.mean is not None:
            mark = zero + unit * row.mean
            marks.append(mark)
            shapes.append(svg.line([(mark, middle - 8), (mark, middle + 8)], svg.WHITE, 2.6))
            shapes.append(svg.line([(mark, middle - 8), (mark, middle + 8)], svg.INK, 1.1))
            if row is first:
                words = f"{mean_words} {row.mean_words}"
                wide = svg.text_width(words, 7.5)
                shapes.append(svg.text(min(max(mark - wide / 2, 0), width - wide), 7, words, 7.5))
                shapes.append(svg.line([(mark, 9.5), (mark, middle - 8)], svg.LINE, 0.5))
        wide = svg.text_width(row.words, 8.5, bold=True)
        start = min(marks) - 5 - wide if row.value < 0 else max(marks) + 5
        shapes.append(svg.text(start, middle + 2.9, row.words, 8.5, svg.TEAL, bold=True))
        shapes.append(svg.text(width - now - 10, middle + 2.8, befores[number], 8, svg.GREY, end=True))
        shapes.append(svg.text(width, middle + 2.8, afters[number], 8, bold=True, end=True))
        y += row.height
        if number < len(rows) - 1:
            shapes.append(svg.hairlines([(0, y, width, y)]))
    return svg.drawing(width, round(y + 1, 1), title, *shapes)


def _change(own: Content, peers: Sequence[Content], measure: Content) -> _Change | None:
    found = change(own, measure["key"])
    if found is None:
        return None
    first, last = found
    before, after = float(first["value"]), float(last["value"])
    years = (first["year"], last["year"])
    relative = measure["unit"] in RELATIVE and before > 0
    mean = mean_change(peers, measure["key"], *years, relative=relative)

    def said(value: float) -> str:
        if relative:
            return f"{signed(value, 0 if abs(value) >= 10 else 1)}%"
        return signed(value, measure["decimals"])

    value = 100 * (after - before) / before if relative else after - before
    names = tuple(lines_of(measure["short"], NAMES))
    kind = "relative" if relative else measure["unit"]
    printed = (said(value), "" if mean is None else said(mean), dutch.figure(first), dutch.figure(last))
    return _Change(names, kind, value, mean, *printed, years)


def _scale(rows: Sequence[_Change], field: tuple[float, float]) -> tuple[float, float]:
    """Where zero lies, and how many points a unit takes, so that bars, marks and numbers stay in the field."""
    wide = max(svg.text_width(row.words, 8.5, bold=True) for row in rows) + 8
    values = [row.value for row in rows] + [row.mean for row in rows if row.mean is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    start = field[0] + (wide if any(row.value < 0 for row in rows) else 1)
    end = field[1] - (wide if any(row.value >= 0 for row in rows) else 1)
    unit = max(end - start, 10) / max(high - low, 1e-9) if high > low else 0.0
    return start - unit * low, unit


def paired_dots(
    own: Content, average: Content, measures: Sequence[Content], title: str, width: float = TEXT, beside: str = ""
) -> str:
    """The own figure and the one beside it as two dots joined by a line; each unit has a scale of its own.

    Args:
        own: a place.
        average: a figure by measure, as ``content.average``, or a place such as the country.
        beside: what the other dots are called; the mean of comparable municipalities where nothing is given.
    """
    rows = [
        (measure, lines_of(measure["short"], NAMES), value, value_of(average, measure["key"]))
        for measure in measures
        if (value := value_of(own, measure["key"])) is not None
    ]
    left = max([svg.text_width(name, 8, bold=True) for _, names, *_ in rows for name in names], default=0.0) + 8
    axes = {}
    for unit in {measure["unit"] for measure, *_ in rows}:
        values = [each for measure, _, *pair in rows if measure["unit"] == unit for each in pair if each is not None]
        axes[unit] = axis_of([0.0, *values], unit)
    wide = (
        max(
            [
                svg.text_width(measured(each, measure), 8, True)
                for measure, _, *pair in rows
                for each in pair
                if each is not None
            ],
            default=0.0,
        )
        + 7
    )
    start, end = left + wide, max(width - wide, left + wide + 10)
    shapes: list[str] = []
    y = 14.0
    for number, (measure, names, value, other) in enumerate(rows):
        height = ROW + MORE * (len(names) - 1)
        middle = y + height / 2
        for line, name in enumerate(names):
            base = middle + 2.7 + MORE * (line - (len(names) - 1) / 2)
            shapes.append(svg.text(left - 8, base, name, 8, bold=number == 0, end=True))
        axis = axes[measure["unit"]]
        x = start + (end - start) * axis.at(value)
        shapes.append(svg.hairlines([(start, middle, end, middle)]))
        ochre = svg.TEAL if own.get("code") == "NL" else svg.OCHRE
        ink = svg.TEAL if own.get("code") == "NL" else svg.OCHRE_DARK
        if other is not None:
            across = start + (end - start) * axis.at(other)
            shapes.append(svg.line([(x, middle), (across, middle)], svg.LINE, 1.6))
            shapes.append(svg.discs([(across, middle, 3.0)], svg.INK))
            shapes.append(_beside(measured(other, measure), across, middle, rightward=other > value, fill=svg.INK))
        shapes.append(svg.discs([(x, middle, 3.4)], ochre))
        shapes.append(_beside(measured(value, measure), x, middle, rightward=other is None or value >= other, fill=ink))
        if number == 0:
            shapes += _heads(
                own["name"], x, ink, beside or pack_words()["chart"]["peers"], None if other is None else across, width
            )
        y += height
    return svg.drawing(width, round(y + 1, 1), title, *shapes)


def _beside(words: str, x: float, middle: float, rightward: bool, fill: str) -> str:
    """A number beside its dot, away from the other one."""
    wide = svg.text_width(words, 8, bold=True)
    return svg.text(x + 6 if rightward else x - 6 - wide, middle + 2.8, words, 8, fill, bold=True)


def _heads(name: str, x: float, ink: str, other: str, across: float | None, width: float) -> list[str]:
    """What the dots are called, above those of the first row."""
    heads = [(x, name, ink, True)] + ([] if across is None else [(across, other, svg.INK, False)])
    heads.sort()
    sizes = [svg.text_width(words, 8, bold) + GAP for _, words, _, bold in heads]
    middles = spread([at for at, *_ in heads], sizes, -GAP / 2, width + GAP / 2)
    shapes = []
    for (_, words, fill, bold), size, middle in zip(heads, sizes, middles, strict=True):
        shapes.append(svg.text(middle - (size - GAP) / 2, 8, words, 8, fill, bold))
    return shapes
