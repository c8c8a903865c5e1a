"""Counts of residents in tables of CBS: asked, found by region and year, and refused where they cannot be right."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.cbs.groupings import column_keys, eighteen_groups, seven_groups
from reportgen.sources.cbs.table_source import CellValue, TableData, TableSource

COUNTRY_REGION = "NL01"
"""The code of the country in CBS's dimension of regions."""

WHOLE_POPULATION = "Geslacht eq 'T001038' and Leeftijd eq '10000' and Generatie eq 'T001040'"
"""Both sexes, all ages, all generations; the keys are the widest of their dimension, so they carry no padding."""


def counts_by_origin(source: TableSource, table: str, year: int) -> tuple[dict[str, dict[str, int]], TableData, str]:
    """Residents by key of origin, of the country and each municipality that existed in a year.

    Returns:
        The counts by region, the data they were in, and the filter it was asked with.

    Raises:
        SourceError: no answer, a value that is no count, or a region of which some counts are missing.
    """
    column = column_keys(source.topics(table), eighteen_groups().columns)["residents"]
    where = f"{WHOLE_POPULATION} and Perioden eq '{year}JJ00'"
    origin = eighteen_groups().dimension
    data = source.read(table, [origin, "RegioS", column], where)
    values: dict[str, dict[str, CellValue]] = {}
    for row in data.rows:
        region, key = str(row["RegioS"]), str(row[origin])
        if region.startswith("GM") or region == COUNTRY_REGION:
            if key in values.setdefault(region, {}):
                raise SourceError(
                    said("Table {table} gives the row {region} {key} twice", table=table, region=region, key=key)
                )
            values[region][key] = row[column]
    counts, wanted = {}, eighteen_groups().keys
    for region, by_key in values.items():
        if any(value is not None for value in by_key.values()):
            needed = {key: value for key, value in by_key.items() if key in wanted}
            counts[region] = {key: count_of(value, f"{region}: {key}", table) for key, value in needed.items()}
    if not counts:
        raise SourceError(said("Table {table} has no figures of {year}", table=table, year=year))
    return counts, data, where


def counts_of_region(source: TableSource, table: str, region: str, year: int) -> dict[str, int]:
    """Residents of one region by column of the seven groups, on 1 January of a year.

    Raises:
        SourceError: no answer, or no figures of that region in that year.
    """
    columns = column_keys(source.topics(table), seven_groups().columns)
    where = f"substringof('{region}',RegioS) and Perioden eq '{year}JJ00'"
    data = source.read(table, ["RegioS", "Perioden", *columns.values()], where)
    counts = counts_by_row(data, ("RegioS", "Perioden"), columns)
    if (region, f"{year}JJ00") not in counts:
        raise SourceError(
            said("Table {table} has no figures of {region} in {year}", table=table, region=region, year=year)
        )
    return counts[region, f"{year}JJ00"]


def counts_by_row(
    data: TableData, dimensions: tuple[str, ...], columns: Mapping[str, str]
) -> dict[tuple[str, ...], dict[str, int]]:
    """Residents by column of the seven groups, of each row that has counts, by its keys in these dimensions.

    A region that did not exist in a year has no counts at all.

    Args:
        columns: the key of each column, by our name.

    Raises:
        SourceError: a row has some counts and not others, its groups do not add up, or it occurs twice.
    """
    found: dict[tuple[str, ...], dict[str, int]] = {}
    seen: set[str] = set()
    table = data.info.table
    for row in data.rows:
        at = tuple(str(row[dimension]) for dimension in dimensions)
        what = " ".join(at)
        refuse_duplicate(what, seen, table)
        values = {name: row[key] for name, key in columns.items()}
        if all(value is None for value in values.values()) or values["background"] is None:
            continue
        counts = {name: count_of(value, f"{what}: {name}", table) for name, value in values.items()}
        if not counts["residents"]:
            raise SourceError(
                said("Table {table} has nobody in {reason}, and groups all the same", table=table, reason=what)
            )
        seven_groups().residents_by_group(counts, f"{what} in table {table}")
        found[at] = counts
    return found


def count_of(value: CellValue, what: str, table: str) -> int:
    """A value as a whole number of zero or more; a SourceError when it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        raise SourceError(
            said("Table {table} has {value!r} where a count should be: {reason}", table=table, value=value, reason=what)
        )
    return int(value)


def refuse_duplicate(key: str, seen: set[str], table: str) -> None:
    """Adds the key of a row to those seen; a SourceError when it was there."""
    if key in seen:
        raise SourceError(said("Table {table} gives the row {key} twice", table=table, key=key))
    seen.add(key)
