"""Populations by origin group out of the rows of a snapshot: of the country, and of each municipality by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from reportgen.domain.figures.population import (
    BACKGROUNDS,
    Origin,
    Population,
    combined,
    population_from_counts,
    population_from_percentages,
)
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, Municipality, whole_parts
from reportgen.errors import SourceError
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.groupings import eighteen_groups

Row = Mapping[str, str]
"""One row of a table by the name of its column."""

ROUNDING = 0.25
"""Percentage points by which published shares with one decimal may miss their published total (six roundings)."""


def population_series(rows: Iterable[Row]) -> dict[str, tuple[Population, ...]]:
    """The populations of each municipality by year, in seven groups.

    Raises:
        SourceError: the shares of a row do not add up.
    """
    series: dict[str, list[Population]] = {}
    names = [origin.value for origin in BACKGROUNDS]  # plain strings are found sooner than members
    for row in sorted(rows, key=lambda row: (row["code"], int(row["year"]))):
        code, year, whole = row["code"], int(row["year"]), float(row["migration_background"])
        shares = [float(row[name]) for name in names]
        if abs(sum(shares) - whole) > ROUNDING:
            raise SourceError(f"Origin groups do not add up: {code} in {year}")
        residents = int(row["residents"]) if "residents" in row else None
        backgrounds: dict[Origin, float] = dict(zip(BACKGROUNDS, shares, strict=True))
        population = population_from_percentages(code, year, whole, backgrounds, "origins", residents)
        series.setdefault(code, []).append(population)
    return {code: tuple(populations) for code, populations in series.items()}


def country_populations(rows: Iterable[Row]) -> tuple[tuple[Population, ...], int]:
    """The populations of the country by year, and its residents in the last one, the reference year.

    Raises:
        SourceError: the groups of a year do not add up to its residents.
    """
    found = []
    for row in sorted(rows, key=lambda row: int(row["year"])):
        counts = {origin.value: int(row[origin]) for origin in Origin}
        if sum(counts.values()) != int(row["residents"]):
            raise SourceError("The national groups do not add up to the national residents")
        found.append(population_from_counts(COUNTRY, int(row["year"]), counts, "national"))
    return tuple(found), found[-1].residents or 0


def eighteen_group_populations(rows: Iterable[Row], year: int) -> dict[str, Population]:
    """The populations of the reference year in eighteen groups, by region.

    Raises:
        SourceError: the groups of a region do not add up to its residents, or are of another year.
    """
    grouping = eighteen_groups().grouping
    found = {}
    for row in rows:
        counts = {name: int(row[name]) for name in grouping.origins}
        if int(row["year"]) != year or sum(counts.values()) != int(row["residents"]):
            raise SourceError(f"The eighteen groups of {row['code']} do not add up")
        code = COUNTRY if row["code"] == COUNTRY_REGION else row["code"]
        found[code] = population_from_counts(code, year, counts, "eighteen", grouping)
    return found


def refuse_different_shares(eighteen: Mapping[str, Population], seven: Mapping[str, Population]) -> None:
    """Checks that both groupings are of the same people.

    Raises:
        SourceError: a region is not in both, or has another share with a Dutch background.
    """
    absent = seven.keys() - eighteen.keys()
    if absent:
        raise SourceError(f"There are no eighteen groups of {len(absent)} regions, {min(absent)} among them")
    different = [
        code
        for code, population in seven.items()
        if abs(population.share(Origin.DUTCH) - eighteen[code].share(Origin.DUTCH)) > ROUNDING
    ]
    if different:
        raise SourceError(f"The share with a migration background of {different[0]} is not the same in both divisions")


def populations_before_merger(
    series: Mapping[str, tuple[Population, ...]],
    changes: tuple[BoundaryChange, ...],
    municipalities: Mapping[str, Municipality],
    year: int,
) -> dict[str, tuple[Population, ...]]:
    """The sums of the parts of municipalities that were merged in the reference year, for the years before.

    As far back as the residents of every part are known, and only where parts were merged whole.
    """
    found = {}
    for code in municipalities:
        parts = whole_parts(code, changes, date(year, 1, 1))
        if len(parts) < 2:
            continue
        by_part = [{each.year: each for each in series.get(part, ()) if each.residents} for part in parts]
        years = []
        for before in range(year - 1, 0, -1):
            if not all(before in each for each in by_part):
                break
            years.append(combined(code, [each[before] for each in by_part]))
        if years:
            found[code] = tuple(reversed(years))
    return found
