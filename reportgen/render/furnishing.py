"""What packs share is cut once for a design, and kept in stock beside the parts that refer to it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reportgen.domain.edition import fingerprint
from reportgen.render.objects import Objects
from reportgen.render.parts import design_digest
from reportgen.render.stock import Stock

_there: dict[int, Objects] = {}


def furniture(stock: Stock | None = None) -> Mapping[int, Objects]:
    """What packs share: the colours under 0, and each face with the letters of European names under its number.

    Once for a process, from stock where it is there; else it is cut, and put there.

    Raises:
        RenderingError: a font is not there.
    """
    if not _there:
        _there.update(_kept(stock) or _cut(stock))
    return _there


def fetch(stock: Stock) -> None:
    """Takes what packs share from stock, where it is there, for a process that prints without a stock of its own."""
    from reportgen.render.fields import fetch_face  # it opens fonts, which few processes do

    fetch_face(stock)
    if not _there:
        _there.update(_kept(stock) or {})


def _mark() -> str:
    return fingerprint("furniture", design_digest())


def _cut(stock: Stock | None) -> dict[int, Objects]:
    from reportgen.render.cutting import cut  # the printer takes half a second to load

    made = cut()
    if stock:
        stock.put(_mark(), as_bytes(made))
    return made


def _kept(stock: Stock | None) -> dict[int, Objects] | None:
    content = stock.take(_mark()) if stock else None
    return furniture_in(content) if content else None


def as_bytes(furniture: Mapping[int, Objects]) -> bytes:
    """Furniture as it is kept: a line of JSON, and the objects."""
    about = [
        {
            "number": number,
            "length": len(each.content),
            "placed": list(each.placed.items()),
            "packed": [(name, *place) for name, place in each.packed.items()],
        }
        for number, each in furniture.items()
    ]
    return json.dumps(about).encode() + b"\n" + b"".join(each.content for each in furniture.values())


def furniture_in(kept: bytes) -> dict[int, Objects]:
    """Furniture as it was kept."""
    head, _, content = kept.partition(b"\n")
    found, at = {}, 0
    for about in json.loads(head):
        packed = {number: (where, place) for number, where, place in about["packed"]}
        end = at + about["length"]
        found[about["number"]] = Objects(content[at:end], dict(about["placed"]), packed)
        at = end
    return found
