"""The diversity index of one region in one year, straight from CBS, on every grouping there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.figures.diversity import diversity_index
from reportgen.domain.figures.population import Grouping
from reportgen.errors import SourceError
from reportgen.sources.cbs.figure_source import FigureSource
from reportgen.sources.cbs.groupings import GroupingDefinition, eighteen_groups, seven_groups
from reportgen.sources.cbs.tables import counts_by_origin, counts_of_region


@dataclass(frozen=True, slots=True)
class RegionIndex:
    """The index of a region on one grouping, with residents by group; every resident is in exactly one."""

    grouping: Grouping
    table: str
    groups: Mapping[str, int]

    @property
    def residents(self) -> int:
        """Everyone."""
        return sum(self.groups.values())

    @property
    def index(self) -> float:
        """The chance that two random residents are of different groups."""
        return diversity_index([100 * count / self.residents for count in self.groups.values()])


def indices_of(region: str, year: int, source: FigureSource) -> tuple[RegionIndex, ...]:
    """The index of a region on 1 January of a year, coarse grouping first.

    Args:
        region: CBS code of a municipality, or ``NL01``.

    Raises:
        SourceError: CBS does not answer, or has no figures of the region in that year.
    """
    coarse, fine = seven_groups(), eighteen_groups()
    counts = counts_of_region(source, coarse.table, region, year)
    found = [_asked(coarse, counts, f"{region} in table {coarse.table}")]
    by_region, _, _ = counts_by_origin(source, fine.table, year)
    if region not in by_region:
        raise SourceError(f"Table {fine.table} has no figures of {region} in {year}")
    return (*found, _asked(fine, by_region[region], f"{region} in table {fine.table}"))


def _asked(division: GroupingDefinition, counts: Mapping[str, int], what: str) -> RegionIndex:
    return RegionIndex(division.grouping, division.table, division.divided(counts, what))
