"""Change over the years as bars, with a mark at that of comparable municipalities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.chart_values import first_figure, last_figure
from reportgen.render.content.charts.axes import TEXT, signed
from reportgen.render.content.charts.labels import lines_of
from reportgen.render.content.charts.places import mean_change
from reportgen.render.content.measure_words import change_text
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
    bars = [
        svg.text(width - now - 10, top - 4, heads[0], 7.5, svg.GREY, end=True),
        svg.text(width, top - 4, heads[1], 7.5, svg.GREY, end=True),
    ]
    shapes: list[str] = []
    zero, units = _scales(rows, field)
    first = next((row for row in rows if row.mean is not None), None)
    y = top
    for number, row in enumerate(rows):
        unit = units[row.kind]
        middle = y + row.height / 2
        for line, name in enumerate(row.names):
            base = middle + 2.7 + MORE * (line - (len(row.names) - 1) / 2)
            shapes.append(svg.text(left - 8, base, name, 8, bold=number == 0, end=True))
        end = zero + unit * row.value
        bars.append(svg.rectangle(min(zero, end), middle - 6, abs(end - zero), 12, svg.TEAL))
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
    axis = svg.hairlines([(zero, top, zero, y)], svg.LINE)  # one line, as lines that cross in each row are a table
    return svg.drawing(width, round(y + 1, 1), title, *bars, axis, *shapes)


def _change(own: Content, peers: Sequence[Content], measure: Content) -> _Change | None:
    first, last = first_figure(own, measure["key"]), last_figure(own, measure["key"])
    if first is None or last is None:
        return None
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
    printed = (
        said(value) if relative else change_text(last, first),
        "" if mean is None else said(mean),
        dutch.figure(first),
        dutch.figure(last),
    )
    return _Change(names, kind, value, mean, *printed, years)


def _scales(rows: Sequence[_Change], field: tuple[float, float]) -> tuple[float, dict[str, float]]:
    """Where zero lies in all rows, and how many points the unit of each kind takes.

    Bars, marks and numbers stay in the field.
    """
    reach = {}
    for kind in {row.kind for row in rows}:
        values = [each for row in rows if row.kind == kind for each in (row.value, row.mean) if each is not None]
        reach[kind] = (max(-min(values), 0.0), max(*values, 0.0))
    wide = max([svg.text_width(row.words, 8.5, bold=True) for row in rows], default=0.0) + 8
    start = field[0] + (wide if any(row.value < 0 for row in rows) else 1)
    end = max(field[1] - (wide if any(row.value >= 0 for row in rows) else 1), start + 10)
    parts = [below / (below + above) for below, above in reach.values() if below + above > 0]
    zero = start + (end - start) * min(
        max(parts, default=0.0), 0.5 if any(above for _, above in reach.values()) else 1.0
    )
    units = {}
    for kind, (below, above) in reach.items():
        room = [(zero - start) / below] if below else []
        room += [(end - zero) / above] if above else []
        units[kind] = min(room, default=0.0)
    return zero, units
