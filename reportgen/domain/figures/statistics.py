"""Statistics of all municipalities and the country from one snapshot, as values of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.domain.figures.population import Population
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, Municipality

SMALL_DISTRICT = 200
"""Residents below which a district's share says little: counts are rounded to 5."""


@dataclass(frozen=True, slots=True)
class District:
    """A district of a municipality: CBS code, residents, and percent of them with a migration background."""

    code: str
    residents: int
    share: float


@dataclass(frozen=True, slots=True)
class Districts:
    """The districts of one municipality, in order of the share with a migration background.

    ``without`` names former municipalities whose districts are not in the list, because they cannot be told apart.
    """

    year: int
    source: str
    districts: tuple[District, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of all municipalities, from one snapshot of the figures.

    Attributes:
        series: populations of every year by municipality, all on one grouping.
        country: populations of every year of the country, on the same grouping.
        changes: changes of municipalities, in the past and announced.
        year: the reference year.
        finest: populations of the reference year by region, on a finer grouping than the series; empty, or for
            every municipality and the country.
        summed: municipalities whose earlier years are the sum of the municipalities they were formed from.
    """

    municipalities: Mapping[str, Municipality]
    series: Mapping[str, tuple[Population, ...]]
    country: tuple[Population, ...]
    country_residents: int
    districts: Mapping[str, Districts]
    changes: tuple[BoundaryChange, ...]
    year: int
    residents_source: str
    finest: Mapping[str, Population] = field(default_factory=dict)
    summed: frozenset[str] = frozenset()

    def populations(self) -> dict[str, Population]:
        """Populations of the reference year by municipality."""
        return {code: series[-1] for code, series in self.series.items() if series[-1].year == self.year}

    def finest_population(self, code: str) -> Population:
        """The population of a region in the reference year, on the finest grouping that all regions have."""
        if self.finest:
            return self.finest[code]
        return self.country[-1] if code == COUNTRY else self.series[code][-1]

    def finest_populations(self) -> dict[str, Population]:
        """Populations of the reference year by region, on the finest grouping that all regions have."""
        return dict(self.finest) or {**self.populations(), COUNTRY: self.country[-1]}
