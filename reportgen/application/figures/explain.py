"""Explains printed figures: the CBS rows each was computed from, the formula, and the source."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from reportgen.application.figures.in_use import figures_in_use
from reportgen.config.paths import Paths
from reportgen.domain.figures.facts import sizable_districts
from reportgen.domain.figures.figure import Figure, Source, Unit
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.statistics import District, Statistics
from reportgen.domain.pack.compose import Pack
from reportgen.domain.pack.contents import Average, MunicipalityPages, NationalPages, PartKind
from reportgen.domain.places.municipality import COUNTRY, whole_parts
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.groupings import eighteen_groups
from reportgen.sources.cbs.origin_groups import Population
from reportgen.sources.cbs.statistics import statistics_from

Row = Mapping[str, str]

INDEX = "1 − Σ sᵢ², sᵢ = share of group i in all residents"


@dataclass(frozen=True, slots=True)
class FigureExplanation:
    """One printed figure, with how it was computed.

    Attributes:
        indicator: its name, for example ``index``.
        region: the municipality or group of municipalities it is of.
        formula: how it was computed, in words.
        steps: of an index of one region, the share of each group it was computed from.
        rows: the rows of the table it was computed from, as CBS or the snapshot gives them.
        where: the OData filter of the request; empty when the table came with the program.
    """

    indicator: str
    region: str
    figure: Figure
    formula: str
    steps: tuple[str, ...]
    rows: tuple[Row, ...]
    source: Source
    where: str


@dataclass(frozen=True, slots=True)
class _PrintedFigure:
    """A figure on a page, with the regions it was computed from."""

    indicator: str
    region: str
    codes: tuple[str, ...]
    figure: Figure
    formula: str
    population: Population | None = None


def explanations_of(pack: Pack, paths: Paths) -> tuple[FigureExplanation, ...]:
    """The explanation of every figure on a pack's pages about the municipality, or the country.

    Raises:
        SourceError: the figures cannot be read.
    """
    snapshot, stored = figures_in_use(paths)
    pages = pack.section(PartKind.MUNICIPALITY).content
    assert isinstance(pages, MunicipalityPages | NationalPages)
    own, explanations, statistics = pages.profile, [], statistics_from(snapshot)
    parts = whole_parts(own.code, statistics.changes, date(own.last.year, 1, 1))
    printed = list(_of_profile(own, parts, statistics))
    if isinstance(pages, MunicipalityPages):
        printed += _of_profile(pages.country, (), statistics)
        printed += _of_average(pages.average, {peer.code: peer.name for peer in pages.peers}, pages.profile.last.year)
    tables = {
        key: json.loads(stored[key].data)["rows"]
        if key in stored
        else list(csv.DictReader(StringIO(snapshot.texts[key])))
        for key in {each.figure.source for each in printed}
    }
    for each in printed:
        key = each.figure.source
        rows = _fetched_rows(tables[key], each, key) if key in stored else _csv_rows(tables[key], each)
        where = stored[key].where if key in stored else ""
        explanations.append(
            FigureExplanation(
                each.indicator,
                each.region,
                each.figure,
                each.formula,
                _steps(each.population),
                rows,
                snapshot.sources[key],
                where,
            )
        )
    return tuple(explanations)


def _of_profile(profile: Profile, parts: Sequence[str], statistics: Statistics) -> Iterator[_PrintedFigure]:
    own = (profile.code,)
    series = statistics.country if profile.code == COUNTRY else statistics.series[profile.code]
    by_year = {each.year: each for each in series}
    as_given = "as CBS gives it"
    for name, figure in (
        ("residents", profile.residents),
        ("density", profile.density),
        ("home_value", profile.home_value),
    ):
        if figure is not None:
            yield _PrintedFigure(name, profile.name, own, figure, as_given)
    finest = statistics.finest_populations()[profile.code]
    yield _PrintedFigure("index", profile.name, own, profile.index, f"{INDEX}; {profile.grouping} groups", finest)
    for year in dict.fromkeys((profile.first, profile.last)):
        codes = tuple(parts) if profile.summed and year is not profile.last else own
        summed = " of all parts together" if len(codes) > 1 else ""
        formula = f"{INDEX}; {profile.series_grouping} groups{summed}"
        yield _PrintedFigure("index_series", profile.name, codes, year.index, formula, by_year[year.year])
        yield _PrintedFigure(
            "migration_background",
            profile.name,
            codes,
            year.migration_background,
            f"100 − the share with a Dutch background{summed}",
        )
        for share in year.shares:
            yield _PrintedFigure(
                str(share.origin), profile.name, codes, share.figure, f"100 × group / all residents{summed}"
            )
    if profile.districts and (districts := sizable_districts(profile.districts)):
        for name, district in (("district_lowest", districts[0]), ("district_highest", districts[-1])):
            yield _district(name, district, profile)


def _district(name: str, district: District, profile: Profile) -> _PrintedFigure:
    assert profile.districts is not None
    figure = Figure(district.share, Unit.PERCENT, profile.districts.year, profile.districts.source)
    return _PrintedFigure(name, district.code, (district.code,), figure, "100 × (western + non_western) / residents")


def _of_average(average: Average, peers: Mapping[str, str], year: int) -> Iterator[_PrintedFigure]:
    codes, names = tuple(peers), ", ".join(peers.values())
    formula = f"unweighted mean over {len(codes)} municipalities"
    yield _PrintedFigure("peers_index", names, codes, average.index, f"{formula} of {INDEX}")
    yield _PrintedFigure("peers_index_series", names, codes, average.series_index, f"{formula} of {INDEX}")
    yield _PrintedFigure("peers_migration_background", names, codes, average.migration_background, formula)
    for share in average.shares:
        yield _PrintedFigure(f"peers_{share.origin}", names, codes, share.figure, formula)


def _steps(population: Population | None) -> tuple[str, ...]:
    """The share of each group in an index, with the sum that gives it."""
    if population is None:
        return ()
    sums = eighteen_groups() if population.grouping == eighteen_groups().grouping else None
    return tuple(
        f"{name} = {sums.formula_text(name)}: {share:.4f}%" if sums else f"{name}: {share:.4f}%"
        for name, share in zip(population.grouping.origins, population.shares, strict=True)
    )


def _regions(codes: Sequence[str]) -> frozenset[str]:
    return frozenset(COUNTRY_REGION if code == COUNTRY else code for code in codes)


def _csv_rows(rows: Sequence[Row], printed: _PrintedFigure) -> tuple[Row, ...]:
    """The rows of a file of the snapshot that a figure was computed from."""
    regions = _regions(printed.codes)

    def matches(row: Row) -> bool:
        region = row.get("district") or row.get("code") or COUNTRY_REGION
        return region in regions or row.get("code") in regions

    by_year = [row for row in rows if row.get("year", str(printed.figure.year)) == str(printed.figure.year)]
    return tuple(row for row in by_year if matches(row))


def _fetched_rows(rows: Sequence[Mapping[str, object]], printed: _PrintedFigure, key: str) -> tuple[Row, ...]:
    """The rows of CBS's own data that a figure was computed from."""
    regions, period = _regions(printed.codes), f"{printed.figure.year}JJ00"
    matching = []
    for row in rows:
        region = row.get("RegioS") or row.get("WijkenEnBuurten") or COUNTRY_REGION
        if region not in regions or row.get("Perioden", period) != period:
            continue
        if key == "eighteen" and row["Migratieachtergrond"] not in eighteen_groups().keys:
            continue
        matching.append({name: "" if value is None else str(value) for name, value in row.items()})
    return tuple(matching)
