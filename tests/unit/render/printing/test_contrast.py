"""Whatever stands on a page can be read and seen on what is really behind it, in any colours that an event may have.

Worked out from the boxes that were laid out and from the drawings, with the colours as they were used (WCAG 2.2, 1.4.3
and 1.4.11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from doubles.workspaces import workspace_of
from example.drawings import SVG, faults_of, read

from reportgen.application.build.load_event import load_event
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.colour import APART, READABLE, VISIBLE, WHITE, contrast
from reportgen.domain.pack.contents import PartKind
from reportgen.render.content.pages import pack_title, pages_of
from reportgen.render.content.parts import Part
from reportgen.render.content.style import DEFAULT_STYLE, Style
from reportgen.render.printing import layout
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

EVENTS = Path(__file__).parents[4] / "data" / "events"
NOW = datetime(2018, 12, 3, tzinfo=ZONE)

STYLES = {
    "house": DEFAULT_STYLE,
    "dark": Style("#3b0764", "#b45309"),
    "light": Style("#757575", "#c8741a"),  # as light as an event may have them
    "blue": Style("#075985", "#e11d48"),
}


def test_the_colours_here_are_ones_that_an_event_may_have() -> None:
    for style in STYLES.values():
        assert contrast(style.subject, WHITE) >= READABLE
        assert contrast(style.own, WHITE) >= VISIBLE
        assert contrast(style.subject, style.own) >= APART


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Part, ...]]:
    """Of each event that comes along, a pack of a municipality, of a guest and of who leads a session."""
    found: list[tuple[Part, ...]] = []
    for event in sorted(EVENTS.glob("2*")):
        paths = Paths(EMBEDDED, tmp_path_factory.mktemp("output"))
        ledger = Ledger.open(paths.ledger)
        parts = [each.job.parts for each in load_event(workspace_of(event, paths, ledger, NOW)).packs]
        ledger.close()
        wanted = (PartKind.MUNICIPALITY, PartKind.LEADING)
        kinds = {frozenset(part.kind for part in each): each for each in reversed(parts)}
        guests = [each for each in parts if any("national" in dict(part.first_pages) for part in each)]
        found += [parts[0], *guests[:1], *(each for kind, each in kinds.items() if wanted[1] in kind)]
    return found


def colour(of: Any, behind: str) -> str:
    """A colour of WeasyPrint as ``#rrggbb``; what is behind it where it is transparent."""
    red, green, blue, alpha = (*of.to("srgb").coordinates, of.alpha)
    assert alpha in (0, 1)
    return "#" + "".join(f"{round(255 * each):02x}" for each in (red, green, blue)) if alpha else behind


def boxes(box: Any, ground: str = WHITE) -> Iterator[tuple[Any, str]]:
    """Every box of a page, with the colour behind it."""
    yield box, ground
    own = colour(box.style["background_color"], ground)
    for child in getattr(box, "children", ()):
        yield from boxes(child, own)


def faults_on(page: Any) -> Iterator[str]:
    for box, ground in boxes(page):
        if type(box).__name__ == "TextBox" and box.text.strip():
            ink = colour(box.style["color"], ground)
            if contrast(ink, ground) < READABLE:
                yield f"{box.text!r}: {ink} on {ground}, {contrast(ink, ground):.2f}"
        fill = colour(box.style["background_color"], "") if str(box.element_tag).endswith("::before") else ""
        if fill and contrast(fill, ground) < VISIBLE:
            yield f"a bar: {fill} on {ground}"


@pytest.mark.parametrize("name", STYLES)
def test_every_text_of_a_page_can_be_read_on_what_is_behind_it(packs: list[tuple[Part, ...]], name: str) -> None:
    style, read_of, faults = STYLES[name], 0, []
    for parts in packs:
        coloured = tuple(replace(each, style=style) for each in parts)
        document = layout.laid_out(pages_of(coloured, pack_title(coloured), "VNG", "2018-12-10"), style)
        for page in document.pages:
            found = list(boxes(page._page_box))
            read_of += sum(type(box).__name__ == "TextBox" for box, _ in found)
            faults += faults_on(page._page_box)
    assert read_of > 1000
    assert sorted(set(faults)) == []


