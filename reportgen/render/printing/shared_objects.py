"""What packs share is cut once for a design, and kept in stock beside the parts that refer to it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reportgen.render.pdf.objects import Objects
from reportgen.render.printing.shared_resource import SharedResource


def _cut() -> dict[int, Objects]:
    from reportgen.render.pdf.font_subsets import cut  # the printer takes half a second to load

    return cut()


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


furniture = SharedResource("furniture", _cut, as_bytes, furniture_in)
"""What packs share: the colours under 0, and each face with the letters of European names under its number.

Raises:
    RenderingError: a font is not there.
"""
