"""Printed pages as pictures, to look at."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops

from reportgen.domain.pack.page_words import Box
from reportgen.render.pdf.pdfium import opened_pdf

RESOLUTION = 110
"""Dots an inch: what is readable on a screen."""

COMPARED, STRONGER = 48, 48
"""Dots an inch at which drawings are compared, and by how much of 255 a dot has to be darker or lighter."""


def pictures_of(pdf: bytes, resolution: int = RESOLUTION) -> Iterator[bytes]:
    """Each page as a PNG, the fields of a form included.

    Args:
        resolution: dots an inch.
    """
    with opened_pdf(pdf) as document:
        drawn = [_drawn(document, number, resolution) for number in range(len(document))]
    yield from map(_png, drawn)


def page_picture(pdf: bytes, number: int, resolution: int = RESOLUTION) -> bytes | None:
    """One page as a PNG, the fields of a form included; None where there is no such page.

    Args:
        number: of the page, from 1.
        resolution: dots an inch.

    Raises:
        RenderingError: it is no PDF that can be read.
    """
    with opened_pdf(pdf) as document:
        picture = _drawn(document, number - 1, resolution) if 1 <= number <= len(document) else None
    return _png(picture) if picture else None


def drawing_differences(before: bytes, after: bytes, pages: list[tuple[int, int]]) -> dict[tuple[int, int], Box]:
    """Where pages look different, for each pair of pages that does.

    Args:
        before, after: two PDFs.
        pages: numbers of a page of each, from 1.

    Raises:
        RenderingError: one is no PDF that can be read.
    """
    with opened_pdf(before) as one, opened_pdf(after) as other:
        pairs = {
            pair: [_drawn(pdf, at - 1, COMPARED).convert("L") for pdf, at in zip((one, other), pair, strict=True)]
            for pair in pages
        }
    found = {}
    for pair, (was, now) in pairs.items():
        if was.size != now.size:
            now = now.resize(was.size)
        differing = ImageChops.difference(was, now).point([255 * (step >= STRONGER) for step in range(256)]).getbbox()
        if differing:
            found[pair] = Box(*(each * 72 / COMPARED for each in differing))
    return found


def _drawn(document: Any, position: int, resolution: int) -> Image.Image:
    document.init_forms()
    page = document[position]
    try:
        picture: Image.Image = page.render(scale=resolution / 72).to_pil()
        return picture
    finally:
        page.close()


def _png(picture: Image.Image) -> bytes:
    drawn = BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()
