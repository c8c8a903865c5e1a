"""The key of the tints of a map: their bounds, and how many municipalities have each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.charts.labels import lines_of
from reportgen.render.content.measure_words import range_text
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

SIZE = 7.0
"""Points of the text."""

TEN_THOUSAND = 10_000
"""From which on round bounds are told in thousands."""

LINE = 9.2
"""Points from one line of text to the next."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a size in points, which is drawn where there is room.

    Attributes:
        entries: colour, bounds and number of municipalities of each tint.
        head: lines above them.
        cell: width of an entry where they stand beside each other.
        upright: they stand below each other.
    """

    width: float
    height: float
    entries: tuple[tuple[str, str, str], ...]
    head: tuple[str, ...]
    cell: float
    upright: bool

    def drawn(self, x: float, y: float) -> list[str]:
        """The key with its upper left corner at a place."""
        shapes = [svg.text(x, y + 7 + LINE * row, line, SIZE, bold=True) for row, line in enumerate(self.head)]
        y += LINE * len(self.head) + 2
        for number, (fill, words, count) in enumerate(self.entries):
            if self.upright:
                top = y + (LINE + 1) * number
                shapes += _swatch(x, top, 12, 8.5, fill)
                shapes.append(svg.text(x + 15, top + 7, words, SIZE, svg.GREY))
                shapes.append(svg.text(x + self.width, top + 7, count, SIZE, svg.GREY, end=True))
            else:
                left = x + self.cell * number
                shapes += _swatch(left, y, self.cell - 0.7, 7, fill)
                shapes.append(svg.text(left, y + 15, words, SIZE, svg.GREY))
                shapes.append(svg.text(left, y + 15 + LINE, count, SIZE, svg.GREY))
        return shapes


def key_of(steps: Sequence[float], counts: Sequence[int], missing: int, measure: Content, upright: bool) -> Key:
    """The key of a map.

    Args:
        steps: bounds of the tints. counts: municipalities of each. missing: those without a figure.
        upright: the tints stand below each other; else beside.
    """
    words = pack_words()["chart"]
    thousands = all(step % 1000 == 0 for step in steps) and max(map(abs, steps), default=0) >= TEN_THOUSAND
    said_of = (
        bounds([step / 1000 for step in steps], {**measure, "unit": "count"}) if thousands else bounds(steps, measure)
    )
    tints = zip(svg.TINTS, said_of, counts, strict=False)
    entries = [(fill, said, words["municipalities"].format(count=dutch.number(count))) for fill, said, count in tints]
    if missing:
        count = words["municipalities"].format(count=dutch.number(missing))
        entries.append((svg.WHITE, words["no_figure"], count))
    said_wide, count_wide = (
        max(svg.text_width(entry[place], SIZE) for entry in entries) if entries else 0.0 for place in (1, 2)
    )
    title = words["per_municipality"].format(measure=dutch.capitalised(measure["short"]))
    if thousands:
        title = words["in_thousands"].format(title=title, unit="€ " if measure["unit"] == "euro" else "")
    if upright:
        cell, width = 0.0, 15 + said_wide + 5 + count_wide
        body = (LINE + 1) * len(entries)
    else:
        cell = max(30.0, said_wide + 3, count_wide + 3)
        width, body = cell * len(entries), 17.0 + LINE
    head = tuple(lines_of(title, max(width, 80.0), SIZE, bold=True))
    width = max([width, *(svg.text_width(line, SIZE, bold=True) for line in head)])
    return Key(width, LINE * len(head) + 2 + body, tuple(entries), head, cell, upright)


def bounds(steps: Sequence[float], measure: Content) -> list[str]:
    """What the tints between bounds stand for: ``tot 0,15``, ``0,15–0,25``, ``vanaf 0,4``."""
    words = pack_words()["chart"]
    decimals = next((each for each in range(6) if all(round(step, each) == step for step in steps)), 6)

    made = [{"value": step, "unit": measure["unit"], "decimals": decimals} for step in steps]
    if not made:
        return [words["all"]]
    between = [range_text(low, high) for low, high in pairwise(made)]
    return [
        words["below"].format(high=dutch.figure(made[0])),
        *between,
        words["from"].format(low=dutch.figure(made[-1])),
    ]


def _swatch(x: float, y: float, width: float, height: float, fill: str) -> list[str]:
    """A field of a colour; a white one with an edge."""
    if fill != svg.WHITE:
        return [svg.rectangle(x, y, width, height, fill)]
    inner = svg.rectangle(x + 0.5, y + 0.5, width - 1, height - 1, fill)
    return [svg.rectangle(x, y, width, height, svg.LINE), inner]
