"""Printed pages as pictures, to look at."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

RESOLUTION = 110
"""Dots an inch: what is readable on a screen."""


def pictures_of(pdf: bytes, resolution: int = RESOLUTION) -> Iterator[bytes]:
    """Each page as a PNG, the fields of a form included.

    Args:
        resolution: dots an inch.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        for page in document:
            drawn = BytesIO()
            page.render(scale=resolution / 72).to_pil().save(drawn, "PNG")
            yield drawn.getvalue()
    finally:
        document.close()
