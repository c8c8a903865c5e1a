"""Prints one part or a batch of parts in this process: laid out and drawn by WeasyPrint, extracted and validated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content.parts import Part, has_form
from reportgen.render.pdf.accessibility import make_accessible
from reportgen.render.pdf.binder import bound_pack
from reportgen.render.pdf.conformance import validation_faults_in
from reportgen.render.pdf.extraction import pdf_part_of
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.pdf.pdf_part import PdfPart
from reportgen.render.printing.density import NO_DAY, laid_out_part
from reportgen.render.printing.layout import warnings_as_errors, written
from reportgen.render.printing.shared_objects import shared_objects
from reportgen.render.printing.weasyprint import DocumentFonts
from reportgen.render.processes.timeouts import PART_TIMEOUT, time_limit


def printed_part(part: Part, validate: bool = True, max_seconds: float = PART_TIMEOUT) -> bytes:
    """A part as the cache keeps it (see ``PdfPart.as_bytes``).

    Args:
        max_seconds: that laying out and drawing may take.

    Raises:
        RenderingError: a page cannot be printed in time, refers to what it may not, or fails a check.
    """
    printed = _printed(part, max_seconds)
    if validate and (fault := _fault_of([(part, printed)])):
        raise fault
    return printed.as_bytes()


def printed_parts(parts: Sequence[Part], max_seconds: float = PART_TIMEOUT) -> tuple[bytes | Exception, ...]:
    """Each part as ``printed_part`` makes it, or why it failed; validated in one file, which takes half as long.

    Where the file fails, each of its parts is validated by itself.
    """
    results: list[bytes | Exception] = []
    printed: list[tuple[int, PdfPart]] = []
    for place, part in enumerate(parts):
        try:
            pdf_part = _printed(part, max_seconds)
        except Exception as fault:  # whatever went wrong with one
            results.append(fault)
        else:
            results.append(pdf_part.as_bytes())
            printed.append((place, pdf_part))
    for group in _without_common_numbers(printed):
        if _fault_of([(parts[place], pdf_part) for place, pdf_part in group]):
            for place, pdf_part in group:
                if fault_of_one := _fault_of([(parts[place], pdf_part)]):
                    results[place] = fault_of_one
    return tuple(results)


def _printed(part: Part, max_seconds: float) -> PdfPart:
    with time_limit(max_seconds):
        printed = _extracted(part)
    if printed.foreign_fonts:
        faults = [f"it has letters that our fonts lack, taken from {name}" for name in printed.foreign_fonts]
        raise RenderingError(said("A page fails its checks: {faults}", faults="; ".join(faults)), where=str(part.kind))
    return printed


def _extracted(part: Part) -> PdfPart:
    """The objects of a part, taken from WeasyPrint just before it would write them.

    Raises:
        RenderingError: its text does not fit on its pages, or WeasyPrint warns of something.
    """
    extracted: list[PdfPart] = []

    def finisher(document: Any, pdf: Any) -> None:
        make_accessible(pdf)
        bookmarks = document.make_bookmark_tree(scale=0.75, transform_pages=True)
        extracted.append(pdf_part_of(pdf, document.fonts, bookmarks, part.kind, part.content_digest))
        del pdf.objects[1:]  # the file that WeasyPrint would write is not needed

    with warnings_as_errors():
        document = laid_out_part(part)[0]
        if len(document.pages) != len(part.folios):
            raise RenderingError(
                said(
                    "{count} pages instead of {total}: the text of a page does not fit on it, "
                    "even set as close as can be read",
                    count=len(document.pages),
                    total=len(part.folios),
                ),
                where=str(part.kind),
                todo="shorten the texts of this page",
            )
        document.fonts = DocumentFonts()
        written(document, finisher, has_form((part,)))
    return extracted[0]


def _fault_of(printed: Sequence[tuple[Part, PdfPart]]) -> RenderingError | None:
    """Why parts fail validation, bound in one file as if they were a pack."""
    numbered, first = [], 1
    for _, pdf_part in printed:
        numbered.append((pdf_part, range(first, first + len(pdf_part.pages))))
        first += len(pdf_part.pages)
    kind = str(printed[0][0].kind)
    names = dict.fromkeys((name for part, _ in printed for name, _ in part.first_pages), 1)
    identity = Identity(kind, printed[0][0].content_digest)
    pdf = bound_pack(numbered, names, shared_objects(), identity, DocumentInfo(kind, "reportgen", NO_DAY))
    faults = "; ".join(validation_faults_in(pdf))
    return RenderingError(said("A page fails its checks: {faults}", faults=faults), where=kind) if faults else None


def _without_common_numbers(printed: Iterable[tuple[int, PdfPart]]) -> list[list[tuple[int, PdfPart]]]:
    """Parts in groups in which no two have an object number in common."""
    groups: list[tuple[set[int], list[tuple[int, PdfPart]]]] = []
    for place, pdf_part in printed:
        own = {*pdf_part.objects.placed, *pdf_part.objects.packed}
        taken, group = next((each for each in groups if not each[0] & own), (set(), []))
        if not group:
            groups.append((taken, group))
        taken |= own
        group.append((place, pdf_part))
    return [group for _, group in groups]
