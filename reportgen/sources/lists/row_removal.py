"""Takes rows out of a list's file, CSV or workbook, and leaves everything else in it as it is."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from reportgen.i18n.message import said
from reportgen.sources.documents.xml_cuts import xml_with_cuts

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ROW = re.compile(r"[A-Za-z]+(\d+)")
_WORKBOOK, _STRINGS, _CALCULATIONS = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/calcChain.xml"
_THUMBNAIL = "Thumbnails/thumbnail.png"


def csv_without(content: bytes, records: Collection[tuple[int, int]]) -> bytes:
    """A CSV file without some of its records, otherwise byte for byte the same.

    Args:
        records: the first and the last line of each, counted from 1.
    """
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(content[:2], "latin-1")
    gone = {line for first, last in records for line in range(first, last + 1)}
    lines = _LINE.findall(content.decode(encoding, "surrogatepass" if encoding != "latin-1" else "strict"))
    kept = [line for number, line in enumerate(lines, 1) if number not in gone]
    if 1 in gone and encoding != "latin-1":
        kept.insert(0, "\ufeff")
    return "".join(kept).encode(encoding, "surrogatepass" if encoding != "latin-1" else "strict")


def workbook_without(content: bytes, rows: Mapping[str, Collection[int]]) -> bytes:
    """An XLSX or ODS workbook in which some rows are empty; all other rows keep their numbers.

    Texts, links and notes of these rows go as well, and the picture of the first page.

    Args:
        rows: numbers of rows, counted from 1, by the name of the sheet.

    Raises:
        ValueError: it is no workbook that can be changed.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
            if _WORKBOOK in parts:
                changed = _xlsx_changes(parts, rows)
            elif "content.xml" in parts:
                changed = _ods_changes(parts, rows)
            else:
                raise ValueError("it is no workbook")
            written = BytesIO()
            with ZipFile(written, "w") as result:
                for entry in package.infolist():
                    if (new := changed.get(entry.filename, parts[entry.filename])) is not None:
                        result.writestr(entry, new)
    except (
        *(BadZipFile, zlib.error, EOFError, OSError, LookupError, RuntimeError, NotImplementedError),
        ElementTree.ParseError,
    ) as fault:
        raise ValueError(said("it is no workbook that can be changed ({reason})", reason=fault)) from None
    return written.getvalue()


def _ods_changes(parts: Mapping[str, bytes], rows: Mapping[str, Collection[int]]) -> dict[str, bytes | None]:
    sheet, at = "", 0

    def of_row(name: str, attributes: Mapping[str, str]) -> bytes | None:
        nonlocal sheet, at
        if name == "table":
            sheet, at = attributes.get("name", ""), 0
        if name != "table-row":
            return None
        repeated = int(attributes.get("number-rows-repeated", "1"))
        at += repeated
        if not any(at - repeated < row <= at for row in rows.get(sheet, ())):
            return None
        return (
            f'<table:table-row table:number-rows-repeated="{repeated}"><table:table-cell/></table:table-row>'.encode()
        )

    def of_thumbnail(name: str, attributes: Mapping[str, str]) -> bytes | None:
        return b"" if name == "file-entry" and attributes.get("full-path") == _THUMBNAIL else None

    changed: dict[str, bytes | None] = {"content.xml": xml_with_cuts(parts["content.xml"], of_row)}
    if _THUMBNAIL in parts:
        changed[_THUMBNAIL] = None
        changed["META-INF/manifest.xml"] = xml_with_cuts(parts["META-INF/manifest.xml"], of_thumbnail)
    return changed


@dataclass(slots=True)
class _SharedTexts:
    """How often each shared text is used, in rows that go and in all rows."""

    gone: Counter[int] = field(default_factory=Counter)
    used: Counter[int] = field(default_factory=Counter)


