"""The tables of CBS that packs are made from: what is asked, how it is checked, and what is made of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from reportgen.domain.figures.population import BACKGROUNDS, Origin
from reportgen.errors import SourceError
from reportgen.sources.cbs.figure_source import CellValue, FigureSource, TableData
from reportgen.sources.cbs.groupings import column_keys, eighteen_groups, seven_groups

COUNTRY_REGION = "NL01"

FIRST_YEAR = 1996
"""CBS counts residents by migration background since then."""

WHOLE_POPULATION = "Geslacht eq 'T001038' and Leeftijd eq '10000' and Generatie eq 'T001040'"
"""Both sexes, all ages, all generations; the keys are the widest of their dimension, so they carry no padding."""

ROUNDING_MARGIN = 10
"""By so much two counts together may be more than their whole when all three are rounded to 5."""


@dataclass(frozen=True, slots=True)
class ReferenceYear:
    """What the figures are for: the reference year, and the municipalities that exist then."""

    year: int
    municipalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """A table of ours with what it was made from; ``text`` is CSV as a snapshot keeps it."""

    answer: TableData
    where: str
    text: str
    rows: int
    reference: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table that is kept under a key of the snapshot."""

    key: str
    table: str
    make: Callable[[FigureSource, str, ReferenceYear], DerivedTable]


def _origins(source: FigureSource, table: str, scope: ReferenceYear) -> DerivedTable:
    """Shares of the seven groups by municipality and year, from counted residents."""
    columns = column_keys(source.topics(table), seven_groups().columns)
    years = range(FIRST_YEAR, scope.year + 1)
    where = "(substringof('GM',RegioS) or substringof('NL01',RegioS)) and " + _periods(years)
    answer = source.read(table, ["RegioS", "Perioden", *columns.values()], where)
    counts = _counts(answer, ("RegioS", "Perioden"), columns)
    lines = []
    for (region, period), row in sorted(counts.items()):
        if region.startswith("GM") and _is_year(period, years):
            share = {name: round(100 * row[name] / row["residents"], 6) for name in row}
            shares = [share["background"], *(share[origin] for origin in BACKGROUNDS)]
            lines.append([_year(period), region, row["residents"], *shares])
    _refuse_gaps(counts, years, scope, table)
    reference = f"1 januari van elk jaar, {FIRST_YEAR}–{scope.year}"
    head = ["year", "code", "residents", "migration_background", *BACKGROUNDS]
    return _made(answer, where, head, lines, reference, scope)


def _national(source: FigureSource, table: str, scope: ReferenceYear) -> DerivedTable:
    """Residents of the country by group, in each year."""
    columns = column_keys(source.topics(table), seven_groups().columns)
    years = range(FIRST_YEAR, scope.year + 1)
    where = _periods(years)
    answer = source.read(table, ["Perioden", *columns.values()], where)
    counts = _counts(answer, ("Perioden",), columns)
    lines = [
        [_year(period), row["residents"], *(row[origin] for origin in Origin)]
        for (period,), row in sorted(counts.items())
        if _is_year(period, years)
    ]
    absent = set(years).difference(line[0] for line in lines)
    if absent:
        raise SourceError(f"Table {table} has no figures of {max(absent)}")
    return _made(answer, where, ["year", "residents", *Origin], lines, f"1 januari {scope.year}", scope)


