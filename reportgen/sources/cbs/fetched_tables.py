"""The tables that are fetched from CBS: what is asked of each, how it is checked, and the CSV derived from it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.counts import COUNTRY_REGION, count_of, counts_by_origin, counts_by_row, refuse_duplicate
from reportgen.sources.cbs.groupings import column_keys, eighteen_groups, seven_groups
from reportgen.sources.cbs.origin_groups import BACKGROUNDS, Origin
from reportgen.sources.cbs.table_source import TableData, TableSource

FIRST_YEAR = 1996
"""CBS counts residents by migration background since then."""

ROUNDING_MARGIN = 10
"""By so much two counts together may exceed their whole when all three are rounded to 5."""


@dataclass(frozen=True, slots=True)
class ReferenceYear:
    """The year that figures are fetched for, and the codes of the municipalities that exist then."""

    year: int
    municipalities: frozenset[str]


@dataclass(frozen=True, slots=True)
class DerivedTable:
    """A table of a snapshot, derived from data of CBS.

    Attributes:
        where: the OData filter that the data was asked with.
        text: the table as CSV.
        rows: how many rows it has, without the head.
        reference: the day or days it describes, in Dutch.
        provisional: CBS may still revise the reference year.
    """

    data: TableData
    where: str
    text: str
    rows: int
    reference: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A file of a snapshot that can be fetched.

    Attributes:
        key: the key of the file in a snapshot.
        table: the identifier of the CBS table.
        derive: fetches the data of a table, checks it, and derives the file from it.
        held_against: the file that it is only a check of; empty for one whose figures are told.
    """

    key: str
    table: str
    derive: Callable[[TableSource, str, ReferenceYear], DerivedTable]
    held_against: str = ""


def _origins(source: TableSource, table: str, reference: ReferenceYear) -> DerivedTable:
    """Shares of the seven groups by municipality and year, from counted residents."""
    columns = column_keys(source.topics(table), seven_groups().columns)
    years = range(FIRST_YEAR, reference.year + 1)
    where = "(substringof('GM',RegioS) or substringof('NL01',RegioS)) and " + _period_filter(years)
    data = source.read(table, ["RegioS", "Perioden", *columns.values()], where)
    counts = counts_by_row(data, ("RegioS", "Perioden"), columns)
    lines = []
    for (region, period), row in sorted(counts.items()):
        if region.startswith("GM") and _is_year(period, years):
            share = {name: round(100 * row[name] / row["residents"], 6) for name in row}
            shares = [share["background"], *(share[origin] for origin in BACKGROUNDS)]
            lines.append([_year(period), region, row["residents"], *shares])
    _refuse_gaps(counts, years, reference, table)
    head = ["year", "code", "residents", "migration_background", *BACKGROUNDS]
    return _derived(data, where, head, lines, f"1 januari van elk jaar, {FIRST_YEAR}–{reference.year}", reference)


def _national(source: TableSource, table: str, reference: ReferenceYear) -> DerivedTable:
    """Residents of the country by group, in each year."""
    columns = column_keys(source.topics(table), seven_groups().columns)
    years = range(FIRST_YEAR, reference.year + 1)
    where = _period_filter(years)
    data = source.read(table, ["Perioden", *columns.values()], where)
    counts = counts_by_row(data, ("Perioden",), columns)
    lines = [
        [_year(period), row["residents"], *(row[origin] for origin in Origin)]
        for (period,), row in sorted(counts.items())
        if _is_year(period, years)
    ]
    absent = set(years).difference(line[0] for line in lines)
    if absent:
        raise SourceError(said("Table {table} has no figures of {absent}", table=table, absent=max(absent)))
    head = ["year", "residents", *Origin]
    return _derived(data, where, head, lines, f"1 januari {reference.year}", reference)


