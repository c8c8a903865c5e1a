"""Stacked bars of the parts of a whole, on one scale, each part named where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.charts.axes import TEXT
from reportgen.render.content.charts.labels import LINE, Label, labels_above
from reportgen.render.content.charts.places import figure_of, value_of
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

BAR = 19.0
"""Height of a bar in points."""

LEAST_WHOLE = 15.0
"""Percent that the longest bar stands for at least, so that a bar of a few percent stays a short one."""

INSET = 3.5


def composition(
    rows: Sequence[tuple[str, Content]], subject: Content, composition_key: str, title: str, width: float = TEXT
) -> str:
    """Stacked bars of the parts of each row.

    Args:
        rows: a label with a place, whose last figures count, or with a figure by measure, as ``content.average``; the
            own one first.
        subject: the ``SubjectText`` of the content.
        composition_key: key of one of its compositions.
    """
    whole = next(each for each in subject["compositions"] if each["key"] == composition_key)
    totals = [figure_of(row, whole["total"]) if whole["total"] else None for _, row in rows]
    words = [dutch.figure(total) if total else "" for total in totals]
    room = max([svg.text_width(each, 10.5, bold=True) for each in words], default=0.0) + 7
    parts = [[(key, value) for key in whole["parts"] if (value := value_of(row, key)) is not None] for _, row in rows]
    longest = max([sum(value for _, value in row) for row in parts] + [LEAST_WHOLE])
    scale = _scale(parts[0] if parts else [], subject, (width - room) / longest, width)
    shapes: list[str] = []
    top = 0.0
    for number, (label, _) in enumerate(rows):
        fill = svg.OCHRE_DARK if number == 0 else svg.INK
        beside = top + 8
        top += 12
        if number == 0:
            named, top, beside = _named(parts[0], subject, scale, width, svg.text_width(label, 9, bold=True), top)
            shapes += named
        shapes.append(svg.text(0, beside, label, 9, fill, bold=number == 0))
        shapes += _bar(parts[number], subject, whole["parts"], scale, top)
        end = scale * sum(value for _, value in parts[number])
        if not parts[number]:
            shapes.append(svg.text(0, top + 13, pack_words()["chart"]["no_figure"], 8, svg.GREY))
        elif words[number]:
            shapes.append(svg.text(end + 5, top + 13.4, words[number], 10.5, fill, bold=True))
        top += BAR + 9
    return svg.drawing(width, round(top - 8, 1), title, *shapes)


def _scale(parts: Sequence[tuple[str, float]], subject: Content, most: float, width: float) -> float:
    """Points that a percent takes: so few that the names of thin parts fit beside their leader lines.

    Args:
        most: as much as there is room for the bars. It is not made less than two thirds of that.
    """
    scale, x = most, 0.0
    for key, value in parts:
        thin = _thin(key, value, subject)
        if svg.text_width(subject["measures"][key]["short"], 8, bold=True) + 2 > most * value and x + value > 0:
            scale = min(scale, (width - 4 - svg.text_width(thin, 8)) / (x + value / 2))
        x += value
    return scale if scale > most * 2 / 3 else most


def _thin(key: str, value: float, subject: Content) -> str:
    """The label of a part that is too thin for its name."""
    measure = subject["measures"][key]
    return f"{measure['short']} {dutch.number(value, measure['decimals'])}"


def _bar(
    parts: Sequence[tuple[str, float]], subject: Content, order: Sequence[str], scale: float, top: float
) -> list[str]:
    shapes, x = [], 0.0
    for key, value in parts:
        fill = svg.PARTS[list(order).index(key) % len(svg.PARTS)]
        shapes.append(svg.rectangle(x, top, max(scale * value - 0.7, 0), BAR, fill))
        words = dutch.number(value, subject["measures"][key]["decimals"])
        if svg.text_width(words, 8) + 2 * INSET <= scale * value:
            shapes.append(svg.text(x + INSET, top + 12.6, words, 8, svg.on(fill), bold=fill == svg.TEAL))
        x += scale * value
    right, bottom = max(x - 0.7, 0), top + BAR  # an edge, as the lightest parts are hardly seen on white
    shapes.append(svg.line([(0, top), (right, top), (right, bottom), (0, bottom), (0, top)], svg.LINE, 0.6))
    return shapes


def _named(
    parts: Sequence[tuple[str, float]], subject: Content, scale: float, width: float, beside: float, top: float
) -> tuple[list[str], float, float]:
    """The names of parts above the first bar, those of thin ones at leader lines.

    Args:
        beside: width of the name of the row, at whose height names may stand where they lie beyond it.

    Returns:
        Them, where the bar begins, and where the name of the row stands: near the bar where the names leave room.
    """
    inside: list[tuple[float, str]] = []
    thin: list[Label] = []
    x = 0.0
    for key, value in parts:
        name = subject["measures"][key]["short"]
        if svg.text_width(name, 8, bold=True) + 2 <= scale * value:
            inside.append((x, name))
        else:
            thin.append(Label(x + scale * value / 2, _thin(key, value, subject)))
        x += scale * value
    shapes, row = [], top - 4
    if all(label.at + 4 + label.width <= width for label in thin):  # each one line lower than the one before
        free = thin and thin[0].at + 4 > beside + 8
        top += LINE * max(len(thin) - (1 if free else 0), 0)
        bar = top + (LINE if inside else 0) + 3
        row = bar - 5 - (LINE if inside else 0) if free or not thin else row
        for place, label in enumerate(thin):
            y = top - 2 - LINE * (len(thin) - 1 - place)
            shapes.append(label.drawn(label.at + 4, y))
            shapes.append(svg.line([(label.at, y - 6), (label.at, bar)], svg.LINE, 0.5))
    else:
        high = 8 + LINE if inside else 8.0
        shapes, top, _ = labels_above(thin, width, top, (6.0, high))
        bar = top + high
    return [*shapes, *(svg.text(at, bar - 4, name, 8, bold=True) for at, name in inside)], bar, row
