"""What the printer leaves open in what it is about to write: scopes of table heads, fields, and links between parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from reportgen.render.content.words import pack_words
from reportgen.render.pdf.fields import settle_fields

ELSEWHERE = "pack:///page/"
"""How a link to a page of the pack begins, which may stand in another part; the page's name follows."""


def settle(pdf: Any) -> None:
    """Makes the printer's PDF/A-2a ready to be PDF/UA-1 as well."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/TH":
            row = pdf.objects[int(each["P"].split()[0])]
            group = pdf.objects[int(row["P"].split()[0])]
            each["A"]["Scope"] = "/Row" if group["S"] == "/TBody" else "/Column"
    for link, name in _links(pdf):
        del link["A"]
        link |= {"Dest": pydyf.String(name), "Contents": pydyf.String(pack_words()["links"]["page"])}
    settle_fields(pdf)


def _links(pdf: Any) -> Iterator[tuple[Any, str]]:
    """Links to pages of the pack, and the name of the page each leads to."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Subtype") == "/Link" and "A" in each:
            address = str(each["A"]["URI"].string)
            if address.startswith(ELSEWHERE):
                yield each, address.removeprefix(ELSEWHERE)
