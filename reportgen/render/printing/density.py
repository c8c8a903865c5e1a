"""Lays out a part in as many pages as it should have: set closer where its text does not fit as designed.

Heights of texts are estimated before pages are laid out, by font metrics; a wrong estimate never costs a pack.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.render.content.pages import pages_of
from reportgen.render.content.parts import Part, has_form
from reportgen.render.printing.layout import laid_out

DENSITIES = ("", "compact", "dense")
"""Classes of the sheets of a part (see ``density.css``), in the order in which they are tried."""

SMALLER = (0.82, 0.65)
"""How large type is beside its usual size where no density helps: long words cost size, never a pack."""

NO_DAY = "2000-01-01"
"""Stands where a pack has its day: a part is the same in packs of any day."""


def laid_out_part(part: Part) -> tuple[Any, str]:
    """A part as a document of WeasyPrint, in the first density in which each sheet is one page; else in the last.

    Where that does not do either, its type is smaller.

    Returns:
        The document, and its density.
    """
    form = has_form((part,))
    for density in DENSITIES:
        pages = pages_of((part,), str(part.kind), "", NO_DAY, {part.kind: density})
        document = laid_out(pages, part.style, form)
        if len(document.pages) == len(part.folios):
            return document, density
    for size in SMALLER:
        document = laid_out(pages, part.style, form, size)
        if len(document.pages) == len(part.folios):
            break
    return document, density


def laid_out_pack(parts: Sequence[Part], title: str, author: str, day: str) -> Any:
    """All parts as one document of WeasyPrint, each in the density in which it is laid out by itself."""
    style, form = parts[0].style, has_form(parts)
    document = laid_out(pages_of(parts, title, author, day), style, form)
    if len(document.pages) == parts[0].total:
        return document
    densities = {part.kind: laid_out_part(part)[1] for part in parts}
    return laid_out(pages_of(parts, title, author, day, densities), style, form)