def _districts(source: TableSource, table: str, reference: ReferenceYear) -> DerivedTable:
    """Residents by background in each district, and its name; counts are rounded to 5."""
    titles = {name: seven_groups().columns[name] for name in ("residents", "western", "non_western")}
    columns = column_keys(source.topics(table), titles)
    where = "substringof('WK',WijkenEnBuurten)"
    data = source.read(table, ["WijkenEnBuurten", *columns.values()], where)
    names = {each.key: each.title for each in data.dimensions["WijkenEnBuurten"]}
    lines: list[list[object]] = []
    seen: set[str] = set()
    for row in data.rows:
        district = str(row["WijkenEnBuurten"])
        values = [row[columns[name]] for name in ("residents", "western", "non_western")]
        if not district.startswith("WK") or any(value is None for value in values):
            continue
        refuse_duplicate(district, seen, table)
        counts = [count_of(value, district, table) for value in values]
        if counts[1] + counts[2] > counts[0] + ROUNDING_MARGIN:
            raise SourceError(
                said(
                    "The groups of {district} in table {table} are more than its residents",
                    district=district,
                    table=table,
                )
            )
        lines.append([district, f"GM{district[2:6]}", *counts, names.get(district, "")])
    listed = {each.key for each in data.dimensions["WijkenEnBuurten"] if each.key.startswith("WK")}
    lost = listed.difference(str(row["WijkenEnBuurten"]) for row in data.rows)
    if lost:
        raise SourceError(
            said(
                "Table {table} has no row of {count} districts it lists, {lost} among them",
                table=table,
                count=len(lost),
                lost=min(lost),
            )
        )
    absent = reference.municipalities - {str(line[1]) for line in lines}
    if len(absent) > 2:  # in some years a municipality or two have no rows
        raise SourceError(
            said(
                "Table {table} has no districts of {count} municipalities, {absent} among them",
                table=table,
                count=len(absent),
                absent=min(absent),
            )
        )
    head = ["district", "code", "residents", "western", "non_western", "name"]
    return _derived(data, where, head, sorted(lines), f"1 januari {reference.year}", reference)


def _eighteen(source: TableSource, table: str, reference: ReferenceYear) -> DerivedTable:
    """Residents of each municipality and the country in eighteen groups, in the reference year."""
    counts, data, where = counts_by_origin(source, table, reference.year)
    grouping = eighteen_groups()
    lines: list[list[int | str]] = []
    for region in sorted(counts):
        groups = grouping.residents_by_group(counts[region], f"{region} in table {table}")
        lines.append([reference.year, region, sum(groups.values()), *groups.values()])
    absent = (reference.municipalities | {COUNTRY_REGION}) - counts.keys()
    if absent:
        raise SourceError(
            said(
                "Table {table} has no figures of {count} regions, {absent} among them",
                table=table,
                count=len(absent),
                absent=min(absent),
            )
        )
    country = next(line for line in lines if line[1] == COUNTRY_REGION)
    for place, name in enumerate(("residents", *grouping.groups), 2):
        together = sum(int(line[place]) for line in lines if line[1] != COUNTRY_REGION)
        if together != country[place]:
            raise SourceError(
                said(
                    "The municipalities of {year} in table {table} have {together} {name}, not {country}",
                    year=reference.year,
                    table=table,
                    together=together,
                    name=name,
                    country=country[place],
                )
            )
    head = ["year", "code", "residents", *grouping.groups]
    return _derived(data, where, head, lines, f"1 januari {reference.year}", reference)


FETCHED_TABLES = (
    TableDefinition("origins", seven_groups().table, _origins),
    TableDefinition("national", "37296ned", _national),
    TableDefinition("districts", "84286NED", _districts),
    TableDefinition("eighteen", eighteen_groups().table, _eighteen, "origins"),
)
"""The files of a snapshot that can be fetched."""


def _refuse_gaps(
    counts: Mapping[tuple[str, ...], Mapping[str, int]], years: Iterable[int], reference: ReferenceYear, table: str
) -> None:
    """A SourceError when a municipality of the reference year is missing, or in some year they are not the country."""
    absent = {code for code in reference.municipalities if (code, f"{reference.year}JJ00") not in counts}
    if absent:
        raise SourceError(
            said(
                "Table {table} has no figures of {count} municipalities, {absent} among them",
                table=table,
                count=len(absent),
                absent=min(absent),
            )
        )
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
            raise SourceError(
                said(
                    "The municipalities of {year} in table {table} are {counted} residents, not {total}",
                    year=year,
                    table=table,
                    counted=counted,
                    total=total,
                )
            )


def _derived(
    data: TableData,
    where: str,
    head: Sequence[str],
    lines: Sequence[Sequence[object]],
    described: str,
    reference: ReferenceYear,
) -> DerivedTable:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([str(column) for column in head])
    writer.writerows(lines)
    statuses = {each.key: each.status for each in data.dimensions.get("Perioden", ())}
    provisional = statuses.get(f"{reference.year}JJ00", "Definitief") not in ("Definitief", "")
    return DerivedTable(data, where, text.getvalue(), len(lines), described, provisional)


def _period_filter(years: Iterable[int]) -> str:
    return "(" + " or ".join(f"Perioden eq '{year}JJ00'" for year in years) + ")"


def _is_year(period: str, years: range) -> bool:
    return period[4:] == "JJ00" and period[:4].isdigit() and int(period[:4]) in years


def _year(period: str) -> int:
    return int(period[:4])
