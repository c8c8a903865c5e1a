"""Elements are cut out of XML by their places, and every other byte stays."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reportgen.sources.documents.xml_cuts import xml_with_cuts


def _cut(name: str, attributes: Mapping[str, str]) -> bytes | None:
    return b"<gone/>" if name == "b" and attributes.get("id") != "blijft" else None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<a><b/>ë<c/></a>", "<a><gone/>ë<c/></a>"),
        ("<a><b/><b/><c/><b /></a>", "<a><gone/><gone/><c/><gone/></a>"),
        ("<a><b><b/></b><c/></a>", "<a><gone/><c/></a>"),
        ("<a><b>x/></b><c/></a>", "<a><gone/><c/></a>"),
        ("<a>\r\n<b  x='>'><b>in</b></b><!-- é --></a>", "<a>\r\n<gone/><!-- é --></a>"),
        ("<a><b id='blijft'><b>weg</b></b></a>", "<a><b id='blijft'><gone/></b></a>"),
        ("<x:a xmlns:x='u'><x:b>weg</x:b ></x:a>", "<x:a xmlns:x='u'><gone/></x:a>"),
    ],
)
def test_an_element_goes_with_everything_in_it(content: str, expected: str) -> None:
    assert xml_with_cuts(content.encode(), _cut) == expected.encode()


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"<a>", b"<a><b></a>", "<a/>".encode("utf-16"), b"<?xml version='1.0' encoding='UTF-89'?><a/>"),
        b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
    ],
)
def test_what_cannot_be_cut_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="it "):
        xml_with_cuts(content, _cut)
