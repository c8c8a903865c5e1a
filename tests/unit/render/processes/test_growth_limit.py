"""A file that came from outside takes no more memory than it may, and the next one is read."""

from __future__ import annotations

import zlib

import pytest

from reportgen.render.pdf.form_reader import UnreadableForm, forms_in
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.render.processes.worker_process import growth_limited


def _take(megabytes: int) -> int:
    with growth_limited(100_000_000) as is_limited:
        assert is_limited
        return len(bytearray(megabytes * 1_000_000))


def _packed(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(megabytes)), packer.flush()])


def _pdf(value: bytes) -> bytes:
    """A form of which a field holds a stream, which is also the only page."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[<</T(vraag-1)/V 4 0 R>>]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<<>>/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(value), value),
    )
    content, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % each for each in places)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer\n<</Size 5/Root 1 0 R>>\n"
    return content + head + b"startxref\n%d\n%%%%EOF\n" % len(content)


def test_a_process_takes_no_more_than_it_may() -> None:
    found = dict(ProcessExecutor(1).done(_take, [20, 300, 30]))
    assert isinstance(found[300], MemoryError)
    assert (found[20], found[30]) == (20_000_000, 30_000_000)


def test_a_file_that_is_a_thousand_times_larger_than_it_seems_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb, plain = _pdf(_packed(600)), _pdf(zlib.compress(b"Veertig groepen."))
    refused, read = forms_in([bomb, plain])
    assert refused.unread in (UnreadableForm.BROKEN, UnreadableForm.LARGE)
    assert read.fields == {"vraag-1": "Veertig groepen."}
