"""The map of the country: all municipalities, tinted by the main measure of the subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.domain.figures.subject_figures import SubjectFigures

TINTS = 4
"""Tints of a map, from the lowest values to the highest."""

NO_FIGURE = -1
"""The tint of a municipality without a figure."""


@dataclass(frozen=True, slots=True)
class MapDot:
    """A municipality on the map: a point in WGS84 degrees, residents, and the tint of its value.

    It holds no more than the map shows: residents in two digits, and a class of values. So a revised figure of one
    municipality leaves the map in the packs of all others as it was.
    """

    code: str
    longitude: float
    latitude: float
    residents: int
    tint: int


@dataclass(frozen=True, slots=True)
class CountryMap:
    """The map.

    Attributes:
        day: day of the division, which says which borders hold.
        measure: key of the measure.
        steps: boundaries of the tints, in the unit of the measure.
        counts: how many municipalities have each tint.
        dots: the largest municipality first.
    """

    day: date
    measure: str
    steps: tuple[float, ...]
    counts: tuple[int, ...]
    dots: tuple[MapDot, ...]


def country_map_of(figures: SubjectFigures) -> CountryMap:
    """The map of the main measure of a subject."""
    assert figures.subject is not None  # without figures there is no map
    key = figures.subject.main
    values = figures.values(key) if key in figures.measures else {}
    steps = figures.subject.steps or quartile_steps(tuple(values.values()))
    tints = tints_of(values, steps)
    dots = (
        MapDot(
            each.code,
            each.longitude,
            each.latitude,
            int(float(f"{each.residents:.1e}")),
            tints.get(each.code, NO_FIGURE),
        )
        for each in figures.data.municipalities.values()
    )
    return CountryMap(
        figures.data.day,
        key,
        steps,
        tuple(sum(tint == each for tint in tints.values()) for each in range(len(steps) + 1)),
        tuple(sorted(dots, key=lambda dot: (-dot.residents, dot.code))),
    )


def tints_of(values: Mapping[str, float], steps: Sequence[float]) -> dict[str, int]:
    """The class of each value, from 0: how many boundaries it has reached."""
    return {code: sum(value >= step for step in steps) for code, value in values.items()}


def quartile_steps(values: Sequence[float]) -> tuple[float, ...]:
    """The quartiles of values, rounded to two digits, as boundaries of tints; fewer where they are the same."""
    ordered = sorted(values)
    if not ordered:
        return ()
    found = (ordered[len(ordered) * number // TINTS] for number in range(1, TINTS))
    return tuple(dict.fromkeys(float(f"{each:.2g}") for each in found))
