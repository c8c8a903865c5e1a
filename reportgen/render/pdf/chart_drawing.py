"""Draws charts as PDF operators on a page of WeasyPrint, in a tenth of the time and size of its own SVG.

WeasyPrint draws any SVG, letter by letter. Charts of reportgen use few elements of SVG (``render/content/svg.py``), and
each of those is a line or two of PDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import asin, cos, pi, sin, sqrt, tan
from typing import Any
from xml.etree import ElementTree

from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.pdf.glyphs import ChartFont, chart_font

PIXELS_A_POINT = 96 / 72

_SVG = "{http://www.w3.org/2000/svg}"

_DOT = re.compile(r"M(-?[\d.]+) (-?[\d.]+)h0")
_DISC = re.compile(r"M(-?[\d.]+) (-?[\d.]+)a([\d.]+) \3 0 1 0 ([\d.]+) 0a\3 \3 0 1 0 -\4 0z")
_LINE = re.compile(r"([ML])(-?[\d.]+) (-?[\d.]+)")

_KNOWN = {
    "text": {"x", "y", "font-size", "fill", "font-weight"},
    "rect": {"x", "y", "width", "height", "fill"},
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "stroke-dasharray"},
}
"""The elements of our charts, with their attributes."""


class ChartDrawing:
    """A chart, as WeasyPrint takes an image: of a size, and drawn on a stream.

    Args:
        drawn: the chart as SVG, as ``render/svg.py`` writes it.

    Raises:
        RenderingError: it is written with something else.
    """

    def __init__(self, drawn: str) -> None:
        try:
            root = ElementTree.fromstring(drawn)
            _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
            self._elements = [(each.tag.removeprefix(_SVG), each) for each in root if each.tag != f"{_SVG}title"]
            self._ink = root.attrib["fill"]
        except (ElementTree.ParseError, KeyError, ValueError) as fault:
            raise RenderingError(said("A chart is no drawing of ours: {reason!r}", reason=fault)) from None
        for name, each in self._elements:
            if name not in _KNOWN or not _KNOWN[name].issuperset(each.keys()) or len(each):
                raise RenderingError(
                    said(
                        "A chart is drawn with <{name}> of {keys}, which is no stroke of ours",
                        name=name,
                        keys=sorted(each.keys()),
                    )
                )
        self._width, self._height = width, height

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Width and height in pixels, and their ratio; WeasyPrint asks for them when it lays out a page."""
        return self._width * PIXELS_A_POINT, self._height * PIXELS_A_POINT, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Draws it on a page in so many pixels; WeasyPrint calls this, with the page's stream and the box's style."""
        scale = min(width / self._width, height / self._height)
        with stream.stacked():
            stream.transform(
                a=scale, d=scale, e=(width - self._width * scale) / 2, f=(height - self._height * scale) / 2
            )
            stream.set_alpha(1, stroke=True)
            stream.stream.extend(self._operators(lambda name: chart_font(name, style.font_config), stream))

    def _operators(self, font_of: Callable[[str], ChartFont], stream: Any) -> Iterator[bytes]:
        """The elements as PDF operators."""
        state = _State()
        for name, each in self._elements:
            get = each.attrib.get
            if name == "text":
                if words := " ".join(filter(None, (each.text or "").split(" "))):
                    yield state.fill(get("fill", self._ink))
                    chart_font = font_of("sans-semibold" if get("font-weight") else "sans")
                    font, glyphs = chart_font.shaped(words, stream)
                    size = get("font-size", "8")
                    yield f"BT /{font} {size} Tf 1 0 0 -1 {get('x')} {get('y')} Tm <{glyphs}> Tj ET".encode()
            elif name == "rect":
                if float(get("width", "0")) > 0 and float(get("height", "0")) > 0:
                    yield state.fill(get("fill", self._ink))
                    yield f"{get('x')} {get('y')} {get('width')} {get('height')} re f".encode()
            else:
                yield from self._path(each.attrib, state)

    def _path(self, attributes: dict[str, str], state: _State) -> Iterator[bytes]:
        path = attributes["d"]
        fill = attributes.get("fill", "none" if path.endswith("h0") else self._ink)  # a dot is all edge
        stroke = attributes.get("stroke", "none")
        if fill != "none":
            yield state.fill(fill)
        if stroke != "none":
            yield state.stroke(stroke)
            yield state.set("w", attributes.get("stroke-width", "1"))
            yield state.set("J", "1" if attributes.get("stroke-linecap") == "round" else "0")
            yield state.set("j", "1" if attributes.get("stroke-linejoin") == "round" else "0")
            yield state.set("d", f"[{attributes.get('stroke-dasharray', '')}] 0")
        yield _outline(path)
        yield _PAINT[fill != "none", stroke != "none"]


_PAINT = {(True, True): b"B", (True, False): b"f", (False, True): b"S", (False, False): b"n"}


class _State:
    """The graphics state of the page: colours, width and caps of lines."""

    def __init__(self) -> None:
        self._settings = {"J": "0", "d": "[] 0"}  # the values at the start of a page

    def set(self, operator: str, value: str) -> bytes:
        """The operator that sets a value; nothing where it has that value."""
        if self._settings.get(operator) == value:
            return b""
        self._settings[operator] = value
        return f"{value} {operator}".encode()

    def fill(self, colour: str) -> bytes:
        """The colour of surfaces and text."""
        return self.set("rg", _colour(colour))

    def stroke(self, colour: str) -> bytes:
        """The colour of lines."""
        return self.set("RG", _colour(colour))


@lru_cache(maxsize=256)
def _colour(code: str) -> str:
    """A colour ``#rrggbb`` as PDF has it."""
    return " ".join(_number(int(code[first : first + 2], 16) / 255) for first in (1, 3, 5))


