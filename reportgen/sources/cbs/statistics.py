"""CBS tables, as a snapshot keeps them, become populations and the other figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO

from reportgen.domain.figures.population import (
    BACKGROUNDS,
    Origin,
    Population,
    combined,
    population_from_counts,
    population_from_percentages,
)
from reportgen.domain.figures.profile import District, Districts, Statistics
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, Municipality, whole_parts
from reportgen.errors import SourceError
from reportgen.sources.cbs.groupings import eighteen_groups
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.cbs.tables import COUNTRY_REGION

Row = Mapping[str, str]
"""One line of a table by the name of its column."""

ROUNDING = 0.25
"""Points by which published shares with one decimal may miss their published total (six roundings)."""


def statistics_from(snapshot: Snapshot) -> Statistics:
    """Everything the domain needs, with the known totals asserted.

    Raises:
        SourceError: rows are missing or the figures do not add up to the totals of the manifest.
    """
    try:
        return _statistics({key: _rows(snapshot, key) for key in snapshot.texts}, snapshot)
    except (KeyError, ValueError) as fault:
        raise SourceError(f"The figures cannot be read: {fault}", todo="restore the folder data/figures") from None


def _statistics(rows: Mapping[str, Sequence[Row]], snapshot: Snapshot) -> Statistics:
    municipalities = {each.code: each for each in _municipalities(rows["municipalities"])}
    country, residents = _country(rows["national"])
    year = country[-1].year
    changes = tuple(_changes(rows["changes"]))
    series = _series(rows["origins"])
    _assert_totals(snapshot, municipalities, series, year, residents)
    finest = _finest(rows["eighteen"], year) if "eighteen" in rows else {}
    if finest:
        _assert_alike(finest, {**{code: series[code][-1] for code in municipalities}, COUNTRY: country[-1]})
    earlier = _earlier(series, changes, municipalities, year)
    return Statistics(
        municipalities,
        {
            code: (*earlier.get(code, ()), *_since(populations, code in earlier, year))
            for code, populations in series.items()
        },
        country,
        residents,
        _districts(rows["districts"], changes, year, snapshot.years["districts"]),
        changes,
        year,
        "municipalities",
        finest,
        frozenset(earlier),
    )


def _rows(snapshot: Snapshot, key: str) -> list[Row]:
    head, *lines = [line for line in csv.reader(StringIO(snapshot.texts[key], newline="")) if line] or [[]]
    if any(len(line) != len(head) for line in lines):
        raise SourceError(f"The snapshot's file '{key}' is not a table")
    if len(lines) != snapshot.rows[key]:
        raise SourceError(
            f"The snapshot's file '{key}' has {len(lines)} rows instead of {snapshot.rows[key]}",
            todo="restore the folder data/figures",
        )
    return [dict(zip(head, line, strict=True)) for line in lines]


def _municipalities(rows: Iterable[Row]) -> Iterable[Municipality]:
    for row in rows:
        yield Municipality(
            row["code"],
            row["name"],
            row["title"],
            row["sort_name"],
            row["province"],
            int(row["residents"]),
            int(row["density"]),
            int(row["urbanity"]),
            int(row["home_value"]),
            float(row["longitude"]),
            float(row["latitude"]),
        )


def _country(rows: Iterable[Row]) -> tuple[tuple[Population, ...], int]:
    """The populations of the country, the reference year last, and its residents then."""
    found = []
    for row in sorted(rows, key=lambda row: int(row["year"])):
        counts = {origin.value: int(row[origin]) for origin in Origin}
        if sum(counts.values()) != int(row["residents"]):
            raise SourceError("The national groups do not add up to the national residents")
        found.append(population_from_counts(COUNTRY, int(row["year"]), counts, "national"))
    return tuple(found), found[-1].residents or 0


def _finest(rows: Iterable[Row], year: int) -> dict[str, Population]:
    """The populations of the reference year on eighteen groups, by region."""
    grouping = eighteen_groups().grouping
    found = {}
    for row in rows:
        counts = {name: int(row[name]) for name in grouping.origins}
        if int(row["year"]) != year or sum(counts.values()) != int(row["residents"]):
            raise SourceError(f"The eighteen groups of {row['code']} do not add up")
        code = COUNTRY if row["code"] == COUNTRY_REGION else row["code"]
        found[code] = population_from_counts(code, year, counts, "eighteen", grouping)
    return found


def _assert_alike(finest: Mapping[str, Population], series: Mapping[str, Population]) -> None:
    """Both divisions are of the same people: every region is in both, with the same Dutch share."""
    absent = series.keys() - finest.keys()
    if absent:
        raise SourceError(f"There are no eighteen groups of {len(absent)} regions, {min(absent)} among them")
    astray = [
        code
        for code, population in series.items()
        if abs(population.share(Origin.DUTCH) - finest[code].share(Origin.DUTCH)) > ROUNDING
    ]
    if astray:
        raise SourceError(f"The share with a migration background of {astray[0]} is not the same in both divisions")


def _earlier(
    series: Mapping[str, tuple[Population, ...]],
    changes: tuple[BoundaryChange, ...],
    municipalities: Mapping[str, Municipality],
    year: int,
) -> dict[str, tuple[Population, ...]]:
    """The years before the reference date of who was joined then: summed, as far back as every part is known.

    Only where parts went over whole, and their residents are known; else a series begins, or breaks, there.
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


