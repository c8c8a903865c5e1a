"""What the XML of an .ods says of the cells of a sheet besides their values."""

from __future__ import annotations

from collections.abc import Iterator, Set
from xml.etree import ElementTree
from zipfile import ZipFile

from reportgen.sources.lists.misread import is_error
from reportgen.sources.lists.unpacked_size import MAX_WIDTH
from reportgen.sources.lists.xlsx_marks import Mark

MAX_REPEATS = 100_000
"""Cells that one cell of an .ods may stand for here; more are blank."""


def ods_marks(package: ZipFile, sheet: str) -> Iterator[Mark]:
    """The marks of a sheet of an .ods; of the first without a name."""
    content = ElementTree.fromstring(package.read("content.xml"))
    struck = _struck_styles(content)
    tables = [each for each in _named(content, "table") if not sheet or _attribute(each, "name") == sheet]
    if not tables:
        return
    yield from _hidden_columns(tables[0])
    row = 0
    for line in _named(tables[0], "table-row"):
        repeated = _count(line, "number-rows-repeated")
        if _attribute(line, "visibility") in ("collapse", "filter"):
            yield from (("row", (row + 1 + at,), "") for at in range(min(repeated, MAX_REPEATS)))
        column = 0
        for cell in line:
            if _name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times = _count(cell, "number-columns-repeated")
            found = list(_cell_marks(cell, struck))
            if (spanned := _count(cell, "number-rows-spanned")) > 1:
                yield "merged", (row + 1, column + 1, row + spanned), ""
            if found and times * repeated <= MAX_REPEATS:
                for at in range(repeated):
                    for place in range(times):
                        yield from ((kind, (row + 1 + at, column + 1 + place), text) for kind, text in found)
            column += times
        row += repeated


def _cell_marks(cell: ElementTree.Element, struck: Set[str]) -> Iterator[tuple[str, str]]:
    paragraphs = [each for each in cell if _name(each) == "p"]
    said = " ".join("".join(each.itertext()) for each in paragraphs).strip()
    kind = _attribute(cell, "value-type")
    formula = _attribute(cell, "formula")
    if is_error(said) or (formula and not kind and not said):
        yield "error", said
    elif kind == "percentage":
        yield "percentage", ""
    styled = [cell, *(each for paragraph in paragraphs for each in _named(paragraph, "span"))]
    if said and any(_attribute(each, "style-name") in struck for each in styled):
        yield "struck", ""


def _struck_styles(content: ElementTree.Element) -> set[str]:
    """Names of the styles that strike through, their own or their parent's."""
    styles = {_attribute(each, "name"): each for each in _named(content, "style")}

    def own(style: ElementTree.Element) -> str:
        lines = (each for each in style if _name(each) == "text-properties")
        kinds = [
            _attribute(each, name) for each in lines for name in ("text-line-through-style", "text-line-through-type")
        ]
        return next((kind for kind in kinds if kind), "")

    found = set()
    for name, style in styles.items():
        parent = styles.get(_attribute(style, "parent-style-name"))
        kind = own(style) or (own(parent) if parent is not None else "")
        if kind not in ("", "none"):
            found.add(name)
    return found


def _hidden_columns(table: ElementTree.Element) -> Iterator[Mark]:
    column = 0
    for each in _named(table, "table-column"):
        times = _count(each, "number-columns-repeated")
        if _attribute(each, "visibility") in ("collapse", "filter"):
            yield from (("column", (column + 1 + at,), "") for at in range(min(times, MAX_WIDTH)))
        column += times


def _count(element: ElementTree.Element, name: str) -> int:
    return int(_attribute(element, name) or 1)


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in element.iter() if _name(each) == name)


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
