"""Places among values, their mean and how far they are apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among all municipalities that have the figure.

    Attributes:
        place: 1 for the largest value; equal values have the same place.
        of: how many municipalities have the figure.
        last: place counted from the smallest, 1 for it.
        shared: how many others have the same value.
    """

    place: int
    of: int
    last: int
    shared: int = 0


def ranks_of(values: Mapping[str, float]) -> dict[str, Rank]:
    """The place of each municipality among values. Values are equal to nine decimals."""
    rounded = {code: round(each, 9) for code, each in values.items()}
    ordered = sorted(rounded.values())
    ranks = {}
    for code, value in rounded.items():
        less, up_to = bisect_left(ordered, value), bisect_right(ordered, value)
        ranks[code] = Rank(1 + len(ordered) - up_to, len(ordered), 1 + less, up_to - less - 1)
    return ranks


def mean(values: Sequence[float]) -> float:
    """The unweighted mean."""
    return sum(values) / len(values)


def deviation(values: Sequence[float]) -> float:
    """The standard deviation; 0 of fewer than two."""
    if len(values) < 2:
        return 0.0
    middle = mean(values)
    return sqrt(sum((each - middle) ** 2 for each in values) / len(values))
