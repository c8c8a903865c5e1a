"""How many people, dwellings or others a share is."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import POPULATION, Variable
from reportgen.domain.figures.measure import TOTAL, numbers_of
from reportgen.domain.figures.subject_figures import SubjectFigures

WHOLES = {Unit.PERCENT: 100, Unit.PER_THOUSAND: 1000}
"""Units that are parts of something that can be counted, and how many parts the whole has."""

EXACT_BELOW = 1000
"""Numbers below it are rounded to tens, from it on to hundreds."""


def people_of(key: str, code: str, figures: SubjectFigures) -> int | None:
    """How many the value of the reference year is, rounded; None where that is not known or nothing is counted.

    Counted where the source has the numbers, else worked out from the share and what it is a share of.

    Args:
        key: of the measure.
        code: of a municipality, or of the country.
    """
    measure, year, series = figures.measures[key], figures.year(key), figures.series(key).get(code)
    value = next((each for each in series.years if each.year == year), None) if series else None
    if value is None or measure.unit not in WHOLES or not measure.wording.people:
        return None
    codes = value.parts or (code,)
    counted = _counted(key, codes, year, figures)
    if counted is not None:
        return rounded(counted, 0)
    wholes = numbers_of(measure.wording.of, codes, year, figures.data.values)
    whole = sum(wholes) if wholes else None
    if whole is None and measure.wording.of == POPULATION:
        whole = _described_residents(code, year, figures)
    if whole is None:
        return None
    doubt = 0.5 * 10**-measure.decimals / WHOLES[measure.unit] * whole
    return rounded(value.value / WHOLES[measure.unit] * whole, doubt)


def rounded(number: float, doubt: float) -> int:
    """A number in tens, from a thousand on in hundreds, and coarser where it is not known as exactly.

    Args:
        doubt: how far it may be off, because it is worked out from a rounded share.
    """
    step = 10 if number < EXACT_BELOW else 100
    while 2 * step < doubt:
        step *= 10
    return step * int(number / step + 0.5)


def _counted(key: str, codes: Sequence[str], year: int, figures: SubjectFigures) -> float | None:
    """The number itself, where the source counts it."""
    indicator, measure = figures.indicator(key), figures.measures[key]
    wanted: tuple[Variable, ...]
    if indicator.numerator is not None:
        wanted = (indicator.numerator,)
    elif indicator.counts and measure.part:
        wanted = tuple(
            part.variable
            for part in indicator.parts
            if part.key == measure.part or (measure.part == TOTAL and part.key != indicator.rest)
        )
    else:
        return None
    numbers = [numbers_of(each.name, codes, year, figures.data.values) for each in wanted]
    known = [sum(each) for each in numbers if each]
    return sum(known) if known and len(known) == len(numbers) else None


def _described_residents(code: str, year: int, figures: SubjectFigures) -> float | None:
    if year != figures.data.described[0]:
        return None
    municipality = figures.data.municipalities.get(code)
    return (municipality.residents if municipality else figures.data.country_residents) or None
