"""Diversity index of a composition, dissimilarity of two compositions, and comparisons of values."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Comparison(StrEnum):
    """Whether a figure is more than, less than, or, within the margin, the same as another."""

    MORE = "more"
    LESS = "less"
    SAME = "same"


def diversity_index(shares: Sequence[float]) -> float:
    """The chance that two random members of a population belong to different groups.

    ``1 − Σ sᵢ²`` with sᵢ the share of group i in everyone (the Simpson index). For the origin of residents it is that
    of WRR-Verkenning 38, *De nieuwe verscheidenheid* (2018), the Dutch group included.

    Args:
        shares: percent per group of one grouping that covers everyone.

    Returns:
        0 when all belong to one group, towards 1 the more groups of equal size there are.
    """
    return 1 - sum((share / 100) ** 2 for share in shares)


def dissimilarity(one: Sequence[float], other: Sequence[float]) -> float:
    """Percentage points that would have to change group for two compositions to be the same.

    The index of dissimilarity (Duncan and Duncan, 1955): half the sum of the absolute differences.

    Args:
        one, other: percent per group, in the same order.
    """
    return sum(abs(own - others) for own, others in zip(one, other, strict=True)) / 2


def comparison_of(own: float, other: float, margin: float) -> Comparison:
    """Whether a figure is more than, less than or the same as another, given a margin."""
    gap = round(own - other, 9)  # one decimal minus another is not exact in binary
    if gap > margin:
        return Comparison.MORE
    return Comparison.LESS if -gap > margin else Comparison.SAME
