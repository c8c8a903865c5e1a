"""Opening PDFs with pdfium, which is not thread-safe: whoever calls it holds one lock for the whole process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2

from reportgen.errors import RenderingError
from reportgen.i18n.message import said

PDFIUM_LOCK = RLock()
"""Held during every call of pdfium; of one thread's it may be taken again."""


@contextmanager
def opened_pdf(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF, open for as long as the block runs; other threads wait until then.

    Raises:
        RenderingError: it is no PDF that can be opened or read.
    """
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except (pypdfium2.PdfiumError, ValueError) as fault:
            raise RenderingError(said("The PDF cannot be opened: {reason}", reason=fault)) from None
        try:
            yield document
        except (pypdfium2.PdfiumError, IndexError) as fault:
            raise RenderingError(said("The PDF cannot be read: {reason}", reason=fault)) from None
        finally:
            document.close()
