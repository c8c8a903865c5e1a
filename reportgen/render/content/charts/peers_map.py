"""The map of comparable municipalities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import svg
from reportgen.render.content.charts.borders import place_of, silhouette, width_of
from reportgen.render.content.charts.map_labels import Box, beside
from reportgen.render.content.charts.municipality_areas import drawn, emphasised, extent_of

Content = Mapping[str, Any]

SIZE = 8.0
"""Points of the names."""


def peers_map(map: Content, own: str, name: str, peers: Sequence[Content], height: float, title: str) -> str:
    """The country in grey, with comparable municipalities in the colour of the subject, the own one in ochre.

    Each is named beside it where there is room, the own one first.

    Args:
        map: that of the content.
        own: code of the own municipality. name: its name. peers: rows of ``content.peers``.
        height: in points.
    """
    names = {peer["code"]: peer["name"] for peer in peers}
    country = silhouette(map.get("borders", 0), height)
    shapes = [svg.areas(country, svg.LAND)] if country else drawn(map, map["dots"], svg.LAND, height)
    order = {code: number for number, code in enumerate((own, *names))}
    shown = sorted((dot for dot in map["dots"] if dot["code"] in order), key=lambda dot: order[dot["code"]])
    for dot in reversed(shown):
        shapes += emphasised(map, dot, svg.OCHRE if dot["code"] == own else svg.TEAL, height)
    areas = [extent_of(map, dot, height) for dot in shown]
    taken, room = list(areas), (width_of(height), height)
    for dot, (left, top, right, bottom) in zip(shown, areas, strict=True):
        mine = dot["code"] == own
        words, fill = (name, svg.OCHRE_DARK) if mine else (names[dot["code"]], svg.INK)
        target = place_of(dot["longitude"], dot["latitude"], height)
        away = max(right - left, bottom - top, 6) / 2 + 2
        box = beside(
            (svg.text_width(words, SIZE, mine), SIZE + 1), ((left + right) / 2, (top + bottom) / 2), away, room, taken
        )
        if box:
            taken.append(box)
            shapes += _leader(box, target, (left, top, right, bottom), fill)
            shapes.append(svg.text(box[0], box[3] - 2, words, SIZE, fill, mine))
    return svg.drawing(room[0], height, title, *shapes)


def _leader(box: Box, target: tuple[float, float], area: Box, fill: str) -> list[str]:
    """A line from a name to its municipality, where they lie apart."""
    x, y = min(max(target[0], box[0]), box[2]), min(max(target[1], box[1]), box[3])
    across, along = max(area[0] - x, x - area[2], 0), max(area[1] - y, y - area[3], 0)
    return [svg.line([(x, y), target], fill, 0.6)] if max(across, along) > 6 else []
