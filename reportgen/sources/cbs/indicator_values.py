"""The values of indicators by variable, region and year, with their sources: those that come with the program."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.measure import Values
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import SourceError
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.embedded import EMBEDDED

INDICATOR_VALUES = "indicators.csv"
"""The file in a folder of figures."""

TABLES = "tables.toml"
"""The tables that its values are from."""


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """The numbers of one district.

    Attributes:
        code: of the municipality that it was in when it was counted.
        district: code of the district.
        name: empty where it has none.
        residents: None where they are not known.
        year: in which it was counted.
        source: key of the source.
        numbers: by column.
    """

    code: str
    district: str
    name: str
    residents: int | None
    year: int
    source: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class IndicatorValues:
    """Values with their sources.

    Attributes:
        values: variable → (code of a region, year) → value; the country is ``NL``.
        variables: variable → key of its source.
        country: the same for values of the country, where that is another.
        sources: by key.
        districts: numbers of districts.
        counts: variable, region and year → the count and the whole that a share was worked out from, where the source
            gives those instead.
    """

    values: Values
    variables: Mapping[str, str]
    sources: Mapping[str, Source]
    districts: tuple[DistrictRow, ...] = ()
    country: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[tuple[str, str, int], tuple[float, float]] = field(default_factory=dict)


def merged(several: Iterable[IndicatorValues]) -> IndicatorValues:
    """Several sets of values as one; where two have the same variable, region and year, the later one counts."""
    values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    variables: dict[str, str] = {}
    country: dict[str, str] = {}
    sources: dict[str, Source] = {}
    districts: list[DistrictRow] = []
    counts: dict[tuple[str, str, int], tuple[float, float]] = {}
    for each in several:
        for variable, of in each.values.items():
            values[variable].update(of)
        variables.update(each.variables)
        country.update(each.country)
        sources.update(each.sources)
        districts += each.districts
        counts.update(each.counts)
    return IndicatorValues(dict(values), variables, sources, tuple(districts), country, counts)


def embedded_values() -> IndicatorValues:
    """The values that come with the program."""
    return _embedded()[0]


def embedded_tables() -> Mapping[str, frozenset[str]]:
    """The tables that the values of each variable that comes with the program are from."""
    return _embedded()[1]


@cache
def _embedded() -> tuple[IndicatorValues, Mapping[str, frozenset[str]]]:
    return _read(EMBEDDED)


def values_in(folder: Path) -> IndicatorValues:
    """The values in a folder of figures.

    Raises:
        SourceError: a file is not there, or a row is no value.
    """
    return _read(folder)[0]


def _read(folder: Path) -> tuple[IndicatorValues, Mapping[str, frozenset[str]]]:
    """The values in a folder of figures, and the tables that those of each variable are from."""
    values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    variables: dict[str, str] = {}
    tables_of: dict[str, set[str]] = defaultdict(set)
    path = folder / INDICATOR_VALUES
    try:
        tables = tomllib.loads((folder / TABLES).read_text("utf-8"))
        content = path.read_bytes()
        for line, row in enumerate(csv.DictReader(content.decode("utf-8").splitlines()), 2):
            at = COUNTRY if row["code"] == COUNTRY_REGION else row["code"], int(row["year"])
            if at in values[row["variable"]]:
                raise ValueError(f"line {line} has the same variable, code and year as an earlier one")
            values[row["variable"]][at] = float(row["value"])
            variables[row["variable"]] = row["table"]
            tables_of[row["variable"]].add(row["table"])
        retrieved: date = tables["retrieved"]
        digest = sha256(content).hexdigest()
        sources = {
            table: Source(table, said["title"], said["reference"], retrieved, digest)
            for table, said in tables["tables"].items()
        }
    except (OSError, KeyError, TypeError, ValueError) as fault:
        raise SourceError(
            f"The values of indicators cannot be read: {fault}", where=str(path), todo="install the program anew"
        ) from None
    by_variable = {variable: frozenset(tables) for variable, tables in tables_of.items()}
    return IndicatorValues(dict(values), variables, sources), by_variable
