"""Axes: where values lie, and the round numbers that are printed at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor, log10
from statistics import median
from typing import Any

from reportgen.render.content import dutch

Content = Mapping[str, Any]

TEXT, PAGE, MARGIN = 312.0, 487.6, 153.0
"""Widths in points: the text column (110 mm), the whole page (172 mm), the margin column (54 mm)."""

FROM_ZERO = ("percent", "per_hundred", "per_thousand", "index")
"""Units whose axes begin at zero."""

LEAST = 1e-9
"""Difference below which values are the same."""

_SPREAD = 12.0
"""How many times the middle value the largest must be for an axis on which every step is ten times as much."""

_MOST = 1e7
"""How many times the smallest value the largest may be for such an axis."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from 0 to 1.

    Attributes:
        low, high: the values at its ends.
        ticks: round values on it, with what is printed at them.
        tenfold: every step is ten times as much.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    tenfold: bool = False

    def at(self, value: float) -> float:
        """Where a value lies, 0 to 1; values beyond an end lie at it."""
        value = min(max(value, self.low), self.high)
        if self.tenfold:
            return (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value - self.low) / (self.high - self.low)


def axis_of(
    values: Iterable[float], unit: str, steps: int = 5, whole: bool = False, zero: bool = False, wide: bool = False
) -> Axis:
    """The axis on which values lie.

    Args:
        unit: of the values.
        steps: how many steps it has, about.
        whole: it ends at a round number.
        zero: it begins at zero, whatever the unit.
        wide: it may be tenfold where few values are far larger than the others.
    """
    known = sorted(values) or [0.0]
    low, high = known[0], known[-1]
    if wide and unit not in FROM_ZERO and low > 0 and _SPREAD * median(known) < high < low * _MOST:
        return _tenfold(low, high, unit)
    if low >= 0 and (zero or unit in FROM_ZERO or low < 0.35 * high):
        low = 0.0
    if high - low < LEAST:
        low, high = min(low, 0.0), max(high, 0.0)
        high = high if high - low >= LEAST else low + 1.0
    step = _step((high - low) / steps)
    first = floor(low / step + 1e-9) if low and whole else ceil(low / step - 1e-9)
    last = ceil(high / step - 1e-9) if whole else floor(high / step + 1e-9)
    if whole:
        low, high = min(low, first * step), max(high, last * step)
    decimals = max(0, -floor(log10(step) + 1e-9))
    ticks = tuple(
        (round(each * step, 9), printed(round(each * step, 9), unit, decimals)) for each in range(first, last + 1)
    )
    return Axis(low, high, ticks)


def printed(value: float, unit: str, decimals: int) -> str:
    """A value as the texts of a pack print it."""
    return dutch.figure({"value": value, "unit": unit, "decimals": decimals})


def measured(value: float, measure: Content) -> str:
    """A value of a measure as the texts of a pack print it."""
    return printed(value, measure["unit"], measure["decimals"])


def signed(value: float, decimals: int) -> str:
    """A change with its sign: ``+13,0``, ``−4,2``, ``0,0``."""
    text = dutch.number(value, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def _tenfold(low: float, high: float, unit: str) -> Axis:
    powers = range(ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9) + 1)
    return Axis(low, high, tuple((10.0**each, printed(10.0**each, unit, max(0, -each))) for each in powers), True)


def _step(least: float) -> float:
    """The round step that is not smaller: 1, 2 or 5 and zeros."""
    power = 10.0 ** floor(log10(least))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= least * (1 - 1e-9))
