"""The values in a snapshot of figures, with its known totals checked: of municipalities, the country and districts."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from reportgen.domain.figures.indicator import POPULATION
from reportgen.domain.places.municipality import COUNTRY, Municipality
from reportgen.errors import SourceError, foreign_faults_as
from reportgen.i18n.message import said
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.groupings import eighteen_groups
from reportgen.sources.cbs.indicator_values import DistrictRow, IndicatorValues
from reportgen.sources.cbs.origin_groups import BACKGROUNDS, Origin
from reportgen.sources.cbs.snapshots import RESTORE, Snapshot

Row = Mapping[str, str]
"""One row of a table by the name of its column."""

ROUNDING = 0.25
"""Percentage points by which published shares with one decimal may miss their published total (six roundings)."""

EIGHTEEN = "eighteen_"
"""What the variables of the grouping of eighteen begin with."""


def snapshot_values(snapshot: Snapshot) -> IndicatorValues:
    """The values of a snapshot by variable: shares of the origin groups, residents, and the rows of districts.

    Raises:
        SourceError: rows are missing, or the figures do not add up to the totals of the manifest.
    """
    with foreign_faults_as(SourceError, "The figures cannot be read", where="", todo=RESTORE):
        rows = {key: _rows(snapshot, key) for key in snapshot.texts}
        values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
        sources: dict[str, str] = {}
        country: dict[str, str] = {}
        for variable, code, year, value, source in (*_origins(rows["origins"]), *_national(rows["national"])):
            values[variable][code, year] = value
            if variable == POPULATION:
                continue  # it weighs shares here; where residents are told, they are of a table of more years
            (country if code == COUNTRY else sources)[variable] = source
        for variable, code, year, value, source in _eighteen(rows.get("eighteen", ())):
            values[variable][code, year] = value
            sources[variable] = source
        _refuse_other_people(rows.get("eighteen", ()), values)
        _refuse_other_totals(snapshot, rows, values)
        districts = tuple(_districts(rows["districts"], snapshot.years["districts"]))
        counts = {
            (origin.value, COUNTRY, int(row["year"])): (float(row[origin]), float(row["residents"]))
            for row in rows["national"]
            for origin in Origin
        }
    return IndicatorValues(dict(values), sources, dict(snapshot.sources), districts, country, counts)


def snapshot_municipalities(snapshot: Snapshot) -> tuple[int, dict[str, Municipality]]:
    """The year of a snapshot, and the municipalities of its 1 January by code.

    Raises:
        SourceError: they cannot be read.
    """
    with foreign_faults_as(SourceError, "The figures cannot be read", where="", todo=RESTORE):
        found = {row["code"]: _municipality(row) for row in _rows(snapshot, "municipalities")}
    return snapshot.years["municipalities"], found


Value = tuple[str, str, int, float, str]
"""Variable, code, year, value, key of the source."""


def _origins(rows: Sequence[Row]) -> Iterator[Value]:
    for row in rows:
        code, year, whole = row["code"], int(row["year"]), float(row["migration_background"])
        shares = {origin.value: float(row[origin]) for origin in BACKGROUNDS}
        if abs(sum(shares.values()) - whole) > ROUNDING:
            raise SourceError(said("Origin groups do not add up: {code} in {year}", code=code, year=year))
        yield Origin.DUTCH.value, code, year, round(100 - whole, 6), "origins"
        for name, share in shares.items():
            yield name, code, year, share, "origins"
        if "residents" in row:
            yield POPULATION, code, year, float(row["residents"]), "origins"


def _national(rows: Sequence[Row]) -> Iterator[Value]:
    for row in rows:
        year, residents = int(row["year"]), int(row["residents"])
        counts = {origin.value: int(row[origin]) for origin in Origin}
        if sum(counts.values()) != residents:
            raise SourceError("The national groups do not add up to the national residents")
        yield POPULATION, COUNTRY, year, residents, "national"
        for name, count in counts.items():
            yield name, COUNTRY, year, 100 * count / residents, "national"


def _eighteen(rows: Sequence[Row]) -> Iterator[Value]:
    for row in rows:
        counts = {name: int(row[name]) for name in eighteen_groups().grouping.origins}
        if sum(counts.values()) != int(row["residents"]):
            raise SourceError(said("The eighteen groups of {row} do not add up", row=row["code"]))
        code = COUNTRY if row["code"] == COUNTRY_REGION else row["code"]
        for name, count in counts.items():
            yield EIGHTEEN + name, code, int(row["year"]), count, "eighteen"


def _refuse_other_people(rows: Sequence[Row], values: Mapping[str, Mapping[tuple[str, int], float]]) -> None:
    """A SourceError when a region has another share with a Dutch background in both divisions."""
    for row in rows:
        code, year = COUNTRY if row["code"] == COUNTRY_REGION else row["code"], int(row["year"])
        seven = values[Origin.DUTCH.value].get((code, year))
        share = 100 * int(row[Origin.DUTCH]) / int(row["residents"])
        if seven is not None and abs(seven - share) > ROUNDING:
            raise SourceError(
                said("The share with a Dutch background of {row} is not the same in both divisions", row=row["code"])
            )


def _districts(rows: Sequence[Row], year: int) -> Iterator[DistrictRow]:
    for row in rows:
        numbers = {name: float(row[name]) for name in ("residents", "western", "non_western")}
        yield DistrictRow(
            row["code"], row["district"], row.get("name", ""), int(row["residents"]), year, "districts", numbers
        )


def _rows(snapshot: Snapshot, key: str) -> list[Row]:
    head, *lines = [line for line in csv.reader(StringIO(snapshot.texts[key], newline="")) if line] or [[]]
    if any(len(line) != len(head) for line in lines):
        raise SourceError(said("The snapshot's file '{key}' is not a table", key=key))
    if len(lines) != snapshot.rows[key]:
        raise SourceError(
            said(
                "The snapshot's file '{key}' has {count} rows instead of {row}",
                key=key,
                count=len(lines),
                row=snapshot.rows[key],
            ),
            todo=RESTORE,
        )
    return [dict(zip(head, line, strict=True)) for line in lines]


def _municipality(row: Row) -> Municipality:
    return Municipality(
        row["code"],
        row["name"],
        row["title"],
        row["sort_name"],
        row["province"],
        float(row["longitude"]),
        float(row["latitude"]),
        _known(row["residents"]),
        _known(row["density"]),
        _known(row["urbanity"]),
        1000 * _known(row["home_value"]),
    )


def _known(text: str) -> int:
    """A number of the source; 0 where it gives none, for which CBS writes ``-99999999``."""
    return max(0, int(text))


def _refuse_other_totals(
    snapshot: Snapshot, rows: Mapping[str, Sequence[Row]], values: Mapping[str, Mapping[tuple[str, int], float]]
) -> None:
    year = snapshot.years["municipalities"]
    codes = {row["code"] for row in rows["municipalities"]}
    known = {code for code, of in values[Origin.DUTCH] if of == year} & codes
    checks = {
        "municipalities": (len(codes), snapshot.municipalities),
        "residents of all municipalities together": (
            sum(int(row["residents"]) for row in rows["municipalities"]),
            snapshot.residents,
        ),
        "residents of the country": (int(values[POPULATION][COUNTRY, year]), snapshot.residents),
        f"municipalities with origin groups in {year}": (len(known), snapshot.municipalities),
    }
    for what, (found, expected) in checks.items():
        if found != expected:
            raise SourceError(
                said(
                    "The figures do not add up: {found:,} {reason} instead of {expected:,}",
                    found=found,
                    reason=what,
                    expected=expected,
                ),
                todo=RESTORE,
            )
