"""Areas of municipalities on a map: outlines in points, and where there is land."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from math import ceil, cos, floor, radians

from reportgen.render.content.resources import BORDERS

Point = tuple[float, float]
Ring = tuple[Point, ...]

WEST, EAST, SOUTH, NORTH = 3.355, 7.23, 50.745, 53.56
"""The country in degrees (WGS84)."""

STRETCH = cos(radians(52.2))
"""A degree of longitude is that much shorter than one of latitude here."""

EDGE = 4.0
"""Points around a map that stay free."""

GRID = 0.5
"""Points between the lines of the grid on which outlines are drawn: finer ones make files larger and look the same."""

CELL = 2.0
"""Points that a cell of the land is wide and high."""


def width_of(height: float) -> float:
    """Width of a map in points, with what stays free around it."""
    return round((EAST - WEST) * STRETCH * _degree(height) + 2 * EDGE, 1)


def place_of(longitude: float, latitude: float, height: float) -> Point:
    """Where a point lies on a map of a height, in points."""
    return EDGE + (longitude - WEST) * STRETCH * _degree(height), EDGE + (NORTH - latitude) * _degree(height)


def is_known(area: str) -> bool:
    """Whether there are borders of an area, as ``2018/GM0344``."""
    year, _, code = area.partition("/")
    return code in _areas(int(year))


@lru_cache(maxsize=4096)
def outline(areas: tuple[str, ...], height: float) -> str:
    """The path of one or more areas as one, without the borders between them."""
    return "".join(_path([place_of(*point, height) for point in ring]) for ring in _joined(areas))


@lru_cache(maxsize=64)
def silhouette(year: int, height: float) -> str:
    """The path of the whole country with the borders of a year; empty where there are none."""
    return outline(tuple(f"{year}/{code}" for code in sorted(_areas(year))), height)


@lru_cache(maxsize=4096)
def extent(areas: tuple[str, ...], height: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of areas, in points."""
    points = [place_of(*point, height) for ring in _joined(areas) for point in ring]
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


class Land:
    """Which part of a map is land.

    Args:
        height: of the map in points.
    """

    def __init__(self, height: float) -> None:
        self._columns, self._rows = ceil(width_of(height) / CELL) + 1, ceil(height / CELL) + 1
        cells = [bytearray(self._columns) for _ in range(self._rows)]
        for rings in _areas(min(BORDERS, default=0)).values():
            for ring in rings:
                _fill(cells, [place_of(*point, height) for point in ring])
        self._cells = cells
        sums = [[0] * (self._columns + 1)]
        for row in cells:
            line = [0, *accumulate(row)]
            sums.append([above + here for above, here in zip(sums[-1], line, strict=True)])
        self._sums = sums

    def at(self, x: float, y: float) -> bool:
        """Whether a point is land."""
        column, row = int(x / CELL), int(y / CELL)
        return 0 <= column < self._columns and 0 <= row < self._rows and bool(self._cells[row][column])

    def within(self, left: float, top: float, right: float, bottom: float) -> int:
        """How many cells of a rectangle are land."""
        a = min(max(floor(left / CELL), 0), self._columns)
        b = min(max(floor(top / CELL), 0), self._rows)
        c = min(max(floor((right + CELL) / CELL), 0), self._columns)
        d = min(max(floor((bottom + CELL) / CELL), 0), self._rows)
        return self._sums[d][c] - self._sums[b][c] - self._sums[d][a] + self._sums[b][a]


@lru_cache(maxsize=16)
def land(height: float) -> Land:
    """The land on a map of a height."""
    return Land(height)


def _degree(height: float) -> float:
    """Points that a degree of latitude takes."""
    return (height - 2 * EDGE) / (NORTH - SOUTH)


@cache
def _areas(year: int) -> dict[str, tuple[Ring, ...]]:
    """The rings of each area of a year; none where there are no borders of it."""
    if year not in BORDERS:
        return {}
    stored = json.loads(BORDERS[year].read_text(encoding="utf-8"))
    return {
        code: tuple(tuple((float(x), float(y)) for x, y in ring) for polygon in polygons for ring in polygon)
        for code, polygons in stored.items()
    }


def _joined(areas: Sequence[str]) -> list[Sequence[Point]]:
    """The rings of areas; an edge that two of them share is left out, and what is left is put together again."""
    rings = [ring for area in areas for ring in _areas(int(area.partition("/")[0]))[area.partition("/")[2]]]
    if len(areas) < 2:
        return list(rings)
    edges = {edge for ring in rings for edge in pairwise(ring)}
    follows: dict[Point, list[Point]] = {}
    for start, end in sorted(edges):
        if (end, start) not in edges:
            follows.setdefault(start, []).append(end)
    made: list[Sequence[Point]] = []
    while follows:
        ring = [min(follows)]
        while ring[-1] in follows:
            ends = follows[ring[-1]]
            ring.append(ends.pop())
            if not ends:
                del follows[ring[-2]]
        made.append(ring)
    return made


def _path(points: Iterable[Point]) -> str:
    """A closed outline on a grid, without points that fall on the one before; neighbours stay together on it."""
    words: list[str] = []
    for x, y in points:
        word = f"{round(x / GRID) * GRID:g} {round(y / GRID) * GRID:g}"
        if not words or words[-1] != word:
            words.append(word)
    return f"M{'L'.join(words)}" if len(words) > 2 else ""


def _fill(cells: Sequence[bytearray], ring: Sequence[Point]) -> None:
    """Marks the cells whose middle lies in a ring."""
    crossings: dict[int, list[float]] = {}
    for (x1, y1), (x2, y2) in pairwise(ring):
        (low, start), (high, end) = sorted(((y1, x1), (y2, x2)))
        for row in range(ceil(low / CELL - 0.5), ceil(high / CELL - 0.5)):
            y = (row + 0.5) * CELL
            crossings.setdefault(row, []).append(start + (end - start) * (y - low) / (high - low))
    for row, places in crossings.items():
        places.sort()
        for left, right in zip(places[::2], places[1::2], strict=False):
            for column in range(max(floor(left / CELL), 0), min(ceil(right / CELL), len(cells[row]))):
                cells[row][column] = 1
