"""How a PDF is packed_objects: whatever its objects hold, every reader finds them where the table says."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
import pypdf
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.pdf.objects import (
    AMBIGUOUS_END,
    Objects,
    deflated,
    packed_objects,
    padded,
    pdf_file,
    references_in,
    renumbered,
)

CATALOG = {1: b"<</Type /Catalog/Pages 2 0 R>>", 2: b"<</Type /Pages/Count 1/Kids [5 0 R]>>", 3: b"<</Title (x)>>"}


def file_with(data: bytes, packing: int = 9) -> bytes:
    page = b"<</Type /Page/Parent 2 0 R/MediaBox [0 0 9 9]/Resources <<>>/Held 6 0 R>>"
    # A small file with high numbers is taken for a damaged one; a pack is large.
    streams = {6: (b"/Filter /FlateDecode", deflated(data)), 7: (b"", bytes(3000))}
    return pdf_file([packed_objects({**CATALOG, 5: page}, streams, packing)], 1, 3, "00" * 16)


@given(data=st.binary(max_size=300), packing=st.integers(9, 400))
def test_every_reader_finds_a_stream_and_none_ends_ambiguously(data: bytes, packing: int) -> None:
    pdf = file_with(data, packing)
    assert AMBIGUOUS_END not in pdf
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.pages[0].obj.Held.read_bytes().rstrip(b"\n") == data.rstrip(b"\n")
    assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 1


@given(data=st.binary(max_size=200), filling=st.sampled_from([b"\n", b"\1"]))
def test_what_is_filled_up_does_not_end_in_a_carriage_return(data: bytes, filling: bytes) -> None:
    full = padded(data, filling)
    assert full.startswith(data)
    assert set(full[len(data) :]) <= set(filling)
    assert not zlib.compress(full).endswith(b"\r")


@given(text=st.text(alphabet="12 0R()\\<>abc", max_size=30))
def test_a_string_that_looks_like_a_reference_is_left_alone(text: str) -> None:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode()
    body = b"<</Title (" + escaped + b")/P 12 0 R/K [13 0 R 14 0 R]/H <3132203020 52>>>"
    assert references_in(body) == [12, 13, 14]
    moved = renumbered(body, lambda number, generation: number + 100)
    assert moved == body.replace(b"/P 12 0 R/K [13 0 R 14 0 R]", b"/P 112 0 R/K [113 0 R 114 0 R]")


def test_numbers_may_be_far_apart_and_groups_come_in_any_order() -> None:
    page = {4000: b"<</Type /Page/Parent 2 0 R/MediaBox [0 0 9 9]/Resources <<>>>>"}
    groups: list[Objects] = [
        packed_objects(page, {}, 7999),
        packed_objects({**CATALOG, 2: CATALOG[2].replace(b"5 0 R", b"4000 0 R")}, {500: (b"", bytes(30_000))}, 9),
    ]
    for order in (groups, groups[::-1]):
        pdf = pdf_file(order, 1, 3, "00" * 16)
        with pikepdf.open(BytesIO(pdf)) as opened:
            assert opened.check_pdf_syntax() == []
            assert len(opened.pages) == 1
