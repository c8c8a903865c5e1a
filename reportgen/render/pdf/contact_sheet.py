"""All pages of some packs on one picture: a row for each pack, the pages in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from reportgen.render.content.resources import FONTS
from reportgen.render.pdf.page_images import pictures_of

RESOLUTION = 54
"""Dots an inch of a page on the sheet: heads can be read, and the shape of a page is seen."""

GAP, LABEL, TYPE = 18, 30, 20
"""Pixels between pages, height of the line above each row, and size of its type."""

GROUND, INK = "#d9dde1", "#1c2530"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A pack on the sheet, and the line above it."""

    label: str
    pdf: bytes


def contact_sheet(rows: Sequence[SheetRow]) -> bytes:
    """The sheet as a PNG."""
    pages = [[Image.open(BytesIO(each)) for each in pictures_of(row.pdf, RESOLUTION)] for row in rows]
    heights = [max(page.height for page in each) + LABEL + GAP for each in pages]
    width = GAP + max(sum(page.width + GAP for page in each) for each in pages)
    sheet = Image.new("RGB", (width, GAP + sum(heights)), GROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONTS["sans-semibold"], TYPE)
    top = GAP // 2
    for row, theirs, height in zip(rows, pages, heights, strict=True):
        draw.text((GAP, top), row.label, fill=INK, font=font)
        left = GAP
        for page in theirs:
            sheet.paste(page, (left, top + LABEL))
            left += page.width + GAP
        top += height
    drawn = BytesIO()
    sheet.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
