"""The map of the country: all municipalities tinted by a measure, with the own one in ochre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.charts.borders import EDGE, land, place_of, width_of
from reportgen.render.content.charts.labels import lines_of
from reportgen.render.content.charts.map_key import Key, key_of
from reportgen.render.content.charts.map_labels import Box, Point, beside_land
from reportgen.render.content.charts.municipality_areas import drawn, emphasised
from reportgen.render.content.fact_texts import rank_text

Content = Mapping[str, Any]

LABEL, NARROW, NARROWEST = 80.0, 70.0, 56.0
"""Points that a line of the own label takes at most, where no word is longer; and where a narrow one is nearer."""

WIDTHS = ((LABEL, LABEL), (LABEL, NARROW), (NARROW, NARROW), (NARROWEST, NARROWEST))
"""Widths of the name and of what is below it that are tried."""

NEARER = (0.0, 30.0, 30.0, 45.0)
"""Points of line that a narrow label must save, one for each of ``WIDTHS``."""

NAME, TEXT = 11.5, 10.0
"""Points that a line of the own name, and one of the text below it, takes."""


def country_map(
    map: Content,
    own: str,
    height: float,
    title: str,
    name: str = "",
    measure: Content | None = None,
    figure: Content | None = None,
    rank: Content | None = None,
) -> str:
    """All municipalities, tinted by the main measure, with the own one in ochre and a key of the tints.

    A municipality without a figure is white; one whose borders are not known is a dot by its residents.

    Args:
        map: that of the content.
        own: code of the own municipality; empty or ``NL`` for none. name: what its label says.
        height: in points.
        measure: what the tints show; None for no key.
        figure, rank: those of the own municipality, for the label.
    """
    key, place, tall = _key(map, measure, height)
    wide = width_of(height)  # beside a smaller map there is room for the label
    shapes = [
        shape
        for tint in (-1, *range(len(svg.TINTS)))
        for shape in drawn(
            map, [dot for dot in map["dots"] if dot["tint"] == tint], svg.TINTS[tint] if tint >= 0 else svg.WHITE, tall
        )
    ]
    taken: list[Box] = []
    if key:
        shapes += key.drawn(*place)
        taken.append((place[0], place[1], place[0] + key.width, place[1] + key.height))
    for dot in map["dots"]:
        if dot["code"] == own:
            shapes += emphasised(map, dot, svg.OCHRE, tall)
            choices = [_lines(name, measure, figure, rank, each) for each in WIDTHS]
            shapes += _label(dot, choices, tall, (wide, height), taken)
    return svg.drawing(round(max(wide, key.width + EDGE if key else 0), 1), height, title, *shapes)


def _key(map: Content, measure: Content | None, height: float) -> tuple[Key | None, tuple[float, float], float]:
    """The key, its place, and the height that is left for the map.

    It stands below left or above left in the sea; where it is too wide for either, below a smaller map.
    """
    if measure is None:
        return None, (0.0, 0.0), height
    missing = sum(dot["tint"] < 0 for dot in map["dots"])
    flat, upright = (key_of(map["steps"], map["counts"], missing, measure, each) for each in (False, True))
    ground = land(height)
    for key, top in ((flat, height - EDGE - flat.height), (upright, EDGE), (upright, height - EDGE - upright.height)):
        if not ground.within(EDGE, top - 4, EDGE + key.width + 2, top + key.height):
            return key, (EDGE, top), height
    return flat, (EDGE, height - flat.height), height - flat.height - 6


def _lines(
    name: str, measure: Content | None, figure: Content | None, rank: Content | None, widths: tuple[float, float]
) -> tuple[list[str], list[tuple[str, bool]]]:
    """The lines of the name, and those below it: the value and the rank."""
    below: list[tuple[str, bool]] = []
    if figure:
        said = f"{measure['short']} {dutch.figure(figure)}" if measure else dutch.figure(figure)
        below += [(line, True) for line in lines_of(said, widths[1], 8.5, bold=True)]
    if rank:
        below += [
            (line, False)
            for line in lines_of(rank_text(rank).replace(" van ", " van\N{NO-BREAK SPACE}"), widths[1], 8.5)
        ]
    return lines_of(name, widths[0], 9.5, bold=True), below


def _label(
    dot: Content,
    choices: Sequence[tuple[Sequence[str], Sequence[tuple[str, bool]]]],
    tall: float,
    room: tuple[float, float],
    taken: Sequence[Box],
) -> list[str]:
    """The own label off the land, with a line along it that leads to the municipality.

    Args:
        choices: the lines of the label, one for each of ``WIDTHS``.
    """
    target = place_of(dot["longitude"], dot["latitude"], tall)
    found: list[tuple[float, Box, Point, Sequence[str], Sequence[tuple[str, bool]]]] = []
    for penalty, (names, below) in zip(NEARER, choices, strict=True):
        widths = [svg.text_width(line, 9.5, bold=True) for line in names]
        widths += [svg.text_width(line, 8.5, bold) for line, bold in below]
        underline = NAME * len(names) + 1
        size = (max(widths, default=0.0), underline + TEXT * len(below) + 3)
        limit = min((each[0] for each in found), default=inf) - penalty
        box, start, cost = beside_land(size, target, underline, land(tall), room, taken, limit)
        found.append((cost + penalty, box, start, names, below))
    _, (left, top, right, _), start, names, below = min(found, key=lambda each: each[0])
    if not names:
        return []
    underline = NAME * len(names) + 1
    shapes = [svg.line([(right if start[0] < left else left, start[1]), start, target], svg.OCHRE, 1.1)]
    for number, line in enumerate(names):
        shapes.append(svg.text(left, top + NAME * (number + 1) - 3, line, 9.5, svg.OCHRE_DARK, bold=True))
    for number, (line, bold) in enumerate(below):
        shapes.append(svg.text(left, top + underline + TEXT * (number + 1), line, 8.5, svg.OCHRE_DARK, bold))
    return shapes
