"""Charts read back: the texts, boxes and lines of a drawing, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from xml.etree import ElementTree

from reportgen.domain.colour import READABLE, contrast
from reportgen.render.content import svg

ASCENT, DESCENT = 0.69, 0.2
"""How far letters of Source Sans reach above and below their line, in ems."""

SVG = "{http://www.w3.org/2000/svg}"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a drawing, in points."""

    left: float
    top: float
    right: float
    bottom: float
    words: str = ""
    fill: str = ""

    def on(self, other: Box, slack: float) -> bool:
        """Whether two boxes overlap by more than the slack, in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and along > slack

    def within(self, width: float, height: float, slack: float) -> bool:
        """Whether a box lies in a drawing of this size, or sticks out by no more than the slack."""
        fits = -slack <= self.left and self.right <= width + slack
        return fits and -slack <= self.top and self.bottom <= height + slack


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart read back."""

    root: ElementTree.Element
    width: float
    height: float

    @property
    def title(self) -> str:
        """The text alternative."""
        return self.root[0].text or ""

    @property
    def words(self) -> list[str]:
        """Every text, as it is drawn."""
        return [text.words for text in self.texts()]

    def texts(self) -> list[Box]:
        """Every text with the room it takes."""
        made = []
        for each in self.root.iter(f"{SVG}text"):
            x, y, size = (float(each.get(name, "nan")) for name in ("x", "y", "font-size"))
            words, bold = each.text or "", each.get("font-weight") == "600"
            width = svg.text_width(words, size, bold)
            made.append(Box(x, y - ASCENT * size, x + width, y + DESCENT * size, words, each.get("fill", "")))
        return made

    def rectangles(self, fill: str | None = None) -> list[Box]:
        """Every filled rectangle, of one colour if asked."""
        made = []
        for each in self.root.iter(f"{SVG}rect"):
            x, y, width, height = (float(each.get(name, "nan")) for name in ("x", "y", "width", "height"))
            if fill in (None, each.get("fill")):
                made.append(Box(x, y, x + width, y + height, fill=each.get("fill", "")))
        return made

    def circles(self, fill: str | None = None, stroke: str | None = None) -> list[Box]:
        """Every disc and ring, of one colour if asked."""
        made = []
        for each in self.root.iter(f"{SVG}path"):
            if fill not in (None, each.get("fill")) or stroke not in (None, each.get("stroke")):
                continue
            for x, y, r in re.findall(r"M([-\d.]+) ([-\d.]+)a([\d.]+) ", each.get("d", "")):
                left, middle, radius = float(x), float(y), float(r)
                made.append(Box(left, middle - radius, left + 2 * radius, middle + radius))
        return made

    def lines(self, stroke: str | None = None, width: str | None = None) -> list[list[Point]]:
        """Every line through points, of one colour and width if asked; not the edges of areas."""
        return [
            [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", piece)]
            for each in self.root.iter(f"{SVG}path")
            if each.get("fill") == "none" and "a" not in each.get("d", "")
            if stroke in (None, each.get("stroke")) and width in (None, each.get("stroke-width"))
            for piece in each.get("d", "").split("M")[1:]
        ]

    def areas(self, fill: str) -> list[str]:
        """The paths that are filled with a colour."""
        found = (each for each in self.root.iter(f"{SVG}path") if each.get("fill") == fill)
        return [each.get("d", "") for each in found if "a" not in each.get("d", "")]


def read(drawn: str) -> Drawing:
    """A drawing; one that is not well formed is an error here."""
    root = ElementTree.fromstring(drawn)
    left, top, width, height = (float(each) for each in root.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    return Drawing(root, width, height)


def faults_of(drawn: str) -> list[str]:
    """What is wrong with a chart: texts over each other, cut off, crossed by leader lines, or not to be read."""
    return list(_faults(read(drawn)))


def _faults(drawing: Drawing) -> Iterator[str]:
    texts = drawing.texts()
    for text in texts:
        if not text.within(drawing.width, drawing.height, slack=0.3):
            yield f"beyond the edge: {text.words}"
        if not text.words.strip() or re.search(r"[{}…]|None|nan\b", text.words):
            yield f"not filled in: {text.words!r}"
        ground = next((box.fill for box in reversed(drawing.rectangles()) if text.on(box, slack=0)), svg.WHITE)
        if contrast(text.fill, ground) < READABLE:
            yield f"cannot be read: {text.words}, {text.fill} on {ground}"
    for one, other in combinations(texts, 2):
        if one.on(other, slack=0.4):
            yield f"on each other: {one.words} / {other.words}"
    for line in drawing.lines(stroke=svg.LINE, width="0.5"):
        for text in texts:
            if any(_crosses(start, end, text) for start, end in pairwise(line)):
                yield f"crossed by a leader line: {text.words}"
    for each in drawing.root.iter():
        for name, value in each.attrib.items():
            if re.search(r"nan|inf|e[+-]\d", value, re.I):
                yield f"no number: {name}={value[:40]}"
    for box in (*drawing.rectangles(), *drawing.circles()):
        if not box.within(drawing.width, drawing.height, slack=2):
            yield f"a shape beyond the edge: {box}"


def _crosses(start: Point, end: Point, text: Box) -> bool:
    """Whether a line runs through a text, and not only along its edge."""
    steps = 60
    for step in range(steps + 1):
        x = start[0] + (end[0] - start[0]) * step / steps
        y = start[1] + (end[1] - start[1]) * step / steps
        if text.left + 0.8 < x < text.right - 0.8 and text.top + 1.2 < y < text.bottom - 1.2:
            return True
    return False
