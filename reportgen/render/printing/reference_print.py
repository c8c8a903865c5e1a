"""A pack printed in one go, as the printer would: the measure that packs bound from parts are held against.

Slower, since nothing is shared; it is there for tests, and for whoever doubts the binder.
"""

from __future__ import annotations

from typing import Any

import pydyf

from reportgen.errors import RenderingError
from reportgen.render.pdf.finisher import settle
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import Imprint, described
from reportgen.render.pdf.objects import AMBIGUOUS_END

NUDGES = 12
"""Times a file is written anew when a stream ends ambiguously: one in twenty does, so twelve in a row never."""


class Finisher:
    """Marks a document, at the moment it is written, as what it is: archival, accessible, someone's.

    Args:
        pages: the name of each page, for links that lead to it.
        nudge: how many bytes of padding every stream gets, to change the bytes they end in.
    """

    def __init__(self, identity: Identity, imprint: Imprint, pages: tuple[str, ...] = (), nudge: int = 0) -> None:
        self._identity = identity
        self._imprint = imprint
        self._pages = pages
        self._nudge = nudge

    def __call__(self, document: Any, pdf: Any) -> None:
        """Adds to WeasyPrint's PDF/A-2a what PDF/UA-1 asks beside it; WeasyPrint calls this."""
        metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
        metadata.stream = [described(self._identity, self._imprint)]
        metadata.compress = False  # so that a person, and any tool, finds it
        settle(pdf)
        named = dict(reversed([*zip(self._pages, pdf.page_references, strict=False)]))
        if named:
            places = pydyf.Array()
            for name, page in sorted(named.items()):
                places.extend((pydyf.String(name), pydyf.Array((page, "/Fit"))))
            pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": places})})
        if self._nudge:
            _pad_streams(pdf, self._nudge)


def written(document: Any, identity: Identity, imprint: Imprint, pages: tuple[str, ...], form: bool) -> bytes:
    """A laid-out document as a file.

    Raises:
        RenderingError: no way to write it is unambiguous.
    """
    for nudge in range(NUDGES):
        finisher = Finisher(identity, imprint, pages, nudge)
        pdf: bytes = document.write_pdf(finisher=finisher, pdf_variant="pdf/a-2a", pdf_tags=True, pdf_forms=form)
        if AMBIGUOUS_END not in pdf:
            return pdf
    raise RenderingError("Every way to write this file ends a stream ambiguously")


def _pad_streams(pdf: Any, padding: int) -> None:
    """Lengthens fonts by ones (zeros would not change a checksum) and drawing by line ends; no reader sees it."""
    for each in pdf.objects:
        if not isinstance(each, pydyf.Stream) or not each.compress or each.extra.get("Subtype") == "/Image":
            continue
        if "Length1" in each.extra:
            each.stream = [*each.stream[:-1], each.stream[-1] + b"\1" * padding]
            each.extra["Length1"] += padding
        elif "N" not in each.extra:  # a colour profile has a length of its own
            each.stream = [*each.stream, b"\n" * padding]
    pdf.add_object(pydyf.Dictionary({"Padding": padding}))  # so that the table of objects differs too
