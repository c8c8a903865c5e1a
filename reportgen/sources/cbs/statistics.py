"""The statistics that packs are made from, out of a snapshot, with their known totals checked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import StringIO

from reportgen.domain.figures.population import Population
from reportgen.domain.figures.statistics import District, Districts, Statistics
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, Municipality
from reportgen.errors import SourceError
from reportgen.sources.cbs.populations import (
    Row,
    country_populations,
    eighteen_group_populations,
    population_series,
    populations_before_merger,
    refuse_different_shares,
)
from reportgen.sources.cbs.snapshots import RESTORE, Snapshot


def statistics_from(snapshot: Snapshot) -> Statistics:
    """The statistics in a snapshot.

    Raises:
        SourceError: rows are missing or the figures do not add up to the totals of the manifest.
    """
    try:
        return _statistics({key: _rows(snapshot, key) for key in snapshot.texts}, snapshot)
    except (KeyError, ValueError) as fault:
        raise SourceError(f"The figures cannot be read: {fault}", todo=RESTORE) from None


def changes_in(snapshot: Snapshot) -> tuple[BoundaryChange, ...]:
    """The changes of municipalities in a snapshot.

    Raises:
        SourceError: they cannot be read.
    """
    try:
        return tuple(_changes(_rows(snapshot, "changes")))
    except (KeyError, ValueError) as fault:
        raise SourceError(f"The figures cannot be read: {fault}", todo=RESTORE) from None


def _statistics(rows: Mapping[str, Sequence[Row]], snapshot: Snapshot) -> Statistics:
    municipalities = {each.code: each for each in _municipalities(rows["municipalities"])}
    country, residents = country_populations(rows["national"])
    year = country[-1].year
    changes = tuple(_changes(rows["changes"]))
    series = population_series(rows["origins"])
    _refuse_other_totals(snapshot, municipalities, series, year, residents)
    finest = eighteen_group_populations(rows["eighteen"], year) if "eighteen" in rows else {}
    if finest:
        refuse_different_shares(finest, {**{code: series[code][-1] for code in municipalities}, COUNTRY: country[-1]})
    earlier = populations_before_merger(series, changes, municipalities, year)
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
            todo=RESTORE,
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


def _since(populations: tuple[Population, ...], summed: bool, year: int) -> tuple[Population, ...]:
    return tuple(each for each in populations if not summed or each.year >= year)


def _districts(
    rows: Iterable[Row], changes: tuple[BoundaryChange, ...], year: int, counted: int
) -> dict[str, Districts]:
    """Districts by the municipality of the reference year; figures may be of the year before.

    Districts of a municipality that was merged whole since are those of the new one. Of a municipality that was
    divided it is unknown which district went where: its districts are left out, and it is named.

    Args:
        year: the reference year.
        counted: the year that the districts were counted in.
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


def _refuse_other_totals(
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
                todo=RESTORE,
            )
