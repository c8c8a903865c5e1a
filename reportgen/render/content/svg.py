"""SVG shapes and colours of charts: text of known width, lines, circles as one path, tints.

One path per colour, text always from its left end, no opacity: each of the alternatives makes printing several
times slower.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from reportgen.domain.colour import contrast, lightest, mixed
from reportgen.render.content.typography import with_apostrophes
from reportgen.render.pdf.glyphs import glyphs_of

WHITE = "#ffffff"
INK = "#1c2530"
GREY = "#5f6872"
LINE = "#8b949e"
LIGHT = "#d9dde1"
LAND = "#e4e7ea"  # of maps that show nothing but some municipalities
TEAL = "#00616b"
OCHRE = "#c8741a"
OCHRE_DARK = "#8f4f0a"  # ochre as text: 5.9 : 1 on white

SHADES = {share: mixed(TEAL, WHITE, share) for share in (0.12, 0.3, 0.55, 0.82)}
"""Lighter shades of the subject's colour, by the part of it that they hold."""

TEAL_LIGHT = lightest(TEAL)
"""Of what stands beside the subject's colour: as light as can be seen on white."""

TINTS = (SHADES[0.12], SHADES[0.3], SHADES[0.55], SHADES[0.82])
"""Four tints of a value, light to dark; they differ in grey print too."""

PARTS = (TEAL, TEAL_LIGHT, "#3e4a57", "#b9c2cb", "#687684", LIGHT)
"""Parts of a whole: neighbours differ in grey print too, and none is the colour of the own municipality."""


def on(fill: str) -> str:
    """The colour of text on a colour: white or ink, whichever can be read better."""
    return max((WHITE, INK), key=lambda each: contrast(each, fill))


def drawing(width: float, height: float, title: str, *shapes: str) -> str:
    """A whole drawing, in points; the title is what a screen reader says."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" width="{width:g}pt" height="{height:g}pt" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="Source Sans Pro" font-size="8" fill="{INK}">'
        f"<title>{escape(title)}</title>{''.join(shapes)}</svg>"
    )


def text(
    x: float, y: float, words: str, size: float = 8, fill: str = INK, bold: bool = False, end: bool = False
) -> str:
    """A line of text from x, or up to x when ``end``; nothing without words."""
    if not words:
        return ""
    words = with_apostrophes(words)
    left = x - text_width(words, size, bold) if end else x
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{left:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"{weight}>{escape(words)}</text>'


def text_width(words: str, size: float, bold: bool = False) -> float:
    """The width of a line of a chart's text in points."""
    return width_in("sans-semibold" if bold else "sans", with_apostrophes(words), size)


def width_in(face: str, words: str, size: float) -> float:
    """The width of a line of text in a face, in points, by the font's own measures."""
    glyphs = glyphs_of(face)
    fallback = glyphs[ord("0")]
    return sum(glyphs.get(ord(char), fallback)[1] for char in words) * size


def rectangle(x: float, y: float, width: float, height: float, fill: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}"/>'


def line(points: Iterable[tuple[float, float]], stroke: str, width: float, dashes: str = "") -> str:
    """An open line through points."""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"{dashed}/>'


def hairlines(lines: Iterable[tuple[float, float, float, float]], stroke: str = LIGHT, width: float = 0.5) -> str:
    """Straight lines in one path, half a point wide; nothing for none."""
    path = "".join(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for x1, y1, x2, y2 in lines)
    return f'<path d="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}"/>' if path else ""


def areas(path: str, fill: str, stroke: str = WHITE, width: float = 0.4) -> str:
    """Areas, each an outline that ends where it begins, in one path; nothing for none."""
    return (
        f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"/>'
        if path
        else ""
    )


def discs(circles: Iterable[tuple[float, float, float]], fill: str, edge: str = "") -> str:
    """Filled circles (x, y, radius) in one path, with a thin edge where they may overlap."""
    path = "".join(
        f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z"
        for x, y, r in circles
    )
    stroke = f' stroke="{edge}" stroke-width="0.5"' if edge else ""
    return f'<path d="{path}" fill="{fill}"{stroke}/>' if path else ""


def rings(circles: Iterable[tuple[float, float, float]], stroke: str, width: float) -> str:
    """Open circles in one path."""
    filled = discs(circles, "none")
    return filled.replace("/>", f' stroke="{stroke}" stroke-width="{width:g}"/>')


def dots(places: Iterable[tuple[float, float]], diameter: float, fill: str) -> str:
    """Dots of one size in one path: lines without length and with round ends, ten times lighter than circles."""
    path = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in places)
    return f'<path d="{path}" stroke="{fill}" stroke-width="{diameter:.2f}" stroke-linecap="round"/>'
