"""Charts drawn straight into a page: the same to the eye as WeasyPrint's own drawing of them, and as words in order."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from weasyprint import CSS, HTML, images

from reportgen.errors import RenderingError
from reportgen.render.content import svg
from reportgen.render.content.pages import CHART, Pages
from reportgen.render.content.resources import FONTS
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.pdf.chart_drawing import ChartDrawing
from reportgen.render.pdf.glyphs import WEIGHTS, glyphs_of
from reportgen.render.printing import layout
from reportgen.render.printing.weasyprint import page_document

Written = Mapping[str, tuple[str, tuple[Any, ...]]]

MUNICIPALITIES = ("GM0363", "GM1900", "GM0393", "GM0356")
"""The largest, one with an accent, a long name, and another."""

SHEET = CSS(string="@page { size: 400pt 400pt; margin: 10pt } img { display: block } body { margin: 0 }")


def printed_by(document: Any) -> bytes:
    return bytes(document.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True))


def page_of(source: str) -> str:
    picture = f'<img class="chart" alt="x" src="{source}"/>'
    return f'<html lang="nl"><head><title>Kaart</title></head><body>{picture}</body></html>'


def ours(drawn: str) -> bytes:
    """A chart on a page of its own, drawn by ourselves."""
    pages = Pages(page_of(f"{CHART}0"), {f"{CHART}0": drawn})
    html = page_document(layout.tree_of(pages.html), "pack:///", layout.fetcher(DEFAULT_STYLE))
    cache = {address: ChartDrawing(each) for address, each in pages.charts.items()}
    return printed_by(
        html.render(stylesheets=(*layout.styles(DEFAULT_STYLE), SHEET), font_config=layout.fonts(), cache=cache)
    )


def theirs(drawn: str) -> bytes:
    """The same chart drawn by WeasyPrint, as any SVG."""
    source = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    html = HTML(string=page_of(source))
    return printed_by(html.render(stylesheets=(*layout.styles(DEFAULT_STYLE), SHEET), font_config=layout.fonts()))


def picture(pdf: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("L")


def text_of(pdf: bytes) -> str:
    """The text of a page without its spaces; WeasyPrint leaves those of a chart away."""
    return "".join(pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def chart(*shapes: str) -> str:
    return svg.drawing(100, 100, "Een kaart", *shapes)


@pytest.mark.parametrize("code", MUNICIPALITIES)
def test_a_chart_looks_as_it_does_when_it_is_drawn_as_svg(written: Written, code: str) -> None:
    _, charts = written[code]
    assert len(charts) >= 6
    for each in charts:
        one, other = picture(ours(each.drawn)), picture(theirs(each.drawn))
        assert one.size == other.size
        differing = ImageChops.difference(one, other).point(lambda value: 255 * (value > 48)).histogram()[255]
        assert differing < 30, each.alternative  # hairs at the edge of a letter that begins a hundredth elsewhere


def test_the_comparison_sees_a_dot_that_is_missing() -> None:
    dots = [(20.0, 20.0), (50.0, 50.0)]
    one, other = (picture(theirs(chart(svg.dots(some, 6, svg.TEAL)))) for some in (dots, dots[:1]))
    assert ImageChops.difference(one, other).point(lambda value: 255 * (value > 48)).histogram()[255] > 30


@pytest.mark.parametrize("code", MUNICIPALITIES)
def test_the_words_of_a_chart_are_read_in_the_same_order(written: Written, code: str) -> None:
    for each in written[code][1]:
        assert text_of(ours(each.drawn)) == text_of(theirs(each.drawn))


def test_a_name_is_read_with_its_spaces(written: Written) -> None:
    text = pypdf.PdfReader(BytesIO(ours(chart(svg.text(0, 20, "Antillen en Aruba"))))).pages[0].extract_text()
    assert "Antillen en Aruba" in text


def test_every_chart_of_all_packs_is_drawn_with_our_strokes(written: Written) -> None:
    for _, charts in written.values():
        for each in charts:
            width, height, ratio = ChartDrawing(each.drawn).get_intrinsic_size(1, 16)
            assert 100 < width < 660
            assert ratio == pytest.approx(width / height)


@pytest.mark.parametrize(
    "shape",
    [
        '<circle cx="1" cy="1" r="1"/>',
        '<rect x="1" y="1" width="1" height="1" opacity="0.5"/>',
        '<text x="1" y="1" text-anchor="end">a</text>',
        '<text x="1" y="1">a<tspan>b</tspan></text>',
        '<image href="file:///etc/passwd"/>',
    ],
)
def test_a_stroke_that_is_none_of_ours_is_refused(shape: str) -> None:
    with pytest.raises(RenderingError, match="stroke"):
        ChartDrawing(chart(shape))


@pytest.mark.parametrize("path", ["M1 1C1 1 2 2 3 3", "M1 1l1 1", "M1 1L2", "M1 1 Q 1 1 2 2", ""])
def test_a_path_that_is_none_of_ours_is_refused(path: str) -> None:
    with pytest.raises(RenderingError):
        ours(chart(f'<path d="{path}" fill="none" stroke="#000000" stroke-width="1"/>'))


@pytest.mark.parametrize("drawn", ["", "<svg>", "<svg/>", "<b>x</b>"])
def test_what_is_no_drawing_is_refused(drawn: str) -> None:
    with pytest.raises(RenderingError):
        ChartDrawing(drawn)


def test_a_character_that_the_font_of_charts_lacks_is_named() -> None:
    with pytest.raises(RenderingError, match=r"U\+10D0"):
        ours(chart(svg.text(0, 20, "a\N{GEORGIAN LETTER AN}b")))


@pytest.mark.parametrize("face", sorted(WEIGHTS))
def test_glyphs_are_those_that_weasyprint_sets(face: str) -> None:
    """Every letter is set as the line breaker of WeasyPrint would set it alone."""
    assert FONTS[face].is_file()
    letters = "".join(chr(code) for code in sorted(glyphs_of(face)) if 0x20 < code < 0x250 and chr(code).isalpha())
    weight = ' font-weight="600"' if WEIGHTS[face] == 600 else ""
    for start in range(0, len(letters), 40):
        line = f'<text x="2" y="20" font-size="4" fill="#000000"{weight}>{letters[start : start + 40]}</text>'
        one, other = picture(ours(chart(line))), picture(theirs(chart(line)))
        differing = ImageChops.difference(one, other).point(lambda value: 255 * (value > 64)).histogram()[255]
        assert differing < 30, letters[start : start + 40]


@pytest.mark.parametrize("radius", [0.24, 1.25, 1.26, 2.6, 3.04, 7.35, 12, 33.33])
def test_a_circle_is_as_round_as_weasyprint_makes_it_of_rounded_numbers(radius: float) -> None:
    places = [(50, 50, radius)]
    for drawn in (svg.discs(places, svg.TEAL_LIGHT, svg.TEAL), svg.rings(places, svg.OCHRE, 1.1)):
        one, other = picture(ours(chart(drawn))), picture(theirs(chart(drawn)))
        assert ImageChops.difference(one, other).getextrema()[1] < 16
        assert other.getextrema()[0] < 230


def test_weasyprint_takes_an_image_from_the_cache_by_its_address_and_draws_it_as_it_draws_its_own() -> None:
    """The seam: what it asks of an image, and that an address in the cache is fetched from nowhere."""
    ours_, theirs_ = ChartDrawing, images.SVGImage
    for name in ("get_intrinsic_size", "draw"):
        mine, its = getattr(ours_, name), getattr(theirs_, name)
        assert mine.__code__.co_argcount == its.__code__.co_argcount
    kept = ChartDrawing(chart())
    assert images.get_image_from_uri({"chart:1": kept}, None, {}, "chart:1") is kept
