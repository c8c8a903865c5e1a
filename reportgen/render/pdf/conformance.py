"""Checks a pack before it is mailed: PDF/A-2a, PDF/UA-1, PDF syntax, whose it is, and how many pages it has."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import page
import pikepdf

from reportgen.render.pdf.identity import Identity, identity_in

PROFILES = ("2a", "ua1")

OWN_FONT = re.compile(r"/[A-Z]{6}\+Source-(?:Sans|Serif)-Pro.*")
"""Any other font comes from the machine, and another machine would print something else."""


def faults_in(pdf: bytes, identity: Identity, pages: int) -> tuple[str, ...]:
    """Everything that is wrong with a printed pack; empty when it may be mailed.

    Args:
        identity: whose pack it must be.
        pages: how many pages it must have; one more means that something did not fit.
    """
    with ThreadPoolExecutor(len(PROFILES)) as validators:
        validated = [validators.submit(_faults_against, pdf, profile) for profile in PROFILES]
        try:
            faults = _own_faults(pdf, identity, pages)
        except pikepdf.PdfError as fault:
            return (f"no PDF: {fault}",)
    return (*faults, *(fault for each in validated for fault in each.result()))


def _own_faults(pdf: bytes, identity: Identity, pages: int) -> list[str]:
    """What is checked here, while the validator runs.

    Raises:
        PdfError: it is no PDF.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        faults = [f"syntax: {fault}" for fault in document.check_pdf_syntax()]
        damaged, fonts = _streams_and_fonts(document)
        faults += [f"syntax: object {number} cannot be unpacked" for number in damaged]
        found = len(document.pages)
        foreign = {name for name in fonts if not OWN_FONT.fullmatch(name)}
    faults += [f"it has letters that our fonts lack, taken from {name}" for name in sorted(foreign)]
    if found != pages:
        faults.append(f"{found} pages instead of {pages}: the text of a page does not fit on it")
    if identity_in(pdf) != identity:
        faults.append(f"it does not say that it is for {identity.participant}")
    return faults


def validation_faults_in(pdf: bytes) -> Iterator[str]:
    """What the validator finds wrong with a file as PDF/A-2a and as PDF/UA-1."""
    for profile in PROFILES:
        yield from _faults_against(pdf, profile)


def _faults_against(pdf: bytes, profile: str) -> list[str]:
    report: Any = page.validate_pdf_bytes(pdf, profile=profile)
    if report.is_compliant:
        return []
    failures: Any = report.to_dict().get("failures", [])
    return [f"{profile}: {failure}" for failure in failures[:5]] or [f"{profile}: not compliant"]


def binding_faults_in(pdf: bytes, identity: Identity) -> tuple[str, ...]:
    """What may have gone wrong in binding valid parts; checked without parsing the file."""
    faults = []
    if identity_in(pdf) != identity:
        faults.append(f"it does not say that it is for {identity.participant}")
    end = _END.search(pdf, max(0, len(pdf) - 60))
    if not pdf.startswith(b"%PDF-1.7\n") or not end:
        faults.append("it is not whole")
    elif not _TABLE.match(pdf, int(end[1])):
        faults.append("its table of objects is not where it says")
    return tuple(faults)


_END = re.compile(rb"\nstartxref\n(\d+)\n%%EOF\n\Z")
_TABLE = re.compile(rb"\d+ 0 obj\n<</Type /XRef")


def _streams_and_fonts(document: pikepdf.Pdf) -> tuple[list[int], set[str]]:
    """The numbers of streams that cannot be decompressed (no syntax check looks into fonts), and the names of fonts."""
    damaged, fonts = [], set()
    for each in document.objects:
        if isinstance(each, pikepdf.Stream):
            if each.get("/Filter") == "/FlateDecode":
                try:
                    zlib.decompress(each.read_raw_bytes())
                except zlib.error:
                    damaged.append(each.objgen[0])
        elif isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor":
            fonts.add(str(each.FontName))
    return damaged, fonts
