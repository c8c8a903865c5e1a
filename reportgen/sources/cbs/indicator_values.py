"""The values of indicators by variable, region and year, with their sources: those that come with the program."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.measure import Values
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import SourceError
from reportgen.i18n.message import said
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
        other: variable → (code of a region, year) → key of its source, where that is not the one of its variable.
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
    other: Mapping[str, Mapping[tuple[str, int], str]] = field(default_factory=dict)

    def source(self, variable: str, at: tuple[str, int]) -> str:
        """Key of the source of one value; empty where none is known.

        Args:
            at: code of the region, and year.
        """
        own = self.variables.get(variable, "")
        usual = self.country.get(variable, own) if at[0] == COUNTRY else own
        return self.other.get(variable, {}).get(at, usual)


def merged(several: Iterable[IndicatorValues]) -> IndicatorValues:
    """Several sets of values as one; where two have the same variable, region and year, the later one counts."""
    values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    variables: dict[str, str] = {}
    country: dict[str, str] = {}
    sources: dict[str, Source] = {}
    districts: list[DistrictRow] = []
    counts: dict[tuple[str, str, int], tuple[float, float]] = {}
    whole = IndicatorValues({}, {}, {})
    for each in several:
        other = {variable: _other_sources(variable, whole, each) for variable in {*whole.values, *each.values}}
        for variable, of in each.values.items():
            values[variable].update(of)
        variables.update(each.variables)
        country.update(each.country)
        sources.update(each.sources)
        districts += each.districts
        counts.update(each.counts)
        told = {variable: of for variable, of in other.items() if of}
        whole = IndicatorValues(values, variables, sources, tuple(districts), country, counts, told)
    return replace(whole, values=dict(values))


def _other_sources(variable: str, before: IndicatorValues, later: IndicatorValues) -> dict[tuple[str, int], str]:
    """The sources of single values of a variable, when later values go over earlier ones."""
    fresh, old = later.values.get(variable, {}), before.values.get(variable, {})
    found = dict(later.other.get(variable, {}))
    if variable not in later.variables:
        return {**before.other.get(variable, {}), **found}
    same = later.variables[variable] == before.variables.get(variable) and variable not in before.country
    for at in before.other.get(variable, {}) if same else old:
        if at not in fresh and (source := before.source(variable, at)):
            found[at] = source
    return found


def embedded_values() -> IndicatorValues:
    """The values that come with the program."""
    return _embedded()[0]


def embedded_tables() -> Mapping[str, frozenset[str]]:
    """The tables that the values of each variable that comes with the program are from."""
    return _embedded()[1]


@cache
def _embedded() -> tuple[IndicatorValues, Mapping[str, frozenset[str]]]:
    return _read(EMBEDDED)


def _read(folder: Path) -> tuple[IndicatorValues, Mapping[str, frozenset[str]]]:
    """The values in a folder of figures, and the tables that those of each variable are from.

    Raises:
        SourceError: a file is not there, or a row is no value.
    """
    values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
    variables: dict[str, str] = {}
    table_of: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
    path = folder / INDICATOR_VALUES
    try:
        tables = tomllib.loads((folder / TABLES).read_text("utf-8"))
        content = path.read_bytes()
        for line, row in enumerate(csv.DictReader(content.decode("utf-8").splitlines()), 2):
            at = COUNTRY if row["code"] == COUNTRY_REGION else row["code"], int(row["year"])
            if at in values[row["variable"]]:
                raise ValueError(said("line {line} has the same variable, code and year as an earlier one", line=line))
            values[row["variable"]][at] = float(row["value"])
            variables[row["variable"]] = row["table"]
            table_of[row["variable"]][at] = row["table"]
        retrieved: date = tables["retrieved"]
        digest = sha256(content).hexdigest()
        sources = {
            table: Source(table, said["title"], said["reference"], retrieved, digest)
            for table, said in tables["tables"].items()
        }
    except (OSError, KeyError, TypeError, ValueError) as fault:
        raise SourceError(
            said("The values of indicators cannot be read: {reason}", reason=fault),
            where=str(path),
            todo="install the program anew",
        ) from None
    other = {
        variable: {at: table for at, table in of.items() if table != variables[variable]}
        for variable, of in table_of.items()
    }
    by_variable = {variable: frozenset(of.values()) for variable, of in table_of.items()}
    return IndicatorValues(dict(values), variables, sources, other=other), by_variable
