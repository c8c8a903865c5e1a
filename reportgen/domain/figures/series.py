"""The values of an indicator year by year for the municipality of today, across mergers as far as they can be told.

A municipality that merged is the sum of its parts: counts are added up, and shares and means are weighted by their
denominators. Where a part was divided, or is not in the data, or there is nothing to weight by, the series begins at
the merger, and says so: it is never drawn across one as if people had changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.domain.figures.indicator import Indicator, IndicatorKind, Variable
from reportgen.domain.places.mergers import Mergers

Values = Mapping[str, Mapping[tuple[str, int], float]]
"""Variable → (code of a region, year) → value. What is not there is not known; it is never zero."""


class SeriesStart(StrEnum):
    """Why a series has no earlier years."""

    DATA = "data"  # the source has none
    DIVIDED = "divided"  # a part of another municipality was added, whose earlier figures nobody has
    PARTS = "parts"  # a municipality that merged is not in the data of earlier years
    WEIGHTS = "weights"  # there is nothing to weight the municipalities that merged by


@dataclass(frozen=True, slots=True)
class YearValue:
    """The value of one year.

    Attributes:
        parts: codes of the municipalities it is summed from; empty where it is a value of the source as it is.
    """

    year: int
    value: float
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one region, in order of their years; years without a value are left out.

    Attributes:
        start: why there are no earlier years.
        change: day of the merger at which it begins; None where it begins with the data.
    """

    code: str
    years: tuple[YearValue, ...]
    start: SeriesStart = SeriesStart.DATA
    change: date | None = None


def series_of(
    indicator: Indicator, code: str, values: Values, mergers: Mergers, years: Iterable[int], on: date
) -> Series:
    """The series of a single value or a share.

    Args:
        code: the region; one that never merges, such as the country, has the values of the source.
        years: those of which the source may have values.
        on: the day of the division that the code is of.

    Raises:
        ValueError: the indicator is a composition, which has a series for each of its parts.
    """
    if indicator.kind is IndicatorKind.COMPOSITION:
        raise ValueError(f"{indicator.key} is a composition")
    found: list[YearValue] = []
    start, change = SeriesStart.DATA, None
    for year in sorted({*years}, reverse=True):
        members = mergers.members(code, date(year, 1, 1), on)
        if members.divided is not None:
            start, change = SeriesStart.DIVIDED, members.divided
            break
        value = _value(indicator, members.codes, year, values)
        if value is not None:
            found.append(YearValue(year, value, members.codes if members.codes != (code,) else ()))
            continue
        known = [_is_known(indicator, each, year, values) for each in members.codes]
        if members.first is not None and any(known):
            start, change = SeriesStart.WEIGHTS if all(known) else SeriesStart.PARTS, members.first
            break
    return Series(code, tuple(reversed(found)), start, change)


def _value(indicator: Indicator, codes: Sequence[str], year: int, values: Values) -> float | None:
    """The value of municipalities as one; None where it cannot be told."""

    def numbers(variable: Variable) -> list[float] | None:
        known = values.get(variable.name, {})
        found = [known[each, year] for each in codes if (each, year) in known]
        return found if len(found) == len(codes) else None

    if indicator.kind is IndicatorKind.SHARE:
        assert indicator.numerator is not None
        assert indicator.denominator is not None
        above, below = numbers(indicator.numerator), numbers(indicator.denominator)
        if above is None or below is None or sum(below) <= 0 or sum(below) < indicator.least:
            return None
        return 100 * sum(above) / sum(below)
    assert indicator.value is not None
    own = numbers(indicator.value)
    if own is None or len(codes) == 1:
        return own[0] if own else None
    if indicator.summable:
        return sum(own)
    weights = numbers(indicator.denominator) if indicator.denominator else None
    if weights is None or sum(weights) <= 0:
        return None
    return sum(each * weight for each, weight in zip(own, weights, strict=True)) / sum(weights)


def _is_known(indicator: Indicator, code: str, year: int, values: Values) -> bool:
    """Whether the source has the main number of a municipality in a year."""
    main = indicator.value or indicator.numerator
    return main is not None and (code, year) in values.get(main.name, {})
