"""What packs share is cut: the printer draws a letter of each of our faces, and each face is cut down and described."""

from __future__ import annotations

from typing import Any

from reportgen.errors import RenderingError
from reportgen.render.content.pages import Pages
from reportgen.render.content.parts import HOUSE
from reportgen.render.pdf.objects import Objects
from reportgen.render.pdf.pdf_part import shared_objects
from reportgen.render.pdf.shared_fonts import FAMILIES, SharedFonts, cut_down, described, faces
from reportgen.render.printing.layout import laid_out

OPTIONS = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}
"""What the printer is told to write."""


def cut() -> dict[int, Objects]:
    """What packs share: the colours under 0, and each face with the letters of European names under its number.

    Raises:
        RenderingError: a font is not there.
    """
    found: list[dict[int, Objects]] = []

    def finisher(document: Any, pdf: Any) -> None:
        made: dict[int, dict[int, Any]] = {}
        for name, font in document.fonts.ours().items():
            face = faces()[name]
            made[face.number] = described(name, face, cut_down(font, face))
        if document.fonts.ours().keys() == faces().keys():
            found.append(shared_objects(pdf, made))
        del pdf.objects[1:]

    lines = "".join(
        f"<p style=\"font: {'italic' if slant else 'normal'} {weight} 10px '{family}'\">a</p>"
        for family, weight, slant in FAMILIES
    )
    html = f'<html lang="nl"><head><title>a</title></head><body>{lines}</body></html>'
    document = laid_out(Pages(html, {}), HOUSE)
    document.fonts = SharedFonts()
    document.write_pdf(finisher=finisher, **OPTIONS)
    if not found:
        raise RenderingError("Not all fonts can be found", todo="install reportgen anew")
    return found[0]
