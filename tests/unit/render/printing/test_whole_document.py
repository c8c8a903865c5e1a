"""What a file says of itself: archival, accessible, and whose it is."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import page as validator
import pikepdf
import pypdf
import pytest
from weasyprint import HTML

from reportgen.render.pdf.identity import NAMESPACE, Identity, identity_in
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.printing.job import Document, Job
from reportgen.render.printing.whole_document import _Finisher

OWNER = Identity("2018-12-10-test.0017", "0f" * 32)

TABLE = """<!DOCTYPE html><html lang=nl><head><title>Proef</title></head><body><h1>Proef</h1><table>
<thead><tr><th>gemeente</th><th>inwoners</th></tr></thead>
<tbody><tr><th>Urk</th><td>20.524</td></tr><tr><th>Vaals</th><td>9.846</td></tr></tbody></table></body></html>"""


def bound(identity: Identity = OWNER, padding: int = 0, table: str = TABLE) -> bytes:
    finisher = _Finisher(identity, DocumentInfo("Proef", "VNG", "2018-12-10"), (), padding)
    pdf: bytes = HTML(string=table).write_pdf(finisher=finisher, pdf_variant="pdf/a-2a", pdf_tags=True)
    return pdf


def text_of(pdf: bytes) -> str:
    return " ".join(pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize("padding", [0, 1, 2, 11])
def test_a_bound_file_is_archival_and_accessible_however_it_is_padded(profile: str, padding: int) -> None:
    report: Any = validator.validate_pdf_bytes(bound(padding=padding), profile=profile)
    assert report.is_compliant, report.to_dict().get("failures")


def test_padding_changes_the_bytes_and_nothing_a_reader_sees() -> None:
    plain, *padded = (bound(padding=padding) for padding in range(4))
    assert len({plain, *padded}) == 4
    assert {text_of(pdf) for pdf in padded} == {text_of(plain)}
    assert {identity_in(pdf) for pdf in padded} == {OWNER}


def test_padding_reaches_every_compressed_stream_of_drawing_and_font() -> None:
    def ends(pdf: bytes) -> list[bytes]:
        with pikepdf.open(BytesIO(pdf)) as opened:
            streams = [each for each in opened.objects if isinstance(each, pikepdf.Stream)]
            kept = [each for each in streams if each.get("/Filter") == "/FlateDecode" and "/N" not in each]
            return [zlib.decompress(each.read_raw_bytes()) for each in kept if each.get("/Type") != "/XRef"]

    plain, padded = ends(bound()), ends(bound(padding=1))
    fonts = [each for each in plain if each[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO")]
    assert len(fonts) >= 1
    assert len(plain) == len(padded)
    assert [one for one, other in zip(plain, padded, strict=True) if one == other] == []


def test_the_same_file_is_bound_to_the_same_bytes() -> None:
    assert bound() == bound()
    assert bound(padding=3) == bound(padding=3)


def test_a_file_says_whose_it_is() -> None:
    assert identity_in(bound()) == OWNER
    assert identity_in(bound(Identity("iemand anders", OWNER.fingerprint))) != OWNER


@pytest.mark.parametrize("text", ["a & b", "<b>", '"a"', "'a'", "é\N{EURO SIGN}", "{x}", "]]>", "</rdf:RDF>"])
def test_signs_in_an_identity_are_only_text(text: str) -> None:
    identity = Identity(f"x{text}x", "0f")
    pdf = bound(identity)
    assert identity_in(pdf) == identity
    assert validator.validate_pdf_bytes(pdf, profile="2a").is_compliant


def test_what_a_file_says_of_itself_can_be_read_without_unpacking_it() -> None:
    pdf = bound()
    for words in (NAMESPACE, OWNER.participant, OWNER.fingerprint, "pdfuaid:part"):
        assert words.encode() in pdf


def test_a_foreign_file_is_nobodys() -> None:
    blank = pikepdf.new()
    blank.add_blank_page()
    without, described = BytesIO(), BytesIO()
    blank.save(without)
    with blank.open_metadata() as metadata:
        metadata["dc:title"] = "Jaarverslag"
    blank.save(described)
    printed: bytes = HTML(string=TABLE).write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)
    assert [identity_in(each) for each in (without.getvalue(), described.getvalue(), printed)] == [None] * 3


def test_a_file_that_names_only_half_of_an_identity_is_nobodys() -> None:
    half = bound().replace(b"pack:fingerprint", b"pack:fingerprnnt")
    assert identity_in(half) is None


def _scopes(pdf: bytes) -> list[tuple[str, str]]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        heads = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/TH"]
        return sorted((str(each.P.P.S), str(each.A.Scope)) for each in heads)


def test_heads_in_the_head_of_a_table_are_of_columns_and_the_others_of_rows() -> None:
    wider = TABLE.replace("</tr>", "<td>1</td><td>2</td></tr>").replace(
        "<td>1</td><td>2</td>", "<th>a</th><th>b</th>", 1
    )
    assert _scopes(bound(table=wider)) == [("/TBody", "/Row")] * 2 + [("/THead", "/Column")] * 4


def test_a_table_with_more_heads_than_other_cells_has_heads_of_columns_only() -> None:
    assert _scopes(bound()) == [("/THead", "/Column")] * 2


def test_a_pack_still_says_whose_it_is_after_another_program_saved_it(document: Document, job: Job) -> None:
    saved = BytesIO()
    with pikepdf.open(BytesIO(document.pdf)) as pdf:
        pdf.save(saved)
    assert identity_in(saved.getvalue()) == job.identity
