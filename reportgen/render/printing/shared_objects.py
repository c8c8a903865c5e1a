"""PDF objects that all parts refer to: the colour profile, and a subset of each font."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from reportgen.errors import RenderingError
from reportgen.render.content.pages import Pages
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.pdf.extraction import shared_objects_of
from reportgen.render.pdf.objects import Objects
from reportgen.render.pdf.shared_fonts import FAMILIES, font_objects, shared_fonts, subset_of
from reportgen.render.printing.layout import laid_out, written
from reportgen.render.printing.weasyprint import DocumentFonts


@cache
def shared_objects() -> Mapping[int, Objects]:
    """The colour profile under 0, and each font with the letters of European names under its number.

    WeasyPrint prints a page with one letter of each font; the subsets are made from what it is about to write.

    Raises:
        RenderingError: a font is not there.
    """
    found: list[dict[int, Objects]] = []

    def finisher(document: Any, pdf: Any) -> None:
        made: dict[int, dict[int, Any]] = {}
        for name, font in document.fonts.own().items():
            shared = shared_fonts()[name]
            made[shared.number] = font_objects(name, shared, subset_of(font, shared))
        if document.fonts.own().keys() == shared_fonts().keys():
            found.append(shared_objects_of(pdf, made))
        del pdf.objects[1:]  # the file itself is not needed

    lines = "".join(
        f"<p style=\"font: {'italic' if slant else 'normal'} {weight} 10px '{family}'\">a</p>"
        for family, weight, slant in FAMILIES
    )
    html = f'<html lang="nl"><head><title>a</title></head><body>{lines}</body></html>'
    document = laid_out(Pages(html, {}), DEFAULT_STYLE)
    document.fonts = DocumentFonts()
    written(document, finisher)
    if not found:
        raise RenderingError("Not all fonts can be found", todo="install reportgen anew")
    return found[0]
