"""Diversity index of a population, dissimilarity of two populations, comparisons and quartiles."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import repeat, starmap
from operator import eq, lt, sub

from reportgen.domain.figures.population import Population


class Comparison(StrEnum):
    """Whether a figure is more than, less than, or, within the margin, the same as another."""

    MORE = "more"
    LESS = "less"
    SAME = "same"


SHARE_MARGIN = 1.0
"""Percentage points within which two shares are called equal: ten times the rounding of a published share."""

INDEX_MARGIN = 0.015
"""Difference within which two indices are called equal."""


def diversity_index(shares: Sequence[float]) -> float:
    """The chance that two random residents are of different origin groups.

    ``1 − Σ sᵢ²`` with sᵢ the share of group i in the whole population, the Dutch group included
    (WRR-Verkenning 38, *De nieuwe verscheidenheid*, 2018; also known as the Simpson index).

    Args:
        shares: percent per group of one grouping that covers everyone.

    Returns:
        0 when all belong to one group, towards 1 the more groups of equal size there are.
    """
    return 1 - sum((share / 100) ** 2 for share in shares)


def index_of(population: Population) -> float:
    """The diversity index of a population, on the population's own grouping."""
    return diversity_index(population.shares)


def dissimilarity(one: Population, other: Population) -> float:
    """Percentage points that would have to change group for two compositions to be the same.

    The index of dissimilarity (Duncan and Duncan, 1955): half the sum of the absolute differences.

    Raises:
        ValueError: the populations are divided by different groupings.
    """
    if one.grouping is not other.grouping and one.grouping != other.grouping:
        raise ValueError("populations of different groupings cannot be compared")
    apart: float = sum(map(abs, starmap(sub, zip(one.shares, other.shares, strict=True))))
    return apart / 2


def comparison_of(own: float, other: float, margin: float) -> Comparison:
    """Whether a figure is more than, less than or the same as another, given a margin."""
    gap = round(own - other, 9)  # one decimal minus another is not exact in binary
    if gap > margin:
        return Comparison.MORE
    return Comparison.LESS if -gap > margin else Comparison.SAME


def quartile(value: float, everyone: Sequence[float]) -> int:
    """The quartile of a value among all regions: 1 the lowest, 4 the highest.

    Equal values get the same quartile: it follows from how many are strictly lower and higher.
    """
    lower = sum(map(lt, everyone, repeat(value)))
    equal = sum(map(eq, everyone, repeat(value)))
    middle = (lower + equal / 2) / len(everyone)
    return min(4, int(middle * 4) + 1)