def _xlsx_changes(parts: Mapping[str, bytes], rows: Mapping[str, Collection[int]]) -> dict[str, bytes | None]:
    changed: dict[str, bytes | None] = {}
    texts = _SharedTexts()
    links = _targets(parts, _WORKBOOK)
    every_row: set[int] = set()
    for element in ElementTree.fromstring(parts[_WORKBOOK]).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        link = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "id"), "")
        path = links[link]
        gone = set(rows.get(element.get("name", ""), ()))
        every_row |= gone
        _count_texts(parts[path], gone, texts)
        if gone:
            changed |= _sheet_changes(parts, path, gone)
    lost = {at for at, count in texts.gone.items() if count == texts.used[at]}
    if _STRINGS in parts and lost:
        changed[_STRINGS] = _without_texts(parts[_STRINGS], lost)
    if _CALCULATIONS in parts:
        changed[_CALCULATIONS] = xml_with_cuts(
            parts[_CALCULATIONS],
            lambda name, said: b"" if name == "c" and _row_of(said.get("r", "")) in every_row else None,
        )
    return changed


def _sheet_changes(parts: Mapping[str, bytes], path: str, gone: Collection[int]) -> dict[str, bytes | None]:
    """A sheet without some rows, and what belongs to it without their links and notes."""
    at, links = 0, set()

    def of_sheet(name: str, said: Mapping[str, str]) -> bytes | None:
        nonlocal at
        if name == "row":
            at = int(said.get("r", at + 1))
            return b"" if at in gone else None
        if name == "hyperlink" and _row_of(said.get("ref", "")) in gone:
            links.add(said.get("id", ""))
            return b""
        return None

    def of_links(name: str, said: Mapping[str, str]) -> bytes | None:
        return b"" if name == "Relationship" and said.get("Id") in links else None

    def of_notes(name: str, said: Mapping[str, str]) -> bytes | None:
        return b"" if name in ("comment", "threadedComment") and _row_of(said.get("ref", "")) in gone else None

    changed: dict[str, bytes | None] = {path: xml_with_cuts(parts[path], of_sheet)}
    if (around := _links_path(path)) in parts:
        changed[around] = xml_with_cuts(parts[around], of_links)
    for target in _targets(parts, path).values():
        if target in parts and "omment" in target:
            changed[target] = xml_with_cuts(parts[target], of_notes)
    return changed


def _count_texts(sheet: bytes, gone: Collection[int], texts: _SharedTexts) -> None:
    at = 0
    for moment, element in ElementTree.iterparse(BytesIO(sheet), ("start", "end")):
        name = element.tag.rpartition("}")[2]
        if name == "row" and moment == "start":
            at = int(element.get("r", at + 1))
        elif name == "c" and moment == "end" and element.get("t") == "s":
            value = next((each.text for each in element if each.tag.rpartition("}")[2] == "v"), None)
            if value and value.strip().isdecimal():
                texts.used[int(value)] += 1
                texts.gone[int(value)] += at in gone


def _without_texts(strings: bytes, lost: Collection[int]) -> bytes:
    at = -1

    def of_text(name: str, _: Mapping[str, str]) -> bytes | None:
        nonlocal at
        if name != "si":
            return None
        at += 1
        return b"<si><t/></si>" if at in lost else None

    return xml_with_cuts(strings, of_text)


def _targets(parts: Mapping[str, bytes], path: str) -> dict[str, str]:
    """The parts that a part refers to, by the id of the reference."""
    around = _links_path(path)
    if around not in parts:
        return {}
    folder = posixpath.dirname(path)
    return {
        str(each.get("Id")): posixpath.normpath(posixpath.join("/", folder, str(each.get("Target"))))[1:]
        for each in ElementTree.fromstring(parts[around])
        if each.get("TargetMode") != "External"
    }


def _links_path(path: str) -> str:
    folder, name = posixpath.split(path)
    return f"{folder}/_rels/{name}.rels"


def _row_of(reference: str) -> int:
    """The row of a reference to a cell, such as D5; 0 where it is none."""
    match = _ROW.match(reference.replace("$", ""))
    return int(match[1]) if match else 0
