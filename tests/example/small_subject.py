"""Figures of a subject that a test makes up: as many municipalities, years and indicators as it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reportgen.domain.figures.districts import District, Districts
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Indicator, IndicatorKind, Part, Variable, Wording
from reportgen.domain.figures.subject import Alike, Subject
from reportgen.domain.figures.subject_figures import FigureData, SubjectFigures
from reportgen.domain.places.municipality import BoundaryChange, Municipality

DAY = date(2022, 1, 1)
WORDS = Wording("het aandeel", "van de inwoners", "mensen", "population")


def code(number: int) -> str:
    """The code of a municipality, by its number."""
    return f"GM{number:04d}"


def indicator(key: str = "proef", unit: Unit = Unit.PERCENT, decimals: int = 1, **changes: Any) -> Indicator:
    """An indicator with one value, or as the changes say."""
    made = Indicator(key, IndicatorKind.VALUE, key, key.title(), unit, decimals, "meer", "Een proef.", WORDS)
    return replace(made, **({"value": Variable(key)} | changes))


def part(key: str) -> Part:
    """A part of a composition, with a variable of the same name."""
    return Part(key, key, key.title(), Variable(key), WORDS)


def municipality(number: int, residents: int = 20_000, province: str = "Drenthe", urbanity: int = 3) -> Municipality:
    """A made-up municipality."""
    name = f"Gemeente {number}"
    return Municipality(code(number), name, name, name, province, 5.0, 52.0, residents, 100, urbanity, 200)


def districts(*values: tuple[float, int | None]) -> Districts:
    """Districts of a value and a number of residents each."""
    made = [
        District(f"WK0001{place:02d}", f"Wijk {place}", people, value) for place, (value, people) in enumerate(values)
    ]
    return Districts(2021, "districts", tuple(sorted(made, key=lambda each: each.value)))


def figures(
    indicators: Iterable[Indicator],
    values: Mapping[str, Mapping[tuple[str, int], float]],
    municipalities: Iterable[Municipality] = (),
    by_district: Mapping[str, Mapping[str, Districts]] | None = None,
    changes: tuple[BoundaryChange, ...] = (),
    alike: tuple[Alike, ...] = (),
) -> SubjectFigures:
    """The figures; the first indicator is the main one, and without municipalities there are those with values."""
    indicators = tuple(indicators)
    found = sorted({each for of in values.values() for each, _ in of if each.startswith("GM")})
    places = tuple(municipalities) or tuple(municipality(int(each[2:])) for each in found)
    first = indicators[0].key if indicators else ""
    main = first + "/total" if indicators and indicators[0].kind is IndicatorKind.COMPOSITION else first
    subject = Subject("proef", "Proef", indicators, main, (), alike)
    data = FigureData(
        DAY,
        {each.code: each for each in places},
        changes,
        values,
        dict.fromkeys(values, "own"),
        {},
        by_district or {},
        (2022, "municipalities"),
        1_000_000,
    )
    return SubjectFigures(subject, data)


def of_year(year: int, *values: float | None, country: float | None = None) -> dict[tuple[str, int], float]:
    """Values of one year, of the municipalities 1, 2, 3, …; None for one that is not known."""
    known = {(code(number), year): value for number, value in enumerate(values, 1) if value is not None}
    return known | ({("NL", year): country} if country is not None else {})
