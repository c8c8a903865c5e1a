"""Where labels of a map stand: in the sea or beyond the border for one, beside their places for several."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, inf, pi, sin

from reportgen.render.content.charts.borders import Land

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points."""

Point = tuple[float, float]

OUT = 1.5
"""Points that the line below a label is longer than it at the side of its target."""

OTHER = 12.0
"""Points of line that a label is worth whose line is not below the name."""

STEP = 4.0
"""Points between the places that are tried."""


def beside_land(
    size: Point,
    target: Point,
    underline: float,
    land: Land,
    room: Point,
    taken: Sequence[Box],
    limit: float = inf,
) -> tuple[Box, Point, float]:
    """The place for a label off the land from which a line to its target is short and crosses little land.

    Where there is none, the place with the least land under it.

    Args:
        size: width and height of the label.
        target: what it belongs to.
        underline: how far below its top the line below its name is.
        room: width and height of the map.
        taken: boxes that must stay free.
        limit: only a place with a line shorter than this is looked for.

    Returns:
        Its box, where the line to the target begins, at the left or the right end of one along the label, and how long
        that line is, where what lies over land counts more; infinite where there is no place.
    """
    wide, high = size
    best: tuple[float, Box, Point] | None = None
    for away, box in _boxes(size, target, room):
        if away >= limit:
            break  # those after it are no nearer
        covered = 1000 * land.within(box[0] - 2, box[1] - 1, box[2] + 2, box[3] + 1)
        if away + covered >= limit:
            continue
        if any(overlap(box, each, 3) for each in taken) or inside(target, box, 4):
            continue
        start = _start(box, underline, target)
        if start is None:
            continue
        cost = covered + hypot(start[0] - target[0], start[1] - target[1])
        cost += 1.5 * _over_land(start, target, land) + (OTHER if start[1] != box[1] + underline else 0)
        if cost < limit:
            best, limit = (cost, box, start), cost
    if best is None:  # the map is smaller than the label, or there is none within the limit
        return (0.0, 0.0, wide, high), (wide, underline), inf
    return best[1], best[2], best[0]


def _boxes(size: Point, target: Point, room: Point) -> list[tuple[float, Box]]:
    """The boxes that are tried for a label, each with how far it is from the target; the nearest first."""
    wide, high = size
    found = []
    for row in range(int((room[1] - high) / STEP) + 1):
        for column in range(int((room[0] - wide - 2 * OUT) / STEP) + 1):
            left, top = OUT + column * STEP, row * STEP
            across = max(left - OUT - target[0], target[0] - left - wide - OUT, 0.0)
            along = max(top - OUT - target[1], target[1] - top - high - OUT, 0.0)
            found.append((hypot(across, along), (left, top, left + wide, top + high)))
    return sorted(found)


def beside(size: Point, target: Point, away: float, room: Point, taken: Sequence[Box]) -> Box | None:
    """The nearest free place for a label around its target; None where there is none.

    Args:
        away: points to keep from the target.
        taken: boxes that must stay free.
    """
    wide, high = size
    for distance in (away, away + 6, away + 13, away + 22, away + 34, away + 48):
        for turn in (0, 8, 1, 15, 7, 9, 2, 14, 6, 10, 4, 12, 3, 13, 5, 11):
            angle = turn * pi / 8
            x, y = target[0] + distance * cos(angle), target[1] - distance * sin(angle)
            left = x - wide * (1 - cos(angle)) / 2
            box = (left, y - high / 2, left + wide, y + high / 2)
            fits = box[0] >= 0 and box[1] >= 0 and box[2] <= room[0] and box[3] <= room[1]
            if fits and not any(overlap(box, each, 1) for each in taken):
                return box
    return None


def overlap(one: Box, other: Box, slack: float) -> bool:
    """Whether two boxes are nearer to each other than the slack."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across > -slack and along > -slack


def inside(point: Point, box: Box, slack: float) -> bool:
    """Whether a point lies in a box, or nearer to it than the slack."""
    x, y = point
    return box[0] - slack < x < box[2] + slack and box[1] - slack < y < box[3] + slack


def _start(box: Box, underline: float, target: Point) -> Point | None:
    """The end of the line below the name from which one to the target does not cross the label.

    Where both ends do, the nearest end of a line below the whole label or above it; None where these do too.
    """
    for y in (box[1] + underline, box[3] + OUT, box[1] - OUT):
        ends = ((box[0] - OUT, y), (box[2] + OUT, y))
        starts = [end for end in ends if not _through(end, target, box)]
        if starts:
            return min(starts, key=lambda point: hypot(point[0] - target[0], point[1] - target[1]))
    return None


def _through(start: Point, end: Point, box: Box) -> bool:
    """Whether a line goes through a box."""
    steps = 12
    part = min(1.0, (box[2] - box[0] + box[3] - box[1]) / max(hypot(end[0] - start[0], end[1] - start[1]), 1.0)) / steps
    return any(
        inside((start[0] + (end[0] - start[0]) * part * step, start[1] + (end[1] - start[1]) * part * step), box, 0)
        for step in range(1, steps + 1)
    )


def _over_land(start: Point, end: Point, land: Land) -> float:
    """How much of a line is over land, in points."""
    long = hypot(end[0] - start[0], end[1] - start[1])
    steps = int(long / 3) + 1
    over = sum(
        land.at(start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(steps)
    )
    return long * over / steps
