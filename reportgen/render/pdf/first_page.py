"""The text on the first page of a PDF, as a reader sees it."""

from __future__ import annotations

from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.pdf.pdfium import opened_pdf


def first_page_text(pdf: bytes) -> str:
    """The text on the first page.

    Raises:
        RenderingError: it is no PDF that can be opened, or has no page.
    """
    with opened_pdf(pdf) as document:
        try:
            page = document[0]
            text = page.get_textpage()
            found = str(text.get_text_range())
            text.close()
            page.close()
            return found
        except (IndexError, ValueError) as fault:
            raise RenderingError(said("The first page of the PDF cannot be read: {reason}", reason=fault)) from None