def _districts(source: FigureSource, table: str, scope: ReferenceYear) -> DerivedTable:
    """Residents by background in each district; counts are rounded to 5."""
    titles = {name: seven_groups().columns[name] for name in ("residents", "western", "non_western")}
    columns = column_keys(source.topics(table), titles)
    where = "substringof('WK',WijkenEnBuurten)"
    answer = source.read(table, ["WijkenEnBuurten", *columns.values()], where)
    lines: list[list[object]] = []
    seen: set[str] = set()
    for row in answer.rows:
        district = str(row["WijkenEnBuurten"])
        values = [row[columns[name]] for name in ("residents", "western", "non_western")]
        if not district.startswith("WK") or any(value is None for value in values):
            continue
        _refuse_double(district, seen, table)
        counts = [_count(value, district, table) for value in values]
        if counts[1] + counts[2] > counts[0] + ROUNDING_MARGIN:
            raise SourceError(f"The groups of {district} in table {table} are more than its residents")
        lines.append([district, f"GM{district[2:6]}", *counts])
    listed = {each.key for each in answer.dimensions["WijkenEnBuurten"] if each.key.startswith("WK")}
    lost = listed.difference(str(row["WijkenEnBuurten"]) for row in answer.rows)
    if lost:
        raise SourceError(f"Table {table} has no row of {len(lost)} districts it lists, {min(lost)} among them")
    absent = scope.municipalities - {str(line[1]) for line in lines}
    if len(absent) > 2:  # in some years a municipality or two have no rows
        raise SourceError(f"Table {table} has no districts of {len(absent)} municipalities, {min(absent)} among them")
    head = ["district", "code", "residents", "western", "non_western"]
    return _made(answer, where, head, sorted(lines), f"1 januari {scope.year}", scope)


def _eighteen(source: FigureSource, table: str, scope: ReferenceYear) -> DerivedTable:
    """Residents of each municipality and the country in eighteen groups, in the reference year."""
    counts, answer, where = counts_by_origin(source, table, scope.year)
    division = eighteen_groups()
    lines: list[list[int | str]] = []
    for region in sorted(counts):
        groups = division.divided(counts[region], f"{region} in table {table}")
        lines.append([scope.year, region, sum(groups.values()), *groups.values()])
    absent = (scope.municipalities | {COUNTRY_REGION}) - counts.keys()
    if absent:
        raise SourceError(f"Table {table} has no figures of {len(absent)} regions, {min(absent)} among them")
    country = next(line for line in lines if line[1] == COUNTRY_REGION)
    for place, name in enumerate(("residents", *division.groups), 2):
        together = sum(int(line[place]) for line in lines if line[1] != COUNTRY_REGION)
        if together != country[place]:
            raise SourceError(
                f"The municipalities of {scope.year} in table {table} have {together} {name}, not {country[place]}"
            )
    head = ["year", "code", "residents", *division.groups]
    return _made(answer, where, head, lines, f"1 januari {scope.year}", scope)


def counts_by_origin(source: FigureSource, table: str, year: int) -> tuple[dict[str, dict[str, int]], TableData, str]:
    """Residents by key of origin, of each municipality and the country that existed in a year.

    Returns:
        The counts by region, the answer they were in, and the filter it was asked with.

    Raises:
        SourceError: no answer, a count that is none, or a region of which some counts are missing.
    """
    column = column_keys(source.topics(table), eighteen_groups().columns)["residents"]
    where = f"{WHOLE_POPULATION} and Perioden eq '{year}JJ00'"
    answer = source.read(table, ["Migratieachtergrond", "RegioS", column], where)
    values: dict[str, dict[str, CellValue]] = {}
    for row in answer.rows:
        region, key = str(row["RegioS"]), str(row["Migratieachtergrond"])
        if region.startswith("GM") or region == COUNTRY_REGION:
            if key in values.setdefault(region, {}):
                raise SourceError(f"Table {table} gives the row {region} {key} twice")
            values[region][key] = row[column]
    counts, wanted = {}, eighteen_groups().keys
    for region, by_key in values.items():
        if any(value is not None for value in by_key.values()):
            needed = {key: value for key, value in by_key.items() if key in wanted}
            counts[region] = {key: _count(value, f"{region}: {key}", table) for key, value in needed.items()}
    if not counts:
        raise SourceError(f"Table {table} has no figures of {year}")
    return counts, answer, where