def _since(populations: tuple[Population, ...], summed: bool, year: int) -> tuple[Population, ...]:
    return tuple(each for each in populations if not summed or each.year >= year)


def _changes(rows: Iterable[Row]) -> Iterable[BoundaryChange]:
    for row in rows:
        yield BoundaryChange(
            date.fromisoformat(row["date"]),
            row["old_code"],
            row["old_name"],
            row["new_code"],
            row["new_name"],
            row["part"] == "all",
        )


def _series(rows: Iterable[Row]) -> dict[str, tuple[Population, ...]]:
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


def _districts(
    rows: Iterable[Row], changes: tuple[BoundaryChange, ...], year: int, counted: int
) -> dict[str, Districts]:
    """Districts by the municipality of the reference year; figures may be of the year before.

    What was joined since goes along where it went over whole; of a municipality that was divided it is
    not known which district went where, so its districts are left out and it is named.
    """
    moved = [change for change in changes if counted < change.on.year <= year]
    by_code: dict[str, list[District]] = {}
    for row in rows:
        residents = int(row["residents"])
        background = int(row["western"]) + int(row["non_western"])
        if residents:
            share = min(100.0, 100 * background / residents)  # both are rounded to 5, so a part can exceed the whole
            by_code.setdefault(row["code"], []).append(District(row["district"], residents, share))
    found = {code: Districts(counted, "districts", tuple(each)) for code, each in by_code.items()}
    for change in moved:
        gone = found.get(change.old_code, Districts(counted, "districts", ()))
        there = found.get(change.new_code, Districts(counted, "districts", ()))
        if change.whole:
            found[change.new_code] = replace(there, districts=there.districts + gone.districts)
        else:
            found[change.new_code] = replace(there, without=(*there.without, change.old_name))
    for change in moved:
        found.pop(change.old_code, None)
    return {code: _in_order(each) for code, each in found.items()}


def _in_order(districts: Districts) -> Districts:
    ordered = sorted(districts.districts, key=lambda each: (each.share, each.code))
    return replace(districts, districts=tuple(ordered))


def _assert_totals(
    snapshot: Snapshot,
    municipalities: Mapping[str, Municipality],
    series: Mapping[str, tuple[Population, ...]],
    year: int,
    residents: int,
) -> None:
    counted = sum(each.residents for each in municipalities.values())
    current = {code for code, populations in series.items() if populations[-1].year == year}
    checks = {
        "municipalities": (len(municipalities), snapshot.municipalities),
        "residents of all municipalities together": (counted, snapshot.residents),
        "residents of the country": (residents, snapshot.residents),
        f"municipalities with origin groups in {year}": (
            len(current & set(municipalities)),
            snapshot.municipalities,
        ),
    }
    for what, (found, expected) in checks.items():
        if found != expected:
            raise SourceError(
                f"The figures do not add up: {found:,} {what} instead of {expected:,}",
                todo="restore the folder data/figures",
            )
