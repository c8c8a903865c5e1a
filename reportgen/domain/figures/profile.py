"""Profiles: all figures of a subject for one municipality, or for the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportgen.domain.figures.districts import Districts
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.people import people_of
from reportgen.domain.figures.ranks import Rank
from reportgen.domain.figures.series import SeriesStart
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, predecessors, successors


@dataclass(frozen=True, slots=True)
class MeasureFigures:
    """The figures of one measure for one municipality, or the country.

    Attributes:
        key: of the measure.
        figures: in order of their years; empty where there is none. The last may be of an earlier year than that of
            the other municipalities.
        last: that of the reference year; None where it is missing.
        country: that of the country in the reference year; None where CBS gives none.
        rank: among all municipalities in the reference year; None for the country, where the figure is missing, and
            of a measure that grows with the size of a municipality.
        people: how many people, dwellings or others the last figure is, rounded; None where nothing is counted.
        change_rank: of the change since the year that municipalities are compared from, among those that have it.
        start: why there are no earlier years.
        merged: day of the merger at which the series begins; None where it begins with the data.
        summed: years before a merger, which are those of all parts together; 0 for none, else the last such year.
        districts: None where there are none.
        left_out: years of which another table has the values, which are not compared with these.
    """

    key: str
    figures: tuple[Figure, ...]
    last: Figure | None
    country: Figure | None
    rank: Rank | None
    change_rank: Rank | None
    start: SeriesStart
    merged: date | None
    summed: int
    districts: Districts | None
    people: int | None = None
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """All figures of one municipality, or of the country, which has no rank, districts or province.

    Attributes:
        residents: None where they are not known.
        urbanity: CBS class, 1 (very strongly urban) to 5 (not urban); 0 where it is not known.
        measures: those of the subject that any municipality has, in its order.
        becomes: announced changes in which it ends.
        together: names of the municipalities that it merges with in those.
        together_in_part: names of those among them that are divided.
        joined: changes by which others became part of it on the day of the division.
    """

    code: str
    name: str
    province: str
    residents: Figure | None
    density: Figure | None
    home_value: Figure | None
    urbanity: int
    measures: tuple[MeasureFigures, ...]
    becomes: tuple[BoundaryChange, ...] = ()
    together: tuple[str, ...] = ()
    together_in_part: tuple[str, ...] = ()
    joined: tuple[BoundaryChange, ...] = ()

    def measure(self, key: str) -> MeasureFigures:
        """The figures of a measure.

        Raises:
            KeyError: the subject has no figures of it.
        """
        for each in self.measures:
            if each.key == key:
                return each
        raise KeyError(key)


def profile_of(code: str, figures: SubjectFigures) -> Profile:
    """The profile of a municipality, or of the country.

    Raises:
        KeyError: the municipality does not exist on the day of the figures.
    """
    data = figures.data
    measures = tuple(_measure_figures(key, code, figures) for key in figures.measures)
    if code == COUNTRY:
        residents = _described(data.country_residents, Unit.COUNT, figures)
        return Profile(COUNTRY, "Nederland", "", residents, None, None, 0, measures)
    own = data.municipalities[code]
    becomes = successors(code, data.changes, data.day)
    return Profile(
        code,
        own.name,
        own.province,
        _described(own.residents, Unit.COUNT, figures),
        _described(own.density, Unit.PER_KM2, figures),
        _described(own.home_value, Unit.EURO, figures),
        own.urbanity,
        measures,
        becomes,
        _together(code, becomes, data.changes, only_parts=False),
        _together(code, becomes, data.changes, only_parts=True),
        predecessors(code, data.changes, data.day),
    )


def _measure_figures(key: str, code: str, figures: SubjectFigures) -> MeasureFigures:
    municipality = code != COUNTRY
    year, series = figures.year(key), figures.series(key).get(code)
    made = tuple(figures.figure(key, each.value, each.year, code) for each in series.years) if series else ()
    country = figures.series(key).get(COUNTRY)
    of_country = [each for each in country.years if each.year == year] if country else []
    return MeasureFigures(
        key,
        made,
        next((each for each in made if each.year == year), None),
        figures.figure(key, of_country[0].value, year, COUNTRY) if of_country else None,
        figures.rank(key, code) if municipality else None,
        figures.change_rank(key, code) if municipality else None,
        series.start if series else SeriesStart.DATA,
        series.change if series else None,
        max((each.year for each in series.years if each.parts), default=0) if series else 0,
        figures.data.districts.get(key, {}).get(code),
        people_of(key, code, figures),
        series.left_out if series else (),
    )


def _described(value: int, unit: Unit, figures: SubjectFigures) -> Figure | None:
    return Figure(value, unit, *figures.data.described) if value else None


def _together(
    code: str, becomes: tuple[BoundaryChange, ...], changes: tuple[BoundaryChange, ...], only_parts: bool
) -> tuple[str, ...]:
    """Names of the other municipalities that become part of the same ones on the same day."""
    names = (
        change.old_name
        for end in becomes
        for change in changes
        if change.new_code == end.new_code
        and change.on == end.on
        and change.old_code != code
        and not (only_parts and change.whole)
    )
    return tuple(dict.fromkeys(names))
