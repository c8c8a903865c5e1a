"""Whose pack a PDF says it is, read from its XMP metadata."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from logging import CRITICAL, getLogger
from xml.etree import ElementTree

NAMESPACE = "urn:reportgen:pack:1"
"""The namespace of the pack's own metadata: participant and fingerprint."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose pack it is, and the fingerprint it was printed from; both stand in the metadata."""

    participant: str
    fingerprint: str


def identity_in(pdf: bytes) -> Identity | None:
    """Whose pack a PDF says it is; None when it is no pack.

    The metadata are not compressed, as PDF/A asks, and are found in the bytes; where there is not exactly one such
    packet, the file is opened.
    """
    begin = pdf.find(_BEGIN)
    end = pdf.find(_END, begin) + len(_END)
    if begin >= 0 and end > begin and pdf.find(_BEGIN, end) < 0 and (identity := _identity_in_xmp(pdf[begin:end])):
        return identity
    import pikepdf  # only where it is needed: it is large

    try:
        with silenced(), pikepdf.open(BytesIO(pdf)) as document:
            metadata = document.open_metadata()  # only looked at: it is not opened to be changed
            participant = metadata.get(f"{{{NAMESPACE}}}participant")
            fingerprint = metadata.get(f"{{{NAMESPACE}}}fingerprint")
    except (pikepdf.PdfError, ValueError, TypeError, SyntaxError, RuntimeError):  # whatever a damaged file may cause
        return None
    return Identity(str(participant), str(fingerprint)) if participant and fingerprint else None


@contextmanager
def silenced() -> Iterator[None]:
    """Turns off the log of pikepdf, which would write lines of its own about a damaged file on the terminal."""
    logger = getLogger("pikepdf")
    before = logger.level
    logger.setLevel(CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"


def _identity_in_xmp(xmp: bytes) -> Identity | None:
    """Whose pack XMP metadata say it is, in attributes or in elements."""
    try:
        tree = ElementTree.fromstring(xmp)
    except ElementTree.ParseError:
        return None
    found = {}
    for name in ("participant", "fingerprint"):
        marks = {each.get(f"{{{NAMESPACE}}}{name}") or "" for each in tree.iter()}
        marks |= {each.text or "" for each in tree.iter(f"{{{NAMESPACE}}}{name}")}
        marks.discard("")
        if len(marks) != 1:
            return None
        found[name] = marks.pop()
    return Identity(found["participant"], found["fingerprint"])
