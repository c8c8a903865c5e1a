"""Profiles: all figures of one municipality, or of the country, computed from the statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.domain.figures.diversity import index_of, quartile
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.population import BACKGROUNDS, Origin, Population
from reportgen.domain.figures.statistics import Districts, Statistics
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, predecessors, successors


@dataclass(frozen=True, slots=True)
class Standings:
    """Figures of all municipalities by code, to rank one among them.

    ``change`` is the change of the index since ``since``, the first year with figures, for those that existed then.
    """

    since: int
    index: Mapping[str, float]
    migration_background: Mapping[str, float]
    western: Mapping[str, float]
    change: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one origin group."""

    origin: Origin
    figure: Figure


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The main figures of one year."""

    year: int
    migration_background: Figure
    index: Figure
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Quartiles of the figures among all municipalities, 1 lowest to 4 highest; ``change`` may be unknown."""

    index: int
    migration_background: int
    western: int
    change: int | None


@dataclass(frozen=True, slots=True)
class Profile:
    """All figures of one municipality, or of the country, which has no quartiles and districts.

    Attributes:
        index: diversity index of the reference year on ``grouping``, the finest there is.
        years: figures by year; their indices are on ``series_grouping``, and only comparable with each other.
        since: first year for which any municipality has figures; this one may have begun later.
        joined: changes by which others became part of it on the reference date.
        summed: years before a merger are the sum of the municipalities that merged.
        becomes: announced changes in which it ends.
        together: names of the municipalities that it merges with in those.
        together_in_part: names of those among them that are divided.
    """

    code: str
    name: str
    province: str
    residents: Figure
    density: Figure | None
    home_value: Figure | None
    urbanity: int
    index: Figure
    grouping: str
    series_grouping: str
    since: int
    years: tuple[YearFigures, ...]
    quartiles: Quartiles | None
    districts: Districts | None
    joined: tuple[BoundaryChange, ...]
    summed: bool
    becomes: tuple[BoundaryChange, ...]
    together: tuple[str, ...]
    together_in_part: tuple[str, ...]

    @property
    def first(self) -> YearFigures:
        """The first year the municipality has figures of."""
        return self.years[0]

    @property
    def last(self) -> YearFigures:
        """The reference year."""
        return self.years[-1]


def profile_of(code: str, statistics: Statistics, standings: Standings) -> Profile:
    """The profile of one municipality.

    Raises:
        KeyError: the municipality is not in the snapshot, or it has no figures for the reference year.
    """
    own = statistics.municipalities[code]
    years = tuple(year_of(population) for population in statistics.series[code])
    if years[-1].year != statistics.year:
        raise KeyError(code)
    reference = date(statistics.year, 1, 1)
    becomes = successors(code, statistics.changes, reference)
    return Profile(
        code,
        own.name,
        own.province,
        Figure(own.residents, Unit.RESIDENTS, statistics.year, statistics.residents_source),
        Figure(own.density, Unit.PER_KM2, statistics.year, statistics.residents_source),
        Figure(own.home_value, Unit.EURO_THOUSANDS, statistics.year, statistics.residents_source),
        own.urbanity,
        *_index(statistics.finest_population(code)),
        statistics.series[code][-1].grouping.name,
        standings.since,
        years,
        _quartiles(code, standings),
        statistics.districts.get(code),
        predecessors(code, statistics.changes, reference),
        code in statistics.summed,
        becomes,
        _together(code, becomes, statistics.changes, only_parts=False),
        _together(code, becomes, statistics.changes, only_parts=True),
    )


def country_profile(statistics: Statistics) -> Profile:
    """The profile of the Netherlands on the reference date."""
    years = statistics.country
    return Profile(
        COUNTRY,
        "Nederland",
        "",
        Figure(
            statistics.country_residents,
            Unit.RESIDENTS,
            years[-1].year,
            years[-1].source,
        ),
        None,
        None,
        0,
        *_index(statistics.finest_population(COUNTRY)),
        years[-1].grouping.name,
        years[0].year,
        tuple(year_of(each) for each in years),
        None,
        None,
        (),
        False,
        (),
        (),
        (),
    )


def standings_of(statistics: Statistics) -> Standings:
    """The figures of all municipalities in the reference year."""
    everyone = statistics.populations()
    finest = statistics.finest_populations()
    since = min(series[0].year for series in statistics.series.values())
    return Standings(
        since,
        {code: index_of(finest[code]) for code in everyone},
        {code: population.migration_background for code, population in everyone.items()},
        {code: population.share(Origin.WESTERN) for code, population in everyone.items()},
        {
            code: index_of(population) - index_of(statistics.series[code][0])
            for code, population in everyone.items()
            if statistics.series[code][0].year == since
        },
    )


def year_of(population: Population) -> YearFigures:
    """The main figures of one population; the index is calculated here from its shares."""
    return YearFigures(
        population.year,
        Figure(population.migration_background, Unit.PERCENT, population.year, population.source),
        Figure(index_of(population), Unit.INDEX, population.year, population.source),
        tuple(
            Share(origin, Figure(population.share(origin), Unit.PERCENT, population.year, population.source))
            for origin in BACKGROUNDS
        ),
    )


def _index(population: Population) -> tuple[Figure, str]:
    return Figure(index_of(population), Unit.INDEX, population.year, population.source), population.grouping.name


def _quartiles(code: str, standings: Standings) -> Quartiles:
    def place(values: Mapping[str, float]) -> int:
        return quartile(values[code], tuple(values.values()))

    return Quartiles(
        place(standings.index),
        place(standings.migration_background),
        place(standings.western),
        place(standings.change) if code in standings.change else None,
    )


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
