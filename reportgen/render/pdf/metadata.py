"""The XMP metadata of a pack: that it is PDF/A-2a and PDF/UA-1, its title and publisher, and whose it is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from html import escape  # that of xml.sax loads half of what speaks to the web
from pathlib import Path

from reportgen.render.pdf.identity import NAMESPACE, Identity

PRODUCER = "reportgen, WeasyPrint"

_PACKET = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer={producer}/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate></rdf:Description>{own}{schemas}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

_OWN = """
<rdf:Description rdf:about=""
 xmlns:pack={namespace} pack:participant={participant} pack:fingerprint={fingerprint}/>"""

_SCHEMAS = """
<rdf:Description rdf:about=""
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


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """The title of a document, who publishes it, and the day it is made for (ISO)."""

    title: str
    author: str
    day: str


def xmp_of(identity: Identity, info: DocumentInfo) -> bytes:
    """The metadata as XMP (ISO 16684-1), with the extension schemas that PDF/A asks of properties it does not know."""
    own = _OWN.format(
        namespace=_quoted(NAMESPACE),
        participant=_quoted(identity.participant),
        fingerprint=_quoted(identity.fingerprint),
    )
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
        for (title, namespace, prefix), properties in _EXTENSION_SCHEMAS.items()
    )
    return _PACKET.format(
        producer=_quoted(PRODUCER),
        title=escape(info.title, quote=False),
        author=escape(info.author, quote=False),
        day=escape(info.day, quote=False),
        own=own,
        schemas=_SCHEMAS.format(schemas=schemas),
    ).encode()


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


_EXTENSION_SCHEMAS = {
    ("PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid"): (
        ("part", "Integer", "Part of ISO 14289"),
    ),
    ("Briefing pack", NAMESPACE, "pack"): (
        ("participant", "Text", "Whose pack this is"),
        ("fingerprint", "Text", "SHA-256 of what it was printed from"),
    ),
}


def title_in(path: Path) -> str:
    """The title of a PDF; empty where it has none, or cannot be read."""
    import pikepdf  # few pages name files

    with suppress(OSError, pikepdf.PdfError), pikepdf.open(path) as pdf:
        return str(pdf.docinfo.get("/Title", ""))
    return ""
