"""The charts of a pack: pure functions from content to SVG, each with a title for screen readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, cos, log, radians, sqrt
from typing import Any

from reportgen.render.content import dutch, svg
from reportgen.render.content.words import pack_words

DOT_STEP = 1.08
"""Dots of the map come in sizes that grow by 8%: what the eye cannot tell apart is drawn in one stroke."""

Content = Mapping[str, Any]

WIDTH = 312.0
"""The text column, 110 mm, in points."""


def composition(rows: Sequence[tuple[str, Content]], title: str) -> str:
    """Stacked bars of the groups with a migration background, in percent of all residents, on one scale.

    Args:
        rows: a label with something that has ``migration_background`` and ``shares``.
    """
    largest = max(_value(row["migration_background"]) for _, row in rows)
    scale = (WIDTH - 34) / max(largest, 15.0)  # a bar of a few percent stays a short bar
    shapes, top = [], 8.0
    for position, (label, row) in enumerate(rows):
        shapes.append(svg.text(0, top, label, bold=position == 0))
        x = 0.0
        for share in row["shares"]:
            width = _value(share["figure"]) * scale
            shapes.append(svg.rectangle(x, top + 4, max(width - 0.6, 0), 15, svg.GROUPS[share["origin"]]))
            words_in = dutch.number(_value(share["figure"]), 1)
            if svg.text_width(words_in, 7.5) + 6 < width:
                fill = svg.ON_GROUPS[share["origin"]]
                shapes.append(svg.text(x + 3, top + 14.3, words_in, 7.5, fill))
            x += width
        total = dutch.figure(row["migration_background"])
        shapes.append(svg.text(x + 4, top + 14.6, total, 8.5, bold=True))
        top += 33
    key, height = _key(top - 5)
    return svg.drawing(WIDTH, height, title, *shapes, *key)


def index_lines(own: Content, name: str, peers: Sequence[Content], country: Content, title: str) -> str:
    """The index of every year: the own line heavy, comparable ones grey, the country dashed.

    A country with one year only is a mark at it.

    Args:
        own, country: profiles with ``years``; peers: rows with ``index_by_year``.
    """
    first, last = own["years"][0]["year"], own["years"][-1]["year"]
    peer_lines = [[(each["year"], _value(each)) for each in peer["index_by_year"]] for peer in peers]
    own_line = [(year["year"], _value(year["index"])) for year in own["years"]]
    first = min([first, *(points[0][0] for points in peer_lines)])
    country_line = [(year["year"], _value(year["index"])) for year in country["years"] if year["year"] >= first]
    everything = [value for points in (own_line, *peer_lines, country_line) for _, value in points]
    country_value = _value(country["years"][-1]["index"])
    step = 0.2 if max([*everything, country_value]) > 0.3 else 0.1
    top_value = step * ceil(max([*everything, country_value]) / step)
    right, top, bottom = 226.0, 8.0, 158.0

    def at(year: float, value: float) -> tuple[float, float]:
        x = 18 + (right - 18) * (year - first) / max(last - first, 1)
        return x, bottom - (bottom - top) * value / top_value

    grid = [step * number for number in range(round(top_value / step) + 1)]
    shapes = [svg.hairlines([(18, at(last, value)[1], right, at(last, value)[1]) for value in grid])]
    shapes += [svg.text(0, at(last, value)[1] + 2.5, dutch.number(value, 1), 7.5, svg.GREY) for value in grid]
    years = sorted({first, last, *(year for year in range(first, last) if year % 5 == 0 and last - year >= 3)})
    years = [year for year in years if year in (first, last) or year - first > 3]
    for year in years:
        label = str(year)
        x = at(year, 0)[0] - svg.text_width(label, 7.5) / 2
        shapes.append(svg.text(x, bottom + 11, label, 7.5, svg.GREY))
    shapes += [svg.line([at(*point) for point in points], svg.LINE, 0.6) for points in peer_lines]
    shapes.append(svg.line([at(*point) for point in own_line], svg.OCHRE, 2))
    end = at(*own_line[-1])
    mark = at(last, country_value)
    shapes.append(svg.discs([(*end, 2.6)], svg.OCHRE))
    if len(country_line) > 1:
        shapes.append(svg.line([at(*point) for point in country_line], svg.INK, 1, "3 2"))
    else:
        shapes.append(svg.line([(mark[0] - 7, mark[1]), (mark[0] + 5, mark[1])], svg.INK, 1.4))
    peer_ends = [points[-1][1] for points in peer_lines]
    labels = [
        (end[1], f"{name} {dutch.number(own_line[-1][1], 2)}", svg.OCHRE_DARK, True),
        (mark[1], f"Nederland {dutch.number(country_value, 2)}", svg.INK, False),
    ]
    if peer_ends:
        middle = sum(peer_ends) / len(peer_ends)
        labels.append((at(last, middle)[1], "vergelijkbaar", svg.GREY, False))
    for y, label, fill, bold in _spread(labels, 10, 4, bottom):
        shapes.append(svg.text(right + 9, y + 2.8, _shortened(label, WIDTH - right - 9, bold), 8, fill, bold))
    return svg.drawing(WIDTH, bottom + 14, title, *shapes)


def strip(districts: Sequence[Content], title: str) -> str:
    """Districts as dots on one axis of percent with a migration background; area by residents."""
    end: int = 10 * ceil(max(max(each["share"] for each in districts), 19.9) / 10)
    end = end if end <= 40 else 20 * ceil(end / 20)
    step = end // 4 if end % 4 == 0 else end // (end // 10)
    left, right = 16.0, WIDTH - 18
    largest: float = max(each["residents"] for each in districts)
    radius = 14 / sqrt(largest)

    def x(share: float) -> float:
        """Where a share lies on the axis."""
        return left + (right - left) * share / end

    shapes = [svg.hairlines([(x(share), 0, x(share), 46) for share in range(0, end + 1, step)])]
    dots = sorted(districts, key=lambda each: -each["residents"])
    circles = [(x(each["share"]), 23.0, max(1.2, radius * sqrt(each["residents"]))) for each in dots]
    shapes.append(svg.discs(circles, svg.TEAL_HALF, svg.TEAL))
    for share in range(0, end + 1, step):
        label = f"{share}%"
        middle = x(share) - svg.text_width(label, 7.5) / 2
        shapes.append(svg.text(middle, 56, label, 7.5, svg.GREY))
    return svg.drawing(WIDTH, 64, title, *shapes)


def slopes(left_side: Content, right_side: Content, left_label: str, right_label: str, title: str) -> str:
    """The share of every group on two sides (two years, or two regions), joined by a line."""
    then = {share["origin"]: _value(share["figure"]) for share in left_side["shares"]}
    now = {share["origin"]: _value(share["figure"]) for share in right_side["shares"]}
    highest: float = max([*then.values(), *now.values(), 2.0])
    left, right, top, bottom = 34.0, 170.0, 16.0, 190.0

    def y(value: float) -> float:
        return bottom - (bottom - top) * value / highest

    shapes = [
        svg.text(max(0, left - svg.text_width(left_label, 7.5) + 6), 7, left_label, 7.5, svg.GREY),
        svg.text(right, 7, right_label, 7.5, svg.GREY),
        svg.hairlines([(left, bottom, right, bottom)]),
    ]
    for origin, fill in svg.GROUPS.items():
        shapes.append(svg.line([(left, y(then[origin])), (right, y(now[origin]))], fill, 1.6))
        shapes.append(svg.discs([(left, y(then[origin]), 2.2), (right, y(now[origin]), 2.2)], fill))
    starts = [(y(then[origin]), dutch.number(then[origin], 1), svg.GREY, False) for origin in svg.GROUPS]
    for position, label, fill, _ in _spread(starts, 8.6, top - 4, bottom + 6):
        shapes.append(svg.text(left - 6, position + 2.6, label, 7.5, fill, end=True))
    ends = [
        (
            y(now[origin]),
            f"{dutch.number(now[origin], 1)}  {pack_words()['origin'][origin]['short']}",
            svg.INK,
            False,
        )
        for origin in svg.GROUPS
    ]
    for position, label, fill, _ in _spread(ends, 8.6, top - 4, bottom + 6):
        shapes.append(svg.text(right + 6, position + 2.6, label, 7.5, fill))
    return svg.drawing(WIDTH, bottom + 12, title, *shapes)


def positions(quartiles: Content, labels: Mapping[str, str], title: str) -> str:
    """In which quarter of all municipalities the figures lie: four fields a row, the own one filled."""
    left, width = 130.0, 43.0
    shapes = []
    for number in range(1, 5):
        label = pack_words()["quartile"][str(number)]
        shapes.append(svg.text(left + (number - 1) * (width + 2), 7, label.split()[0], 7, svg.GREY))
    y = 14.0
    for key, label in labels.items():
        if quartiles[key] is None:
            continue
        shapes.append(svg.text(0, y + 7.3, label, 8))
        for number in range(1, 5):
            fill = svg.OCHRE if number == quartiles[key] else svg.LIGHT
            shapes.append(svg.rectangle(left + (number - 1) * (width + 2), y, width, 10, fill))
        y += 17
    return svg.drawing(WIDTH, y, title, *shapes)


def dot_map(atlas: Sequence[Content], own: str, peers: Sequence[str], height: float, title: str, name: str) -> str:
    """All municipalities as dots: area by residents, tint by index, the own filled, comparable ones ringed."""
    stretch = cos(radians(52.2))  # a degree of longitude is that much shorter than one of latitude here
    south, west = min(dot["latitude"] for dot in atlas), min(dot["longitude"] for dot in atlas)
    north, east = max(dot["latitude"] for dot in atlas), max(dot["longitude"] for dot in atlas)
    margin = 9.0 * height / 230
    scale = (height - 2 * margin) / (north - south)
    width = (east - west) * stretch * scale + 2 * margin
    radius = height / 25 / sqrt(max(dot["residents"] for dot in atlas))

    def circle(dot: Content) -> tuple[float, float, float]:
        x = margin + (dot["longitude"] - west) * stretch * scale
        y = margin + (north - dot["latitude"]) * scale
        return x, y, max(0.9, radius * sqrt(dot["residents"]))

    sizes: dict[float, dict[int, list[tuple[float, float]]]] = {}
    for dot in atlas:
        x, y, r = circle(dot)
        size = DOT_STEP ** round(log(2 * r, DOT_STEP))
        sizes.setdefault(size, {}).setdefault(dot["tint"], []).append((x, y))
    shapes = []
    for size in sorted(sizes, reverse=True):  # large ones first, and each size on white, so that small ones show
        every = [place for places in sizes[size].values() for place in places]
        shapes.append(svg.dots(every, size + 0.9, "#ffffff"))
        shapes += [svg.dots(places, size, svg.TINTS[tint]) for tint, places in sorted(sizes[size].items())]
    ringed = [circle(dot) for dot in atlas if dot["code"] in peers]
    shapes.append(svg.rings([(x, y, r + 1.4) for x, y, r in ringed], svg.OCHRE, 1.1) if ringed else "")
    for dot in atlas:
        if dot["code"] == own:
            x, y, r = circle(dot)
            shapes.append(svg.discs([(x, y, max(r, 2.6))], svg.OCHRE, "#ffffff"))
            shapes.append(_map_label(x, y, max(r, 2.6), name, width))
    return svg.drawing(round(width, 1), height, title, *shapes)


def _map_label(x: float, y: float, radius: float, name: str, width: float) -> str:
    """The own name beside its dot, on a white ground, on the side where there is room; else above it."""
    size = svg.text_width(name, 8, bold=True)
    if x + radius + 3 + size <= width:
        left = x + radius + 3
    elif x - radius - 3 - size >= 0:
        left = x - radius - 3 - size
    else:
        left, y = max(1.5, min(x - size / 2, width - size - 1.5)), y - radius - 6
    ground = svg.rectangle(left - 1.5, y - 5, size + 3, 10, "#ffffff")
    return ground + svg.text(left, y + 2.8, name, 8, bold=True)


def _key(y: float) -> tuple[list[str], float]:
    """The key line of the groups from y on, and where it ends."""
    shapes, x = [], 0.0
    for origin, fill in svg.GROUPS.items():
        label = pack_words()["origin"][origin]["short"]
        width = 9 + svg.text_width(label, 7.5)
        if x + width > WIDTH:
            x, y = 0.0, y + 11
        shapes.append(svg.rectangle(x, y, 6.5, 6.5, fill))
        shapes.append(svg.text(x + 9, y + 6, label, 7.5, svg.GREY))
        x += width + 9
    return shapes, y + 9


def _spread(
    labels: Sequence[tuple[float, str, str, bool]], gap: float, top: float, bottom: float
) -> list[tuple[float, str, str, bool]]:
    """Labels moved apart so that none is nearer to the next than the gap, in the same order, within bounds."""
    placed = sorted(labels, key=lambda label: label[0])
    heights = [label[0] for label in placed]
    for _ in range(200):
        moved = False
        for upper in range(len(heights) - 1):
            short = gap - (heights[upper + 1] - heights[upper])
            if short > 0.01:
                heights[upper] -= short / 2
                heights[upper + 1] += short / 2
                moved = True
        heights[0] = max(heights[0], top) if heights else 0
        if heights and heights[-1] > bottom:
            heights[-1] = bottom
            moved = moved or len(heights) > 1
        if not moved:
            break
    return [(height, *label[1:]) for height, label in zip(heights, placed, strict=True)]


def _shortened(label: str, room: float, bold: bool) -> str:
    """A label that fits: when the whole does not, the words before the number are cut."""
    if svg.text_width(label, 8, bold) <= room:
        return label
    name, _, figure = label.rpartition(" ")
    while name and svg.text_width(f"{name}… {figure}", 8, bold) > room:
        name = name[:-1].rstrip()
    return f"{name}… {figure}"


def _value(figure: Content) -> float:
    return float(figure["value"])
