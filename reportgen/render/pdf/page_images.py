"""Printed pages as pictures, to look at."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

RESOLUTION = 110
"""Dots an inch: what is readable on a screen."""


def pictures_of(pdf: bytes, resolution: int = RESOLUTION, only: int = 0) -> Iterator[bytes]:
    """Each page as a PNG, the fields of a form included.

    Args:
        resolution: dots an inch.
        only: the number of the one page to show; 0 for all.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        for number, page in enumerate(document, 1):
            if only and number != only:
                continue
            drawn = BytesIO()
            page.render(scale=resolution / 72).to_pil().save(drawn, "PNG")
            yield drawn.getvalue()
    finally:
        document.close()
