"""The map of the country: all municipalities, tinted by the main measure of the subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.mergers import Mergers
from reportgen.domain.places.municipality import BoundaryChange

TINTS = 4
"""Tints of a map, from the lowest values to the highest."""

NO_FIGURE = -1
"""The tint of a municipality without a figure."""

BORDERS = (date(2018, 1, 1), date(2025, 1, 1))
"""Days whose borders come with the program; those of other days are put together from them."""


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
        borders: year of the borders that most areas are of; an area has the code of its municipality.
        areas: municipalities whose area is another one, as ``2018/GM0344``, several, or none that is known.
    """

    day: date
    measure: str
    steps: tuple[float, ...]
    counts: tuple[int, ...]
    dots: tuple[MapDot, ...]
    borders: int = 0
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def country_map_of(figures: SubjectFigures) -> CountryMap:
    """The map of the main measure of a subject."""
    assert figures.subject is not None  # without figures there is no map
    key = figures.main
    decimals = figures.measures[key].decimals  # classes are those of values as they are printed
    values = {code: round(value, decimals) for code, value in figures.values(key).items()}
    own_steps = figures.subject.steps if key == figures.subject.main else ()
    steps = own_steps or quartile_steps(tuple(values.values()))
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
        *areas_of(tuple(figures.data.municipalities), figures.data.day, figures.data.changes),
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


def areas_of(
    codes: Sequence[str], day: date, changes: Iterable[BoundaryChange]
) -> tuple[int, dict[str, tuple[str, ...]]]:
    """Which borders show the municipalities of a day.

    Borders of an earlier day show a municipality as its parts of then, where it has no part of one that was divided;
    those of a later day show it where it has not changed since. The borders nearest to the day go first.

    Returns:
        The year of the borders that most are of, and the areas of all others, as in ``CountryMap``.
    """
    known = tuple(changes)
    mergers = Mergers(known)
    nearest = sorted(BORDERS, key=lambda each: (abs(each - day), each))
    moves = {each: _moves_between(min(day, each), max(day, each), known) for each in nearest}
    found = {code: _area(code, day, moves, mergers) for code in codes}
    same = {each.year: sum(found[code] == (f"{each.year}/{code}",) for code in codes) for each in nearest}
    year = max(same, key=lambda each: same[each])
    return year, {code: areas for code, areas in found.items() if areas != (f"{year}/{code}",)}


def _area(code: str, day: date, moves: Mapping[date, Mapping[str, set[str]]], mergers: Mergers) -> tuple[str, ...]:
    """The areas that a municipality is shown as; those from which it gave a part away only where there is no other.

    Args:
        moves: by the day of borders, the nearest first, where each municipality went between it and the day.
    """
    seen: list[tuple[bool, tuple[str, ...]]] = []
    for each, moved in moves.items():
        members = mergers.members(code, min(day, each), max(day, each))
        gave = any(moved[member] - {code} for member in members.codes if member in moved)
        ended = code in moved
        if each <= day and members.divided is None:
            seen.append((gave, tuple(f"{each.year}/{member}" for member in members.codes)))
        elif each > day and members.first is None and not ended:
            seen.append((False, (f"{each.year}/{code}",)))
    return min(seen, key=lambda each: each[0])[1] if seen else ()


def _moves_between(begin: date, end: date, changes: Iterable[BoundaryChange]) -> dict[str, set[str]]:
    """The codes that municipalities went to between two days, by their own code."""
    moves: dict[str, set[str]] = {}
    for change in changes:
        if begin < change.on <= end:
            moves.setdefault(change.old_code, set()).add(change.new_code)
    return moves
