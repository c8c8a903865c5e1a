"""Populations: shares of origin groups among the residents of a region on 1 January of a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """The origin groups of CBS's regional key figures (table 70072NED), by migration background."""

    DUTCH = "dutch"
    WESTERN = "western"
    OTHER_NON_WESTERN = "other_non_western"
    TURKEY = "turkey"
    MOROCCO = "morocco"
    SURINAME = "suriname"
    ANTILLES_ARUBA = "antilles_aruba"


@dataclass(frozen=True, slots=True)
class Grouping:
    """A division of the whole population into origin groups; an index means nothing without it."""

    name: str
    version: str
    origins: tuple[str, ...]


SEVEN_GROUPS = Grouping("seven", "1", tuple(Origin))

BACKGROUNDS = tuple(origin for origin in Origin if origin is not Origin.DUTCH)
"""The groups of residents with a migration background."""


@dataclass(frozen=True, slots=True)
class Population:
    """The shares of the origin groups among the residents of one region on 1 January of one year.

    Attributes:
        region: CBS region code, ``NL`` for the country.
        year: the shares describe 1 January of this year.
        grouping: the division into origin groups.
        shares: percent of all residents, in the order of the grouping.
        source: key of the source in the snapshot.
        residents: number of residents; None where the source gives shares only.
    """

    region: str
    year: int
    grouping: Grouping
    shares: tuple[float, ...]
    source: str
    residents: int | None = None

    def share(self, origin: str) -> float:
        """Percent of all residents that belong to the group."""
        return self.shares[self.grouping.origins.index(origin)]

    @property
    def migration_background(self) -> float:
        """Percent of all residents with a migration background."""
        return 100 - self.share(Origin.DUTCH)


def population_from_percentages(
    region: str,
    year: int,
    migration_background: float,
    backgrounds: Mapping[Origin, float],
    source: str,
    residents: int | None = None,
) -> Population:
    """A population from percentages, as published with one decimal or finer.

    The Dutch share is 100 minus the published total. The groups may differ from that total by a few tenths through
    rounding; an index from them is within 0.001 of the one from exact counts.
    """
    dutch = round(100 - migration_background, 6)  # first in the grouping, before the backgrounds in their order
    return Population(
        region, year, SEVEN_GROUPS, (dutch, *map(backgrounds.__getitem__, BACKGROUNDS)), source, residents
    )


def population_from_counts(
    region: str, year: int, counts: Mapping[str, int], source: str, grouping: Grouping = SEVEN_GROUPS
) -> Population:
    """A population from counts of residents by group, which together are everyone."""
    total = sum(counts.values())
    shares = tuple(100 * counts[origin] / total for origin in grouping.origins)
    return Population(region, year, grouping, shares, source, total)


def combined(region: str, populations: Sequence[Population]) -> Population:
    """The population of several regions as one.

    Raises:
        ValueError: they are of different years or groupings, or one of them has shares without residents.
    """
    first = populations[0]
    counts = [each.residents for each in populations if each.residents is not None]
    if len(counts) < len(populations) or len({(each.year, each.grouping) for each in populations}) > 1:
        raise ValueError("populations of different years or groupings, or without residents, cannot be summed")
    total = sum(counts)
    shares = tuple(
        sum(count * share for count, share in zip(counts, shares, strict=True)) / total
        for shares in zip(*(each.shares for each in populations), strict=True)
    )
    return Population(region, first.year, first.grouping, shares, first.source, total)
