"""Makes a PDF of WeasyPrint accessible (PDF/UA-1): scopes of table headers, form fields, links between parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from reportgen.render.content.words import pack_words
from reportgen.render.pdf.fields import complete_fields

PAGE_SCHEME = "pack:///page/"
"""How a link to a page of the pack begins, which may be in another part; the name of the page follows."""


def make_accessible(pdf: Any) -> None:
    """Adds to a PDF/A-2a of WeasyPrint what PDF/UA-1 asks beside it."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/TH":
            row = pdf.objects[int(each["P"].split()[0])]
            group = pdf.objects[int(row["P"].split()[0])]
            each["A"]["Scope"] = "/Row" if group["S"] == "/TBody" else "/Column"
    for link, name in _links(pdf):
        del link["A"]
        link |= {"Dest": pydyf.String(name), "Contents": pydyf.String(pack_words()["links"]["page"])}
    complete_fields(pdf)


def _links(pdf: Any) -> Iterator[tuple[Any, str]]:
    """Links to pages of the pack, and the name of the page each leads to."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Subtype") == "/Link" and "A" in each:
            address = str(each["A"]["URI"].string)
            if address.startswith(PAGE_SCHEME):
                yield each, address.removeprefix(PAGE_SCHEME)
