"""Makes a PDF of WeasyPrint accessible (PDF/UA-1): table headers, running heads, form fields, links between parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from reportgen.render.content.words import pack_words
from reportgen.render.pdf.fields import complete_fields
from reportgen.render.pdf.objects import object_number

PAGE_SCHEME = "pack:///page/"
"""How a link to a page of the pack begins, which may be in another part; the name of the page follows."""


def make_accessible(pdf: Any) -> None:
    """Adds to a PDF/A-2a of WeasyPrint what PDF/UA-1 asks beside it."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/Table":
            _say_heads(pdf, each)
    _leave_out_running_heads(pdf)
    for link, name in _links(pdf):
        del link["A"]
        link |= {"Dest": pydyf.String(name), "Contents": pydyf.String(pack_words()["links"]["page"])}
    complete_fields(pdf)


def _say_heads(pdf: Any, table: Any) -> None:
    """Says of each head of a table whether it is of its column or of its row.

    A row has no head where it tells of several things, each with a name, as that of one would be read at the figures of
    another; and none has where the table would have more heads than other cells, as each is read at every cell.
    """
    groups = [(group["S"] == "/TBody", row) for group in _kids(pdf, table) for row in _kids(pdf, group)]
    rows = [(body, [cell for cell in _kids(pdf, row) if cell["S"] in ("/TH", "/TD")]) for body, row in groups]
    heads, others = (sum(cell["S"] == kind for _, cells in rows for cell in cells) for kind in ("/TH", "/TD"))
    for body, cells in rows:
        own = [cell for cell in cells if cell["S"] == "/TH"]
        if body and (heads > others or len(own) > 1):
            names = [cell.pop("ID") for cell in own]
            for cell in cells:
                told = cell["A"].get("Headers", ())
                cell["A"]["Headers"] = pydyf.Array(name for name in told if name not in names)
                cell["S"] = "/TD"
        for cell in own:
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = "/Row" if body else "/Column"


def _kids(pdf: Any, element: Any) -> Iterator[Any]:
    """The structure elements within another."""
    for each in element["K"]:
        if not isinstance(each, int):
            found = pdf.objects[object_number(each)]
            if isinstance(found, dict) and "S" in found:
                yield found


def _leave_out_running_heads(pdf: Any) -> None:
    """Marks what stands in the margins of pages as an artifact, which no screen reader reads on every page.

    WeasyPrint gives it structure elements that are not in the tree.
    """
    elements = {
        number: each
        for number, each in enumerate(pdf.objects)
        if isinstance(each, dict) and each.get("Type") == "/StructElem"
    }
    kids = {
        number: [each for each in element["K"] if not isinstance(each, int)] for number, element in elements.items()
    }
    within = {object_number(kid) for theirs in kids.values() for kid in theirs}
    outside = [number for number, each in elements.items() if number not in within and each["S"] != "/Document"]
    marks: dict[int, set[int]] = {}
    while outside:
        number = outside.pop()
        marks.setdefault(object_number(elements[number]["Pg"]), set()).update(
            set(elements[number]["K"]).difference(kids[number])
        )
        outside += [object_number(each) for each in kids[number]]
    numbers = pdf.objects[object_number(pdf.objects[object_number(pdf.catalog["StructTreeRoot"])]["ParentTree"])][
        "Nums"
    ]
    for page, theirs in marks.items():
        own = numbers[numbers.index(pdf.objects[page]["StructParents"]) + 1]
        own[:] = ["null" if mark in theirs else each for mark, each in enumerate(own)]
        while own and own[-1] == "null":
            own.pop()
        drawn = pdf.objects[object_number(pdf.objects[page]["Contents"])].stream
        for at, each in enumerate(drawn):
            if isinstance(each, dict) and each.get("MCID") in theirs:
                drawn[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _links(pdf: Any) -> Iterator[tuple[Any, str]]:
    """Links to pages of the pack, and the name of the page each leads to."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Subtype") == "/Link" and "A" in each:
            address = str(each["A"]["URI"].string)
            if address.startswith(PAGE_SCHEME):
                yield each, address.removeprefix(PAGE_SCHEME)
