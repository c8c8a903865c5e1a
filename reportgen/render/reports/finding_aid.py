"""What an archivist gets with an export: a finding aid, as a table and as a page, and a description of each file.

The descriptions use the terms of Dublin Core (ISO 15836, DCMI Metadata Terms), and for checksum and appraisal those of
MDTO, the standard of the Dutch National Archives.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from io import StringIO
from xml.etree import ElementTree

from reportgen.render.content.web_pages import web_page

DCTERMS = "http://purl.org/dc/terms/"
MDTO = "https://www.nationaalarchief.nl/mdto"

_KINDS = {"application/pdf": "pakket", "message/rfc822": "brief"}


@dataclass(frozen=True, slots=True)
class FindingAidEntry:
    """A file of the archive; days and moments are ISO 8601, ``size`` is in bytes, ``digest`` is SHA-256."""

    path: str
    kind: str
    digest: str
    size: int
    edition: int
    number: int
    code: str
    sealed: str
    state: str
    since: str
    keep_until: str
    publisher: str
    sources: tuple[str, ...]


def finding_aid_csv(entries: Sequence[FindingAidEntry]) -> bytes:
    """The finding aid as a table: a line for each file, in UTF-8 as Excel reads it."""
    out = StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
    rows.writerow(each.name for each in fields(FindingAidEntry))
    for entry in entries:
        values = (getattr(entry, each.name) for each in fields(FindingAidEntry))
        rows.writerow("; ".join(value) if isinstance(value, tuple) else value for value in values)
    return out.getvalue().encode("utf-8-sig")


def finding_aid_html(title: str, key: str, entries: Sequence[FindingAidEntry]) -> str:
    """The finding aid as a page that needs nothing beside it."""
    return web_page("finding_aid", title=title, key=key, entries=entries, kinds=_KINDS)


def metadata_xml(title: str, entry: FindingAidEntry) -> str:
    """The description of one file."""
    ElementTree.register_namespace("dcterms", DCTERMS)
    ElementTree.register_namespace("mdto", MDTO)
    root = ElementTree.Element(f"{{{MDTO}}}bestand")
    for name, value in _described(title, entry):
        ElementTree.SubElement(root, name).text = value
    ElementTree.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(root, 'unicode')}\n"


def _described(title: str, entry: FindingAidEntry) -> Iterator[tuple[str, str]]:
    said = (
        ("identifier", f"{entry.edition:04d}/{entry.path.rpartition('/')[2]}"),
        ("title", f"{title}: {_KINDS[entry.kind]} {entry.number:04d} ({entry.code}), editie {entry.edition}"),
        ("publisher", entry.publisher),
        ("created", entry.sealed),
        ("format", entry.kind),
        ("extent", f"{entry.size} bytes"),
        ("language", "nl"),
        ("isPartOf", f"editie {entry.edition}"),
        *(("source", source) for source in entry.sources),
    )
    yield from ((f"{{{DCTERMS}}}{name}", value) for name, value in said)
    yield f"{{{MDTO}}}checksumAlgoritme", "SHA-256"
    yield f"{{{MDTO}}}checksumWaarde", entry.digest
    yield f"{{{MDTO}}}waardering", f"tijdelijk te bewaren, tot {entry.keep_until}"
