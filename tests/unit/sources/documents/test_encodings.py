"""Bytes as text: names behind the escapes and folds of other programs."""

from __future__ import annotations

import pytest

from reportgen.sources.documents.encodings import texts_of


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\nATTENDEE;CN=Zo\xc3\xab Poortvl\r\n ietse:mailto:z@goes.example\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCARD\nFN:Zo\xc3\xab Poortvliets\n\te\nEND:VCARD\n",
        rb"{\rtf1\ansi Zo\u235?{\b  Poortvlietse}}",
        rb"{\rtf1\ansi Zo\u235\'eb Poortvlietse}",
        rb"\pard Zo\u235  Poortvlietse",
        rb"{\rtf1\ansi Zo\'eb Poortvlietse}",
        b"<p>Zo&euml; <b>Poort</b>vlietse</p>",
        b'{"naam": "Zo\\u00eb Poortvlietse"}',
        b"Zo=EB Poortvliet=\nse",
        "Zo\u00eb Poortvlietse".encode("cp850"),
    ],
)
def test_a_name_is_read_however_a_program_wrote_it(content: bytes) -> None:
    assert any("Zoë Poortvlietse" in " ".join(text.split()) for text in texts_of(content))


def test_lines_of_other_texts_are_not_joined() -> None:
    assert list(texts_of(b"Loes\n Benali\n")) == ["Loes\n Benali\n"]
