"""The check before a pack leaves: every kind of fault is found and named."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from reportgen.render.pdf.conformance import faults_in
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.job import Document


def mended(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A file after somebody changed something in it."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(saved)
    return saved.getvalue()


def faults(document: Document, pdf: bytes) -> str:
    return "\n".join(faults_in(pdf, document.identity, document.pages))


def test_a_printed_pack_has_no_faults(document: Document) -> None:
    assert faults_in(document.pdf, document.identity, document.pages) == ()


@pytest.mark.parametrize("pages", [1, 99])
def test_another_number_of_pages_is_a_fault_that_says_both(document: Document, pages: int) -> None:
    (fault,) = faults_in(document.pdf, document.identity, pages)
    assert f"{document.pages} pages" in fault
    assert str(pages) in fault


def test_a_pack_of_someone_else_is_a_fault_that_names_the_addressee(document: Document) -> None:
    (fault,) = faults_in(document.pdf, Identity("x.0099", document.identity.fingerprint), document.pages)
    assert "x.0099" in fault


def test_a_pack_printed_from_something_else_is_a_fault(document: Document) -> None:
    assert faults_in(document.pdf, Identity(document.identity.participant, "f" * 64), document.pages) != ()


@pytest.mark.parametrize("part", [0.001, 0.25, 0.5, 0.75, 0.95, 0.999])
def test_a_file_that_was_cut_off_is_a_fault(document: Document, part: float) -> None:
    assert faults(document, document.pdf[: int(len(document.pdf) * part)])


def test_a_file_with_a_piece_overwritten_is_a_fault(document: Document) -> None:
    middle = len(document.pdf) // 2
    assert faults(document, document.pdf[:middle] + b"\x00" * 2000 + document.pdf[middle + 2000 :])


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"<html>502 Bad Gateway</html>", b"\x00" * 4096, b"PK\x03\x04" + b"\x00" * 99],
    ids=["nothing", "a head only", "a web page", "zeros", "an archive"],
)
def test_what_is_no_pdf_is_a_fault_and_no_crash(document: Document, content: bytes) -> None:
    assert "no PDF" in faults(document, content)


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def without_mark(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def without_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["passwd"] = pikepdf.AttachedFileSpec(pdf, b"root:x:0:0", filename="passwd")


@pytest.mark.parametrize(
    ("change", "profile"),
    [
        (without_language, "ua1"),
        (without_structure, "ua1"),
        (without_mark, "2a"),
        (without_colours, "2a"),
        (with_script, "2a"),
        (with_attachment, "2a"),
    ],
)
def test_a_file_that_is_archival_or_accessible_no_more_is_a_fault_of_that_kind(
    document: Document, change: Callable[[pikepdf.Pdf], None], profile: str
) -> None:
    assert f"{profile}: " in faults(document, mended(document.pdf, change))


def test_a_file_that_was_only_saved_anew_may_still_leave(document: Document) -> None:
    assert faults(document, mended(document.pdf, lambda _: None)) == ""
