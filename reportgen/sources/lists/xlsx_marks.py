"""What the XML of an .xlsx says of the cells of a sheet besides their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath
from xml.etree import ElementTree
from zipfile import ZipFile

from reportgen.sources.lists.unpacked_size import MAX_WIDTH

Mark = tuple[str, tuple[int, ...], str]
"""Its kind, the numbers of rows and columns it is about, and the text that the cell shows."""

_PERCENT_FORMATS = {"9", "10"}
"""Numbers of the built-in formats 0% and 0.00%."""

_MARKED = re.compile(rb"""t=["']e["']|hidden=|(?:ht|width)=["']0|<(?:\w+:)?f[\s>/]|mergeCell""")
_ON = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class _Styles:
    """Numbers of the styles of cells that show a percentage, of those that strike through, and struck shared texts."""

    percentages: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()


def xlsx_marks(package: ZipFile, sheet: str) -> Iterator[Mark]:
    """The marks of a sheet of an .xlsx; of the first without a name."""
    content = package.read(_path_of(package, sheet))
    styles = _styles_of(package)
    plain = b"\0" not in content[:200] and not any((styles.percentages, styles.struck, styles.texts))
    if plain and not _MARKED.search(content):
        return  # nothing is marked, as in most lists
    row = column = 0
    for moment, element in ElementTree.iterparse(BytesIO(content), ("start", "end")):
        name = element.tag.rpartition("}")[2]
        if moment == "start" and name == "row":
            row, column = int(element.get("r") or row + 1), 0
            if _is_hidden(element, "ht"):
                yield "row", (row,), ""
        elif moment == "end" and name == "c":
            column = column_number(element.get("r", "")) or column + 1
            yield from _cell_marks(element, (row, column), styles)
            element.clear()
        elif moment == "end" and name == "col" and _is_hidden(element, "width"):
            last = min(int(element.get("max") or 0), MAX_WIDTH)
            yield from (("column", (each,), "") for each in range(int(element.get("min") or 1), last + 1))
        elif moment == "end" and name == "mergeCell":
            if found := re.fullmatch(r"([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)", element.get("ref", "").replace("$", "")):
                yield "merged", (int(found[2]), column_number(found[1]), int(found[4])), ""
        elif moment == "end" and name == "row":
            element.clear()


def column_number(reference: str) -> int:
    """The number of the column in a reference such as ``AB12``; 0 where there is none."""
    number = 0
    for letter in reference.rstrip("0123456789").upper():
        number = 26 * number + ord(letter) - 64
    return number


def _path_of(package: ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    sheets = {each.get("name", ""): _relation(each) for each in _named(book, "sheet")}
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id", ""): each.get("Target", "") for each in _named(relations, "Relationship")}
    target = targets[sheets[sheet] if sheet else next(iter(sheets.values()))]
    path = normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    parts = {each.casefold(): each for each in package.namelist()}
    return parts[path.casefold()]


def _relation(sheet: ElementTree.Element) -> str:
    """The relation of a sheet, in usual and in strict files."""
    return next((value for key, value in sheet.attrib.items() if key.endswith("/relationships}id")), "")


def _cell_marks(element: ElementTree.Element, at: tuple[int, int], styles: _Styles) -> Iterator[Mark]:
    value = formula = None
    for each in element:  # few, and of a large list very many together
        if each.tag.endswith("}v"):
            value = each
        elif each.tag.endswith("}f"):
            formula = each
    kind, style = element.get("t", "n"), element.get("s", "")
    uncomputed = formula is not None and (value is None or not value.text)
    if kind == "e" or (uncomputed and kind != "str"):
        yield "error", at, (value.text or "") if value is not None else ""
    elif style in styles.percentages and kind == "n":
        yield "percentage", at, ""
    shared = kind == "s" and value is not None and value.text in styles.texts
    inline = kind == "inlineStr" and any(map(_is_struck, _named(element, "rPr")))
    if (style in styles.struck or shared or inline) and (value is not None or kind == "inlineStr"):
        yield "struck", at, ""


def _styles_of(package: ZipFile) -> _Styles:
    texts: frozenset[str] = frozenset()
    names = package.namelist()
    if "xl/sharedStrings.xml" in names and b"strike" in (strings := package.read("xl/sharedStrings.xml")):
        items = _named(ElementTree.fromstring(strings), "si")
        texts = frozenset(str(at) for at, each in enumerate(items) if any(map(_is_struck, _named(each, "rPr"))))
    if "xl/styles.xml" not in names:
        return _Styles(texts=texts)
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    own = {each.get("numFmtId", "") for each in _named(styles, "numFmt") if "%" in each.get("formatCode", "")}
    fonts = next(_named(styles, "fonts"), None)
    struck = {str(at) for at, each in enumerate(fonts if fonts is not None else ()) if _is_struck(each)}
    cells = next(_named(styles, "cellXfs"), None)
    numbered = [(str(at), each) for at, each in enumerate(cells if cells is not None else ())]
    return _Styles(
        frozenset(at for at, each in numbered if each.get("numFmtId") in _PERCENT_FORMATS | own),
        frozenset(at for at, each in numbered if each.get("fontId") in struck),
        texts,
    )


def _is_struck(font: ElementTree.Element) -> bool:
    return any(each.get("val", "1") in _ON for each in font if _name(each) == "strike")


def _is_hidden(element: ElementTree.Element, size: str) -> bool:
    return element.get("hidden") in _ON or re.fullmatch(r"0(?:\.0+)?", element.get(size, "")) is not None


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in element.iter() if _name(each) == name)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