@lru_cache(maxsize=1024)  # the dots of the map are the same in every pack
def _outline(path: str) -> bytes:
    """A path of ours as PDF: dots, circles, or lines.

    Raises:
        RenderingError: it is another path.
    """
    shape, drawn = (_DOT, _dot) if "h0" in path else (_DISC, _disc) if "a" in path else (_LINE, _step)
    steps = list(shape.finditer(path))
    if not steps or sum(len(each[0]) for each in steps) != len(path):
        raise RenderingError(said("A chart has a path that is none of ours: {path}", path=path[:60]))
    return "\n".join(map(drawn, steps)).encode()


def _dot(found: re.Match[str]) -> str:
    x, y = found.groups()
    return f"{x} {y} m {x} {y} l"


def _step(found: re.Match[str]) -> str:
    command, x, y = found.groups()
    return f"{x} {y} {command.lower()}"


def _disc(found: re.Match[str]) -> str:
    x, y, radius, width = found.groups()
    left, middle = float(x), float(y)
    curves = (
        " ".join(_number(value) for value in (left + a, middle + b, left + c, middle + d, left + e, middle + f))
        for a, b, c, d, e, f in _curves(float(radius), float(width))
    )
    return f"{x} {y} m {' c '.join(curves)} c h"


@lru_cache(maxsize=1024)
def _curves(radius: float, width: float) -> tuple[tuple[float, ...], ...]:
    """Two arcs to the point at this distance and back as six curves, each three points from where the first begins.

    Both are rounded when they are written: twice the radius may be a little more or less than the distance.
    """
    half = width / 2
    radius = max(radius, half)
    down = sqrt(radius**2 - half**2)
    beyond = asin(down / radius)
    step = -(pi + 2 * beyond) / 3
    reach = radius * 4 / 3 * tan(step / 4)
    there = []
    for number in range(3):
        start, end = pi + beyond + number * step, pi + beyond + (number + 1) * step
        there.append(
            (
                half + radius * cos(start) - reach * sin(start),
                down + radius * sin(start) + reach * cos(start),
                half + radius * cos(end) + reach * sin(end),
                down + radius * sin(end) - reach * cos(end),
                half + radius * cos(end),
                down + radius * sin(end),
            )
        )
    back = [tuple(width - value if not at % 2 else -value for at, value in enumerate(curve)) for curve in there]
    return (*there, *back)


def _number(value: float) -> str:
    """A number as short as it can be at a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
