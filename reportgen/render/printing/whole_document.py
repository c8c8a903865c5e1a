"""Prints a whole document in one go by WeasyPrint: reports, and the reference that bound packs are compared with.

Slower than binding parts, since nothing is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from reportgen.errors import RenderingError
from reportgen.render.content.pages import Pages
from reportgen.render.content.parts import Part, has_form
from reportgen.render.content.style import DEFAULT_STYLE, Style
from reportgen.render.pdf.accessibility import make_accessible
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo, xmp_of
from reportgen.render.pdf.objects import AMBIGUOUS_END, object_number
from reportgen.render.printing.density import laid_out_pack
from reportgen.render.printing.layout import laid_out, warnings_as_errors, written

MAX_TRIES = 12
"""Times a file is written anew when a stream ends ambiguously: one in twenty does, so twelve in a row never."""


def reference_pack(parts: Sequence[Part], identity: Identity, info: DocumentInfo) -> bytes:
    """A pack that is printed in one go, without parts.

    Raises:
        RenderingError: a page refers to what it may not, or WeasyPrint warns of something.
    """
    names = dict(sorted((number, sheet.template) for part in parts for sheet, number in part.folios))
    with warnings_as_errors():
        document = laid_out_pack(parts, info.title, info.author, info.day)
        return _unambiguous(document, identity, info, tuple(names.values()), has_form(parts))


def document_pdf(
    pages: Pages,
    identity: Identity,
    info: DocumentInfo,
    style: Style = DEFAULT_STYLE,
    form: bool = False,
) -> bytes:
    """Any pages as a PDF.

    Args:
        form: whether fields can be filled in on a screen.

    Raises:
        RenderingError: a page refers to what it may not, WeasyPrint warns of something, or no way to write the file
            is unambiguous.
    """
    with warnings_as_errors():
        return _unambiguous(laid_out(pages, style, form), identity, info, (), form)


def _unambiguous(document: Any, identity: Identity, info: DocumentInfo, names: tuple[str, ...], form: bool) -> bytes:
    """A document as a file of which no stream ends where readers differ.

    Args:
        names: the name of each page, for links that lead to it.
    """
    for padding in range(MAX_TRIES):
        pdf = written(document, _Finisher(identity, info, names, padding), form)
        if AMBIGUOUS_END not in pdf:
            return pdf
    raise RenderingError("Every way to write this file ends a stream ambiguously")


class _Finisher:
    """Completes a document just before WeasyPrint writes it: metadata, accessibility, named pages.

    Args:
        names: the name of each page, for links that lead to it.
        padding: how many bytes are added to every stream, to change the bytes they end in.
    """

    def __init__(self, identity: Identity, info: DocumentInfo, names: tuple[str, ...], padding: int) -> None:
        self._identity = identity
        self._info = info
        self._names = names
        self._padding = padding

    def __call__(self, document: Any, pdf: Any) -> None:
        """Adds to WeasyPrint's PDF/A-2a what PDF/UA-1 asks beside it; WeasyPrint calls this."""
        metadata = pdf.objects[object_number(pdf.catalog["Metadata"])]
        metadata.stream = [xmp_of(self._identity, self._info)]
        metadata.compress = False  # so that a person, and any tool, finds it
        make_accessible(pdf)
        named = dict(reversed([*zip(self._names, pdf.page_references, strict=False)]))
        if named:
            places = pydyf.Array()
            for name, page in sorted(named.items()):
                places.extend((pydyf.String(name), pydyf.Array((page, "/Fit"))))
            pdf.catalog["Names"] = pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": places})})
        if self._padding:
            _pad_streams(pdf, self._padding)


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
