"""Dots of the map of all municipalities, by residents and diversity index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.places.municipality import Municipality

INDEX_STEPS = (0.15, 0.25, 0.4)
"""Boundaries of the four tints of the diversity index: about the quartiles of all municipalities, rounded."""


@dataclass(frozen=True, slots=True)
class MapDot:
    """A municipality on the dot map: a point in WGS84 degrees, residents, and the tint of its diversity index.

    It holds no more than the map shows: residents in two digits, and the class of the index. So a revised figure of
    one municipality leaves the map in the packs of all others as it was.
    """

    code: str
    longitude: float
    latitude: float
    residents: int
    tint: int


def map_dots_of(municipalities: Mapping[str, Municipality], indices: Mapping[str, float]) -> tuple[MapDot, ...]:
    """All municipalities with an index as dots, the largest first so that small ones stay visible on top."""
    dots = (
        MapDot(
            each.code,
            each.longitude,
            each.latitude,
            int(float(f"{each.residents:.1e}")),
            sum(indices[each.code] >= step for step in INDEX_STEPS),
        )
        for each in municipalities.values()
        if each.code in indices
    )
    return tuple(sorted(dots, key=lambda dot: (-dot.residents, dot.code)))
