"""The text on the first page of a PDF, as a reader sees it."""

from __future__ import annotations

import pypdfium2

from reportgen.errors import RenderingError


def first_page_text(pdf: bytes) -> str:
    """The text on the first page.

    Raises:
        RenderingError: it is no PDF that can be opened, or has no page.
    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, ValueError) as fault:
        raise RenderingError(f"The PDF cannot be opened: {fault}") from None
    try:
        page = document[0]
        text = page.get_textpage()
        found = str(text.get_text_range())
        text.close()
        page.close()
        return found
    except (pypdfium2.PdfiumError, IndexError, ValueError) as fault:
        raise RenderingError(f"The first page of the PDF cannot be read: {fault}") from None
    finally:
        document.close()
