"""Municipalities on a map, as the areas they have, or as dots where their borders are not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from reportgen.render.content import svg
from reportgen.render.content.charts.borders import extent, is_known, outline, place_of
from reportgen.render.content.charts.map_labels import Box

Content = Mapping[str, Any]

SMALL = 6.0
"""Points below which an area that must be seen gets a ring around it."""

RING = 5.0
"""Radius of that ring in points."""


def areas_of(map: Content, code: str) -> tuple[str, ...]:
    """The areas of a municipality, as ``2018/GM0344``; none where its borders are not known."""
    usual = (f"{map.get('borders', 0)}/{code}",)
    areas = tuple(map.get("areas", {}).get(code, usual))
    return areas if all(is_known(area) for area in areas) else ()


def drawn(map: Content, dots: Sequence[Content], fill: str, height: float) -> list[str]:
    """Municipalities in one colour: their areas in one path, and dots.

    Args:
        map: that of the content. dots: those of its dots that are drawn.
        height: of the map in points.
    """
    edge = svg.LIGHT if fill == svg.WHITE else svg.WHITE
    known = sorted((dot["code"], areas) for dot in dots if (areas := areas_of(map, dot["code"])))
    others = [dot for dot in dots if not areas_of(map, dot["code"])]
    circles = [(*place_of(dot["longitude"], dot["latitude"], height), radius_of(map, dot, height)) for dot in others]
    return [
        svg.areas("".join(outline(areas, height) for _, areas in known), fill, edge),
        svg.discs(circles, fill, svg.LINE if fill == svg.WHITE else svg.WHITE),
    ]


def emphasised(map: Content, dot: Content, fill: str, height: float) -> list[str]:
    """One municipality in a colour, with a ring around it where it is small."""
    left, top, right, bottom = _extent(map, dot, height)
    shapes = drawn(map, [dot], fill, height)
    if max(right - left, bottom - top) < SMALL:
        shapes.append(svg.rings([((left + right) / 2, (top + bottom) / 2, RING)], fill, 1.0))
    return shapes


def extent_of(map: Content, dot: Content, height: float) -> Box:
    """The box around an emphasised municipality on a map, with its ring, in points."""
    left, top, right, bottom = _extent(map, dot, height)
    if max(right - left, bottom - top) >= SMALL:
        return left, top, right, bottom
    x, y = (left + right) / 2, (top + bottom) / 2
    return x - RING, y - RING, x + RING, y + RING


def _extent(map: Content, dot: Content, height: float) -> Box:
    if areas := areas_of(map, dot["code"]):
        return extent(areas, height)
    (x, y), r = place_of(dot["longitude"], dot["latitude"], height), radius_of(map, dot, height)
    return x - r, y - r, x + r, y + r


def radius_of(map: Content, dot: Content, height: float) -> float:
    """The radius of a dot by residents, in points."""
    largest = max(each["residents"] for each in map["dots"])
    return max(0.9, height / 25 * sqrt(dot["residents"] / largest)) if largest else 1.5
