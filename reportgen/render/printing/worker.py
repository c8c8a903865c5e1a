"""A part is printed: laid out and drawn by WeasyPrint, made a leaf, and judged, in a process that stays warm."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from reportgen.errors import RenderingError
from reportgen.render.content.pages import Pages, pages_of
from reportgen.render.content.parts import DEFAULT_STYLE, Part, has_form
from reportgen.render.content.style import Style
from reportgen.render.pdf.binder import bound
from reportgen.render.pdf.conformance import judgements_of
from reportgen.render.pdf.finisher import settle
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import Imprint
from reportgen.render.pdf.pdf_part import PdfPart, pdf_part_of
from reportgen.render.pdf.shared_fonts import SharedFonts
from reportgen.render.printing.layout import PDF_OPTIONS, ReachesOut, laid_out
from reportgen.render.printing.reference_print import written
from reportgen.render.printing.shared_objects import shared_objects
from reportgen.render.printing.timeouts import at_most

PATIENCE = 120
"""Seconds a part may take; it takes one, on a busy machine perhaps five."""


def printed_part(part: Part, judge: bool = True) -> bytes:
    """A part as it is kept in stock, judged by itself.

    Args:
        judge: no, where what comes out is compared with what was judged before.

    Raises:
        RenderingError: a page cannot be printed in time, refers to what it may not, or fails a check.
    """
    leaf = _printed(part)
    if judge and (fault := _fault_of([(part, leaf)])):
        raise fault
    return leaf.as_bytes()


def printed_parts(parts: Sequence[Part]) -> tuple[bytes | Exception, ...]:
    """Each part as ``printed_part`` makes it, or why it failed; judged together, which takes half as long.

    A fault that the judge finds is looked for in each by itself.
    """
    results: list[bytes | Exception] = []
    leaves: list[tuple[int, PdfPart]] = []
    for place, part in enumerate(parts):
        try:
            leaf = _printed(part)
        except Exception as fault:  # whatever went wrong with one
            results.append(fault)
        else:
            results.append(leaf.as_bytes())
            leaves.append((place, leaf))
    for group in _apart(leaves):
        if _fault_of([(parts[place], leaf) for place, leaf in group]):
            for place, leaf in group:
                if against := _fault_of([(parts[place], leaf)]):
                    results[place] = against
    return tuple(results)


def _printed(part: Part) -> PdfPart:
    with patience():
        leaf = _leaf(part)
    if len(leaf.pages) != len(part.folios):
        raise RenderingError(
            f"{len(leaf.pages)} pages instead of {len(part.folios)}: the text of a page does not fit on it",
            where=str(part.kind),
        )
    if leaf.strange:
        faults = [f"it has letters that our fonts lack, taken from {name}" for name in leaf.strange]
        raise RenderingError(f"A page fails its checks: {'; '.join(faults)}", where=str(part.kind))
    return leaf


def _fault_of(printed: Sequence[tuple[Part, PdfPart]]) -> RenderingError | None:
    """What the judge has against parts, which it sees as they are kept, bound as if they were a pack."""
    numbers, first = [], 1
    for _, leaf in printed:
        numbers.append((leaf, range(first, first + len(leaf.pages))))
        first += len(leaf.pages)
    kind = str(printed[0][0].kind)
    names = dict.fromkeys((name for part, _ in printed for name, _ in part.first_pages), 1)
    alone = Identity(kind, printed[0][0].content_digest)
    pdf = bound(numbers, names, shared_objects(), alone, Imprint(kind, "reportgen", "2000-01-01"))
    faults = "; ".join(judgements_of(pdf))
    return RenderingError(f"A page fails its checks: {faults}", where=kind) if faults else None


def _apart(leaves: Iterable[tuple[int, PdfPart]]) -> list[list[tuple[int, PdfPart]]]:
    """Parts in groups in which no two have a number in common."""
    groups: list[tuple[set[int], list[tuple[int, PdfPart]]]] = []
    for place, leaf in leaves:
        own = {*leaf.objects.placed, *leaf.objects.packed}
        taken, group = next((each for each in groups if not each[0] & own), (set(), []))
        if not group:
            groups.append((taken, group))
        taken |= own
        group.append((place, leaf))
    return [group for _, group in groups]


def _leaf(part: Part) -> PdfPart:
    pages = pages_of((part,), str(part.kind), "", "2000-01-01")
    form = has_form((part,))
    leaves: list[PdfPart] = []

    def finisher(document: Any, pdf: Any) -> None:
        settle(pdf)
        bookmarks = document.make_bookmark_tree(scale=0.75, transform_pages=True)
        leaves.append(pdf_part_of(pdf, document.fonts, bookmarks, part.kind, part.content_digest))
        del pdf.objects[1:]  # the rest of the printer's work would be in vain

    with _complaints():
        document = laid_out(pages, part.style, form)
        document.fonts = SharedFonts()
        document.write_pdf(finisher=finisher, pdf_forms=form, **PDF_OPTIONS)
    return leaves[0]


def whole_pack(parts: Sequence[Part], identity: Identity, imprint: Imprint) -> bytes:
    """A pack printed in one go, without parts: what bound ones are compared with.

    Raises:
        RenderingError: as for a part.
    """
    pages = pages_of(parts, imprint.title, imprint.author, imprint.day)
    names = dict(sorted((folio, sheet.template) for part in parts for sheet, folio in part.folios))
    return whole(pages, identity, imprint, tuple(names.values()), parts[0].style, has_form(parts))


def whole(
    pages: Pages,
    identity: Identity,
    imprint: Imprint,
    names: tuple[str, ...] = (),
    style: Style = DEFAULT_STYLE,
    form: bool = False,
) -> bytes:
    """Any page printed by the printer alone; ``names`` are those that links lead to.

    Raises:
        RenderingError: it refers to what it may not, or the printer complains.
    """
    with _complaints():
        return written(laid_out(pages, style, form), identity, imprint, names, form)


def patience() -> AbstractContextManager[None]:
    """Ends a part that takes too long.

    Raises:
        RenderingError: it took too long.
    """
    return at_most(PATIENCE)


@contextmanager
def _complaints() -> Iterator[None]:
    """What the printer only logs (a broken anchor, a missing glyph) is an error here.

    Raises:
        RenderingError: it complained, or a page refers to something outside.
    """
    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield
    except ReachesOut as fault:
        raise RenderingError(f"A page refers to something outside the templates: {fault}") from None
    finally:
        logger.removeHandler(heard)
    if heard.lines:
        raise RenderingError(f"The printer complains: {'; '.join(dict.fromkeys(heard.lines))}")


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
