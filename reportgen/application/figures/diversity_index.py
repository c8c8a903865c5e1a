"""Fetches the diversity index of one region in one year from CBS, in seven and in eighteen groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.figures.diversity import diversity_index
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.counts import counts_by_origin, counts_of_region
from reportgen.sources.cbs.groupings import GroupingDefinition, eighteen_groups, seven_groups
from reportgen.sources.cbs.origin_groups import Grouping
from reportgen.sources.cbs.table_source import TableSource


@dataclass(frozen=True, slots=True)
class RegionIndex:
    """The index of a region in one grouping, with residents by group; every resident is in exactly one."""

    grouping: Grouping
    table: str
    groups: Mapping[str, int]

    @property
    def residents(self) -> int:
        """All residents."""
        return sum(self.groups.values())

    @property
    def index(self) -> float:
        """The probability that two random residents belong to different groups."""
        return diversity_index([100 * count / self.residents for count in self.groups.values()])


def indices_of(region: str, year: int, source: TableSource) -> tuple[RegionIndex, ...]:
    """The index of a region on 1 January of a year, in seven groups and in eighteen.

    Args:
        region: CBS code of a municipality, or ``NL01``.

    Raises:
        SourceError: CBS does not answer, or has no figures of the region in that year.
    """
    seven, eighteen = seven_groups(), eighteen_groups()
    counts = counts_of_region(source, seven.table, region, year)
    by_region, _, _ = counts_by_origin(source, eighteen.table, year)
    if region not in by_region:
        raise SourceError(
            said("Table {table} has no figures of {region} in {year}", table=eighteen.table, region=region, year=year)
        )
    return _index(seven, counts, region), _index(eighteen, by_region[region], region)


def _index(definition: GroupingDefinition, counts: Mapping[str, int], region: str) -> RegionIndex:
    groups = definition.residents_by_group(counts, f"{region} in table {definition.table}")
    return RegionIndex(definition.grouping, definition.table, groups)