@pytest.mark.parametrize("name", STYLES)
def test_every_text_and_line_of_a_chart_can_be_seen(packs: list[tuple[Part, ...]], name: str) -> None:
    faults: list[str] = []
    for parts in packs:
        coloured = tuple(replace(each, style=STYLES[name]) for each in parts)
        for drawn in pages_of(coloured, pack_title(coloured), "VNG", "2018-12-10").charts.values():
            faults += [each for each in faults_of(drawn) if each.startswith("cannot be read")]
            faults += unseen(drawn)
            faults += over_areas(drawn)
    assert sorted(set(faults)) == []


def unseen(drawn: str) -> Iterator[str]:
    """Lines, marks and dots of a chart that carry meaning and are too light; hairlines of a grid carry none."""
    drawing = read(drawn)
    for each in drawing.root.iter(f"{SVG}path"):
        stroke, fill = each.get("stroke", ""), each.get("fill", "")
        wide = float(each.get("stroke-width", "1"))
        line = fill == "none" and stroke != WHITE and wide > 0.5
        if line and contrast(stroke, WHITE) < VISIBLE:
            yield f"a line: {stroke}, {wide}"
        disc = re.search(r"a[\d.]+ [\d.]+ 0 1 0", each.get("d", "")) and fill not in ("none", WHITE)
        if disc and max(contrast(colour, WHITE) for colour in (fill, stroke or WHITE)) < VISIBLE:
            yield f"a disc: {fill}, {stroke}"


def over_areas(drawn: str) -> Iterator[str]:
    """Texts over an area of a map, such as a municipality, in which they cannot be read."""
    drawing = read(drawn)
    shapes = [each for each in drawing.root.iter(f"{SVG}path") if each.get("fill", "none") not in ("none", WHITE)]
    areas = [(each.get("fill", ""), rings_of(each.get("d", ""))) for each in shapes if "a" not in each.get("d", "")]
    boxes_of = drawing.rectangles()
    for text in drawing.texts():
        if any(text.on(box, slack=0) for box in boxes_of):
            continue  # it has a ground of its own, which ``faults_of`` looks at
        middle = (text.top + text.bottom) / 2
        for x in (text.left, (text.left + text.right) / 2, text.right):
            ground = next((fill for fill, rings in reversed(areas) if within((x, middle), rings)), WHITE)
            if contrast(text.fill, ground) < READABLE:
                yield f"{text.words}: {text.fill} on {ground}"


def rings_of(path: str) -> list[list[tuple[float, float]]]:
    """The outlines of a path of straight lines."""
    pieces = (re.findall(r"(-?[\d.]+)[ ,](-?[\d.]+)", piece) for piece in path.split("M")[1:])
    return [[(float(x), float(y)) for x, y in piece] for piece in pieces]


def within(point: tuple[float, float], rings: list[list[tuple[float, float]]]) -> bool:
    """Whether a point lies in an area, by how many of its edges are left of it."""
    x, y = point
    crossed = sum(
        (y1 > y) != (y2 > y) and x1 + (y - y1) * (x2 - x1) / (y2 - y1) < x
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    return crossed % 2 == 1


def test_what_cannot_be_read_or_seen_is_found() -> None:
    square = "M0 0L50 0L50 50L0 50z"
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 50 50"><title>x</title>{}'
        '<text x="5" y="20" font-size="8" fill="#757575">in</text></svg>'
    )
    assert list(over_areas(drawn.format(f'<path d="{square}" fill="#d9dde1"/>'))) != []
    assert list(over_areas(drawn.format(f'<path d="{square.replace("50", "4")}" fill="#d9dde1"/>'))) == []
    assert list(unseen(drawn.format(f'<path d="{square}" fill="none" stroke="#d9dde1" stroke-width="1"/>'))) != []
    assert list(unseen(drawn.format(f'<path d="{square}" fill="none" stroke="#d9dde1" stroke-width="0.5"/>'))) == []
