"""The values of a measure year by year for a municipality, across mergers as far as they can be told.

A municipality that merged is the sum of its parts: counts are added up, and shares and means are weighted by their
denominators. Where a part was divided, or is not in the data, or there is nothing to weight by, the series begins at
the merger, and says so: it is never drawn across one as if people had changed.

A series is of one table: years that another one has the values of are left out, as tables count in ways of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.measure import Values, is_known, values_of
from reportgen.domain.places.mergers import Members, Mergers


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
        left_out: years of which another table has the values.
    """

    code: str
    years: tuple[YearValue, ...]
    start: SeriesStart = SeriesStart.DATA
    change: date | None = None
    left_out: tuple[int, ...] = ()


OtherTables = Mapping[str, Mapping[tuple[str, int], str]]
"""Variable → (code of a region, year) → table, where that is not the one of its other values."""


def series_of(
    indicator: Indicator,
    part: str,
    code: str,
    values: Values,
    mergers: Mergers,
    years: Iterable[int],
    on: date,
    tables: OtherTables = MappingProxyType({}),
) -> Series:
    """The series of a measure of an indicator.

    Args:
        part: the part of a composition, ``total`` or ``index``; empty for an indicator that is no composition.
        code, values, mergers, years, on, tables: as for ``all_series_of``.
    """
    found = all_series_of(indicator, code, values, mergers, years, on, tables)
    return found.get(part) or found.get("") or Series(code, ())


def all_series_of(
    indicator: Indicator,
    code: str,
    values: Values,
    mergers: Mergers,
    years: Iterable[int],
    on: date,
    tables: OtherTables = MappingProxyType({}),
) -> dict[str, Series]:
    """The series of all measures of an indicator by part, which have the same years.

    Without any year there is one all the same, which says why: that of the empty part.

    Args:
        code: the region; one that never merges, such as the country, has the values of the source.
        years: those of which the source may have values.
        on: the day of the division that the code is of.
        tables: of single values.
    """
    newest: frozenset[str] = frozenset()
    left_out: list[int] = []
    found: list[tuple[int, dict[str, float], tuple[str, ...]]] = []
    start, change = SeriesStart.DATA, None
    ordered = sorted({*years}, reverse=True)
    for year in ordered:
        members = mergers.members(code, date(year, 1, 1), on)
        if members.divided is not None:
            start, change = SeriesStart.DIVIDED, members.divided
            break
        if code not in members.codes and is_known(indicator, code, year, values):
            members = Members((code,))  # the source has recalculated it for a municipality that began later
        if by_part := values_of(indicator, members.codes, year, values):
            used = _tables(indicator, members.codes, year, tables)
            newest = newest if found else used
            if used != newest:
                left_out.append(year)
                continue
            found.append((year, by_part, members.codes if members.codes != (code,) else ()))
            continue
        known = [is_known(indicator, each, year, values) for each in members.codes]
        if members.first is not None and any(known):
            start, change = SeriesStart.WEIGHTS if all(known) else SeriesStart.PARTS, members.first
            break
    earlier = [year for year in ordered if found and year < found[-1][0]]
    if change is None and earlier and (merged := mergers.members(code, date(earlier[0], 1, 1), on).first):
        start, change = SeriesStart.PARTS, merged  # of none of its parts the data have any year
    parts = found[0][1] if found else ("",)
    return {
        part: Series(
            code,
            tuple(YearValue(year, by_part[part], summed) for year, by_part, summed in reversed(found)),
            start,
            change,
            tuple(reversed(left_out)),
        )
        for part in parts
    }


def _tables(indicator: Indicator, codes: Iterable[str], year: int, tables: OtherTables) -> frozenset[str]:
    """The tables of the numbers that make the value of a year, by variable, beside the usual ones."""
    main = (indicator.value, indicator.numerator, *(part.variable for part in indicator.parts))
    names = [each.name for each in main if each is not None and each.name in tables]
    return frozenset(tables[name].get((code, year), "") for name in names for code in codes)
