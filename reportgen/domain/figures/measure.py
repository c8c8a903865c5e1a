"""Measures: the single numbers that an indicator gives of a municipality and a year.

A single value or a share gives one. A composition gives one for each part, one for all parts but the rest, and its
index. All that ranks, compares, charts or tells figures works on measures, whatever they are about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.domain.figures.diversity import diversity_index
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Derived, Indicator, IndicatorKind, Period, Prompt, Variable, Wording

TOTAL, INDEX = "total", "index"
"""What the measures of all parts together are called, beside the keys of parts."""

Values = Mapping[str, Mapping[tuple[str, int], float]]
"""Variable → (code of a region, year) → value. What is not there is not known; it is never zero."""

MARGINS = {Unit.PERCENT: 1.0, Unit.POINTS: 1.0, Unit.PER_HUNDRED: 1.0, Unit.INDEX: 0.015}
"""Difference within which two values are called equal, where it is not too large a part of them."""

LARGEST_PART = 0.2
"""Part of the larger value that such a difference is at most: 0,6 is not about as much as 0,3."""

RELATIVE_MARGIN = 0.03
"""The same for other units, as a part of the larger value."""

RELATIVE_CHANGES = (Unit.COUNT, Unit.EURO, Unit.PER_KM2)
"""Units whose change is told, and compared, in percent of the earlier value."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Attributes:
        key: that of its indicator; of a composition followed by ``/`` and the part, ``total`` or ``index``.
        indicator: key of its indicator.
        part: key of the part, ``total`` or ``index``; empty for an indicator that is no composition.
        sized: it grows with the size of a municipality, as a number of dwellings does. Such values are not compared
            between municipalities, but for those of about the same size; their changes are.
        flow: it counts what happens in a year, which differs from year to year: of two years no change is told.
    """

    key: str
    indicator: str
    part: str
    short: str
    title: str
    unit: Unit
    decimals: int
    higher: str
    definition: str
    period: Period
    wording: Wording
    prompts: tuple[Prompt, ...] = ()
    sized: bool = False
    flow: bool = False

    @property
    def relative(self) -> bool:
        """Whether its changes are in percent of the earlier value, and not differences."""
        return self.unit in RELATIVE_CHANGES

    def margin(self, one: float, other: float) -> float:
        """The difference within which two of its values are called equal."""
        return margin_of(self.unit, one, other, self.decimals)

    def change(self, before: float, after: float) -> float | None:
        """The change between two of its values, in percent where it is relative; None from nothing."""
        if not self.relative:
            return after - before
        return 100 * (after - before) / before if before > 0 else None


def margin_of(unit: Unit, one: float, other: float, decimals: int) -> float:
    """The difference within which two values of a unit are called equal.

    Never less than one unit of the last decimal, so that values that are printed the same are not called unequal.
    """
    larger = max(abs(one), abs(other))
    usual = min(MARGINS[unit], LARGEST_PART * larger) if unit in MARGINS else RELATIVE_MARGIN * larger
    return max(usual, 10.0**-decimals)


def measures_of(indicator: Indicator) -> tuple[Measure, ...]:
    """The measures of an indicator; of a composition the total, the parts but for the rest, and the index."""
    return tuple(_measures(indicator))


def value_of(indicator: Indicator, part: str, codes: Sequence[str], year: int, values: Values) -> float | None:
    """The value of a measure for municipalities as one; None where it cannot be told.

    Args:
        part: the part of a composition, ``total`` or ``index``; empty for the other kinds.
    """
    return values_of(indicator, codes, year, values).get(part)


def values_of(indicator: Indicator, codes: Sequence[str], year: int, values: Values) -> dict[str, float]:
    """The values of all measures of an indicator, by part, for municipalities as one; none where they cannot be told.

    A composition has all of them or none: the parts, ``total`` where it has a rest, and ``index``.
    """
    if indicator.kind is not IndicatorKind.COMPOSITION:
        value = _single_value(indicator, codes, year, values)
        return {} if value is None else {"": value}
    shares = _shares(indicator, codes, year, values)
    if shares is None:
        return {}
    total = {TOTAL: 100 - shares[indicator.rest]} if indicator.rest else {}
    return {**shares, **total, INDEX: diversity_index(tuple(shares.values()))}


def _single_value(indicator: Indicator, codes: Sequence[str], year: int, values: Values) -> float | None:
    if indicator.kind is IndicatorKind.SHARE:
        above, below = (_numbers(each, codes, year, values) for each in (indicator.numerator, indicator.denominator))
        if above is None or below is None or sum(below) <= 0 or sum(below) < indicator.least:
            return None
        return (1000 if indicator.unit is Unit.PER_THOUSAND else 100) * sum(above) / sum(below)
    own = _numbers(indicator.value, codes, year, values)
    if own is None or len(codes) == 1:
        return own[0] if own else None
    if indicator.summable:
        return sum(own)
    return _weighted(own, _numbers(indicator.denominator, codes, year, values))


def is_known(indicator: Indicator, code: str, year: int, values: Values) -> bool:
    """Whether the source has the main number of a municipality in a year."""
    main = indicator.value or indicator.numerator or next((part.variable for part in indicator.parts), None)
    return main is not None and (code, year) in values.get(main.name, {})


def _measures(indicator: Indicator) -> Iterator[Measure]:
    sized = indicator.unit is Unit.COUNT and (indicator.summable or indicator.decimals == 0)
    if indicator.kind is not IndicatorKind.COMPOSITION:
        yield Measure(
            indicator.key,
            indicator.key,
            "",
            indicator.short,
            indicator.title,
            indicator.unit,
            indicator.decimals,
            indicator.higher,
            indicator.definition,
            indicator.period,
            indicator.wording,
            indicator.prompts,
            sized,
            indicator.period is Period.YEAR and (sized or indicator.unit is Unit.PER_THOUSAND),
        )
        return
    if indicator.total is not None:
        yield _derived(indicator, TOTAL, indicator.total, indicator.unit)
    for each in indicator.parts:
        if each.key != indicator.rest:
            yield Measure(
                f"{indicator.key}/{each.key}",
                indicator.key,
                each.key,
                each.short,
                each.title,
                indicator.unit,
                indicator.decimals,
                f"{indicator.higher}: {each.short}",
                indicator.definition,
                indicator.period,
                each.wording,
                each.prompts,
            )
    if indicator.index is not None:
        yield _derived(indicator, INDEX, indicator.index, Unit.INDEX)


def _derived(indicator: Indicator, part: str, derived: Derived, unit: Unit) -> Measure:
    return Measure(
        f"{indicator.key}/{part}",
        indicator.key,
        part,
        derived.short,
        derived.title,
        unit,
        derived.decimals,
        derived.higher,
        derived.definition,
        indicator.period,
        derived.wording,
        derived.prompts,
    )


def _shares(indicator: Indicator, codes: Sequence[str], year: int, values: Values) -> dict[str, float] | None:
    """The share of each part in percent; None where one is not known."""
    numbers = {part.key: _numbers(part.variable, codes, year, values) for part in indicator.parts}
    known = {key: each for key, each in numbers.items() if each is not None}
    if len(known) < len(numbers):
        return None
    if indicator.counts:
        everyone = sum(map(sum, known.values()))
        return {key: 100 * sum(each) / everyone for key, each in known.items()} if everyone > indicator.least else None
    if len(codes) == 1:
        return {key: each[0] for key, each in known.items()}
    weights = _numbers(indicator.denominator, codes, year, values)
    shares = {key: _weighted(each, weights) for key, each in known.items()}
    found = {key: each for key, each in shares.items() if each is not None}
    return found if len(found) == len(shares) else None


def numbers_of(variable: str, codes: Sequence[str], year: int, values: Values) -> list[float] | None:
    """The number of each municipality in a year; None unless all of them are known."""
    known = values.get(variable, {})
    found = [known[each, year] for each in codes if (each, year) in known]
    return found if found and len(found) == len(codes) else None


def _numbers(variable: Variable | None, codes: Sequence[str], year: int, values: Values) -> list[float] | None:
    return numbers_of(variable.name, codes, year, values) if variable else None


def _weighted(numbers: Sequence[float], weights: Sequence[float] | None) -> float | None:
    if weights is None or sum(weights) <= 0:
        return None
    return sum(each * weight for each, weight in zip(numbers, weights, strict=True)) / sum(weights)
