"""Classes of municipalities of about the same size."""

from __future__ import annotations

from bisect import bisect_right

BOUNDS = (15_000, 25_000, 35_000, 50_000, 100_000)
"""Residents at which a class ends and the next begins."""


def size_class(residents: int) -> str:
    """The bounds of the class in residents, as ``25000–35000``, ``–15000`` or ``100000–``; empty where not known."""
    if residents <= 0:
        return ""
    place = bisect_right(BOUNDS, residents)
    low, high = (BOUNDS[place - 1] if place else ""), (BOUNDS[place] if place < len(BOUNDS) else "")
    return f"{low}–{high}"
