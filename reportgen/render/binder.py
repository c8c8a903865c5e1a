"""Printed pages become one pack that is PDF/A-2a and PDF/UA-1 at once, and knows whose it is."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

import pydyf

from reportgen.render.fields import settle_fields
from reportgen.render.identity import NAMESPACE, Identity

_UA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>"""

_OWN = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pack={namespace} pack:participant={participant} pack:fingerprint={fingerprint}/>"""

_SCHEMAS = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{title}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"""

_PROPERTY = """<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"""


AMBIGUOUS_END = b"\r\nendstream"
"""Where a stream's last byte is a carriage return, strict readers cannot tell it from the line end after it."""


class Finisher:
    """Marks a document, at the moment it is written, as what it is: archival, accessible, someone's.

    Args:
        nudge: how many bytes of padding every stream gets, to change the bytes they end in.
    """

    def __init__(self, identity: Identity, nudge: int = 0) -> None:
        self._identity = identity
        self._nudge = nudge

    def __call__(self, document: Any, pdf: Any) -> None:
        """Adds to WeasyPrint's PDF/A-2a what PDF/UA-1 asks beside it; WeasyPrint calls this."""
        number = int(pdf.catalog["Metadata"].split()[0])
        metadata = pdf.objects[number]
        xmp = b"\n".join(metadata.stream)
        metadata.stream = [xmp.replace(b"</rdf:RDF>", _marks(self._identity) + b"</rdf:RDF>", 1)]
        metadata.compress = False  # so that a person, and any tool, finds it
        for each in pdf.objects:
            if isinstance(each, dict) and each.get("S") == "/TH":
                row = pdf.objects[int(each["P"].split()[0])]
                group = pdf.objects[int(row["P"].split()[0])]
                each["A"]["Scope"] = "/Row" if group["S"] == "/TBody" else "/Column"
        settle_fields(pdf)
        if self._nudge:
            _pad_streams(pdf, self._nudge)


def _pad_streams(pdf: Any, padding: int) -> None:
    """Lengthens fonts by ones (zeros would not change a checksum) and drawing by line ends; no reader sees it."""
    for each in pdf.objects:
        if not isinstance(each, pydyf.Stream) or not each.compress or each.extra.get("Subtype") == "/Image":
            continue
        if "Length1" in each.extra:
            each.stream = [*each.stream[:-1], each.stream[-1] + b"\1" * padding]
            each.extra["Length1"] += padding
        elif "N" not in each.extra:  # a colour profile has a length of its own
            each.stream = [*each.stream, b"\n" * padding]
    pdf.add_object(pydyf.Dictionary({"Padding": padding}))  # so that the table of objects differs too


def _marks(identity: Identity) -> bytes:
    """Descriptions for the one RDF of the XMP, with the extension schemas PDF/A wants of what it doesn't know."""
    own = _OWN.format(
        namespace=quoteattr(NAMESPACE),
        participant=quoteattr(identity.participant),
        fingerprint=quoteattr(identity.fingerprint),
    )
    described = {
        ("PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid"): (
            ("part", "Integer", "Part of ISO 14289"),
        ),
        ("Briefing pack", NAMESPACE, "pack"): (
            ("participant", "Text", "Whose pack this is"),
            ("fingerprint", "Text", "SHA-256 of what it was printed from"),
        ),
    }
    schemas = "".join(
        _SCHEMA.format(
            title=title,
            namespace=namespace,
            prefix=prefix,
            properties="".join(
                _PROPERTY.format(name=name, kind=kind, description=description)
                for name, kind, description in properties
            ),
        )
        for (title, namespace, prefix), properties in described.items()
    )
    return (_UA + own + _SCHEMAS.format(schemas=schemas)).encode()