def counts_of_region(source: FigureSource, table: str, region: str, year: int) -> dict[str, int]:
    """Residents of one region by column of the seven groups, on 1 January of a year.

    Raises:
        SourceError: no answer, or no figures of that region in that year.
    """
    columns = column_keys(source.topics(table), seven_groups().columns)
    where = f"substringof('{region}',RegioS) and Perioden eq '{year}JJ00'"
    answer = source.read(table, ["RegioS", "Perioden", *columns.values()], where)
    counts = _counts(answer, ("RegioS", "Perioden"), columns)
    if (region, f"{year}JJ00") not in counts:
        raise SourceError(f"Table {table} has no figures of {region} in {year}")
    return counts[region, f"{year}JJ00"]


FETCHED_TABLES = (
    TableDefinition("origins", seven_groups().table, _origins),
    TableDefinition("national", "37296ned", _national),
    TableDefinition("districts", "84286NED", _districts),
    TableDefinition("eighteen", eighteen_groups().table, _eighteen),
)
"""The tables that are fetched, under the key of the snapshot's file that they take the place of."""


def _counts(
    answer: TableData, keys: tuple[str, ...], columns: Mapping[str, str]
) -> dict[tuple[str, ...], dict[str, int]]:
    """The counts of each row that has them, by its keys; a row whose parts are not its whole is a fault.

    A region that did not exist in a year has no counts at all; one that has some but not others is a fault.
    """
    found: dict[tuple[str, ...], dict[str, int]] = {}
    seen: set[str] = set()
    table = answer.info.table
    for row in answer.rows:
        at = tuple(str(row[key]) for key in keys)
        _refuse_double(" ".join(at), seen, table)
        values = {name: row[key] for name, key in columns.items()}
        if all(value is None for value in values.values()) or values["background"] is None:
            continue
        counts = {name: _count(value, f"{' '.join(at)}: {name}", table) for name, value in values.items()}
        if not counts["residents"]:
            raise SourceError(f"Table {table} has nobody in {' '.join(at)}, and groups all the same")
        seven_groups().divided(counts, f"{' '.join(at)} in table {table}")
        found[at] = counts
    return found


def _count(value: CellValue, what: str, table: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        raise SourceError(f"Table {table} has {value!r} where a count should be: {what}")
    return int(value)


def _refuse_double(key: str, seen: set[str], table: str) -> None:
    if key in seen:
        raise SourceError(f"Table {table} gives the row {key} twice")
    seen.add(key)


def _refuse_gaps(
    counts: Mapping[tuple[str, ...], Mapping[str, int]], years: Iterable[int], scope: ReferenceYear, table: str
) -> None:
    """Every municipality of the reference year is there, and together they are the country, in every year."""
    absent = {code for code in scope.municipalities if (code, f"{scope.year}JJ00") not in counts}
    if absent:
        raise SourceError(f"Table {table} has no figures of {len(absent)} municipalities, {min(absent)} among them")
    together: Counter[str] = Counter()
    for (code, period), row in counts.items():
        if code.startswith("GM"):
            together[period] += row["residents"]
    for year in years:
        period = f"{year}JJ00"
        country = counts.get((COUNTRY_REGION, period))
        if country is None or country["residents"] != together[period]:
            total = country["residents"] if country else "no total"
            counted = together[period]
            raise SourceError(f"The municipalities of {year} in table {table} are {counted} residents, not {total}")


def _made(
    answer: TableData,
    where: str,
    head: Sequence[str],
    lines: Sequence[Sequence[object]],
    reference: str,
    scope: ReferenceYear,
) -> DerivedTable:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([str(column) for column in head])
    writer.writerows(lines)
    statuses = {each.key: each.status for each in answer.dimensions.get("Perioden", ())}
    provisional = statuses.get(f"{scope.year}JJ00", "Definitief") not in ("Definitief", "")
    return DerivedTable(answer, where, text.getvalue(), len(lines), reference, provisional)


def _periods(years: Iterable[int]) -> str:
    return "(" + " or ".join(f"Perioden eq '{year}JJ00'" for year in years) + ")"


def _is_year(period: str, years: range) -> bool:
    return period[4:] == "JJ00" and period[:4].isdigit() and int(period[:4]) in years


def _year(period: str) -> int:
    return int(period[:4])
