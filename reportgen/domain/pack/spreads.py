"""How municipalities differ in a measure: all of them, those of each province, and those of each size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.places.size_class import BOUNDS, size_class

FEWEST = 3
"""Municipalities with a figure below which a group has no middle one."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a measure goes over the municipalities that have a figure: all, or those of a group.

    Attributes:
        measure: its key.
        count: how many these are.
        above: how many of them have more than the country, as both are printed; None where that says nothing.
        lowest, highest: names of the municipalities at the ends; empty where several have the same figure.
        low, middle, high: the lowest figure, that of the middle municipality, and the highest.
    """

    measure: str
    count: int
    above: int | None
    lowest: str
    low: Figure
    middle: Figure
    highest: str
    high: Figure


@dataclass(frozen=True, slots=True)
class Group:
    """Municipalities of a province, or of about the same size, with their values of one measure.

    Attributes:
        name: of the province, or the bounds of the class as ``size_class`` has them.
        values: lowest first, as they are printed.
        spread: None with fewer than ``FEWEST`` of them.
    """

    name: str
    values: tuple[float, ...]
    spread: Spread | None


def spreads_of(figures: SubjectFigures) -> dict[str, Spread]:
    """The spread of each measure that enough municipalities have a figure of, by key."""
    found = {key: _spread(key, figures.values(key), figures) for key in figures.measures}
    return {key: spread for key, spread in found.items() if spread}


def provinces_of(key: str, figures: SubjectFigures) -> tuple[Group, ...]:
    """The provinces with a figure, that with the highest middle municipality first; none of what grows with size."""
    if figures.measures[key].sized:
        return ()
    groups = _groups(key, figures, {code: each.province for code, each in figures.data.municipalities.items()})
    return tuple(sorted(groups, key=lambda each: (-each.spread.middle.value if each.spread else 0.0, each.name)))


def size_classes_of(key: str, figures: SubjectFigures) -> tuple[Group, ...]:
    """The classes of municipalities by number of residents, the smallest first; none of what grows with that number."""
    if figures.measures[key].sized:
        return ()
    order = [size_class(each) for each in (1, *BOUNDS)]
    classes = {code: size_class(each.residents) for code, each in figures.data.municipalities.items()}
    return tuple(sorted(_groups(key, figures, classes), key=lambda each: order.index(each.name)))


def _groups(key: str, figures: SubjectFigures, names: Mapping[str, str]) -> list[Group]:
    by_name: dict[str, dict[str, float]] = {}
    for code, value in figures.values(key).items():
        if names[code]:
            by_name.setdefault(names[code], {})[code] = value
    decimals = figures.measures[key].decimals
    return [
        Group(name, tuple(sorted(round(each, decimals) for each in values.values())), _spread(key, values, figures))
        for name, values in by_name.items()
    ]


def _spread(key: str, values: Mapping[str, float], figures: SubjectFigures) -> Spread | None:
    if len(values) < FEWEST:
        return None
    measure, year = figures.measures[key], figures.year(key)
    printed = sorted((round(value, measure.decimals), code) for code, value in values.items())
    low, high = printed[0][0], printed[-1][0]
    national = figures.series(key).get(COUNTRY)
    country = [each.value for each in national.years if each.year == year] if national else []
    above = None
    if country and not measure.sized:
        above = sum(value > round(country[0], measure.decimals) for value, _ in printed)
    by_value: dict[float, list[str]] = {}
    for value, code in printed:
        by_value.setdefault(value, []).append(figures.data.municipalities[code].name)
    return Spread(
        measure=key,
        count=len(printed),
        above=above,
        lowest=by_value[low][0] if len(by_value[low]) == 1 else "",
        low=figures.figure(key, low, year),
        middle=figures.figure(key, median(values.values()), year),
        highest=by_value[high][0] if len(by_value[high]) == 1 else "",
        high=figures.figure(key, high, year),
    )
