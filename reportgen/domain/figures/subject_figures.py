"""The figures of a subject for all municipalities of a day: series, ranks and the values of one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import correlation

from reportgen.domain.figures.districts import Districts
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.indicator import Indicator, Period
from reportgen.domain.figures.measure import Measure, Values
from reportgen.domain.figures.ranks import Rank, deviation, mean, ranks_of
from reportgen.domain.figures.series import OtherTables, Series, all_series_of
from reportgen.domain.figures.subject import Subject
from reportgen.domain.places.mergers import Mergers
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, Municipality
from reportgen.domain.places.size_class import size_class

FEWEST_DISTRICTS = 3
"""Sizable districts of a municipality below which nothing is told of how far they are apart."""

OPPOSITE = -0.5
"""Correlation over all municipalities of two measures of which the one says the opposite of the other."""

ENOUGH = 0.5
"""Part of the municipalities of the fullest year that a year must have to be the reference year of a measure."""


@dataclass(frozen=True, slots=True)
class FigureData:
    """What the figures of any subject are made from.

    Attributes:
        day: that of the division; also no figure of a later day is used.
        municipalities: those of the day, by code.
        changes: changes of municipalities, in the past and announced.
        values: of municipalities, by the codes of their own year, and of the country, as ``NL``.
        sources: variable → key of its source.
        country_sources: the same for values of the country, where that is another.
        other_sources: variable → (code of a region, year) → key of the source of that value, where it is not the usual.
        other_tables: the same with the number of the table, where that is another one.
        districts: measure → municipality → its districts.
        described: the year and the source of residents, density, urbanity and home value of the municipalities.
        country_residents: 0 where they are not known.
    """

    day: date
    municipalities: Mapping[str, Municipality]
    changes: tuple[BoundaryChange, ...]
    values: Values
    sources: Mapping[str, str]
    country_sources: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, Mapping[str, Districts]] = field(default_factory=dict)
    described: tuple[int, str] = (0, "")
    country_residents: int = 0
    other_sources: OtherTables = field(default_factory=dict)
    other_tables: OtherTables = field(default_factory=dict)


class SubjectFigures:
    """The figures of a subject; each measure is computed for all municipalities when it is first asked for.

    Args:
        subject: None for a meeting without figures.

    Attributes:
        subject, data: as given.
        measures: those that have any figure of a municipality or a district, by key, in the subject's order.
    """

    def __init__(self, subject: Subject | None, data: FigureData) -> None:
        self.subject = subject
        self.data = data
        self._mergers = Mergers(data.changes)
        self._series: dict[str, Mapping[str, Series]] = {}
        self._years: dict[str, int] = {}
        self._first_years: dict[str, int] = {}
        self._values: dict[tuple[str, int], Mapping[str, float]] = {}
        self._changes: dict[str, Mapping[str, float]] = {}
        self._ranges: dict[str, Mapping[str, float]] = {}
        self._scopes: dict[str, set[str]] = {}
        self._among: dict[tuple[str, str], Mapping[str, float]] = {}
        self._shares: dict[str, bool] = {}
        self._spreads: dict[str, float] = {}
        self._opposite: dict[tuple[str, str], bool] = {}
        self._off_centre: Mapping[str, float] | None = None
        self._ranks: dict[tuple[str, str], Mapping[str, Rank]] = {}
        self._all = {each.key: each for each in subject.measures} if subject else {}
        self.measures: Mapping[str, Measure] = {
            key: each for key, each in self._all.items() if self.year(key) or self.data.districts.get(key)
        }

    @property
    def main(self) -> str:
        """Key of the leading measure: the subject's own, or the first one that has figures; empty for none."""
        if self.subject is not None and self.subject.main in self.measures:
            return self.subject.main
        return next(iter(self.measures), "")

    def indicator(self, key: str) -> Indicator:
        """The indicator that a measure is of."""
        assert self.subject is not None  # there is a measure
        return self.subject.indicator(key)

    def series(self, key: str) -> Mapping[str, Series]:
        """The series of every municipality, and of the country, that has one; none later than the day."""
        if key not in self._series:
            self._add_series(self.indicator(key))
        return self._series[key]

    def _add_series(self, indicator: Indicator) -> None:
        """Computes the series of all measures of an indicator, which for a composition follow from one another."""
        last = self.data.day.year - (indicator.period is not Period.DAY)
        known = {year for each in indicator.variables for _, year in self.data.values.get(each.name, ())}
        years = [year for year in known if year <= last]
        by_code = {
            code: all_series_of(
                indicator, code, self.data.values, self._mergers, years, self.data.day, self.data.other_tables
            )
            for code in (*self.data.municipalities, COUNTRY)
        }
        for key, measure in self._all.items():
            if measure.indicator == indicator.key:
                made = {code: series[measure.part] for code, series in by_code.items() if measure.part in series}
                self._series[key] = {code: each for code, each in made.items() if each.years}

    def year(self, key: str) -> int:
        """The reference year of a measure: the last that most municipalities have; 0 where none has any."""
        if key not in self._years:
            counted: dict[int, int] = {}
            for code, series in self.series(key).items():
                for each in series.years if code != COUNTRY else ():
                    counted[each.year] = counted.get(each.year, 0) + 1
            enough = ENOUGH * max(counted.values(), default=0)
            self._years[key] = max((year for year, number in counted.items() if number >= enough), default=0)
        return self._years[key]

    def values(self, key: str, year: int | None = None) -> Mapping[str, float]:
        """The value of each municipality that has one in a year; in the reference year without one."""
        year = self.year(key) if year is None else year
        if (key, year) not in self._values:
            self._values[key, year] = {
                code: each.value
                for code, series in self.series(key).items()
                if code != COUNTRY
                for each in series.years
                if each.year == year
            }
        return self._values[key, year]

    def spread(self, key: str) -> float:
        """The standard deviation of the values of all municipalities in the reference year."""
        if key not in self._spreads:
            self._spreads[key] = deviation(tuple(self.values(key).values()))
        return self._spreads[key]

    def is_share(self, key: str) -> bool:
        """Whether a measure is a part of a whole, and no percentage of another kind, such as of growth."""
        if key not in self._shares:
            values = self.values(key).values()
            self._shares[key] = self._all[key].unit is Unit.PERCENT and all(0 <= each <= 100 for each in values)
        return self._shares[key]

    def first_year(self, key: str) -> int:
        """The first year that enough municipalities have to compare their changes since; 0 where there is none.

        A year counts when half of those that have the reference year have it, without a merger between.
        """
        if key not in self._first_years:
            latest = self.values(key)
            counted: dict[int, int] = {}
            for code in latest:
                for each in self.series(key)[code].years:
                    counted[each.year] = counted.get(each.year, 0) + 1
            enough = ENOUGH * len(latest)
            years = (year for year, number in counted.items() if number >= enough and year < self.year(key))
            self._first_years[key] = min(years, default=0)
        return self._first_years[key]

    def changes(self, key: str) -> Mapping[str, float]:
        """The change of each municipality between the first year and the reference year, where it has both.

        In the unit of the measure; in percent where its changes are relative. None of what differs from year to year.
        """
        if key not in self._changes:
            measure, first_year = self._all[key], self.first_year(key)
            first = self.values(key, first_year) if first_year and not measure.flow else {}
            last = self.values(key)
            changes = {code: measure.change(before, last[code]) for code, before in first.items() if code in last}
            self._changes[key] = {code: change for code, change in changes.items() if change is not None}
        return self._changes[key]

    def ranges(self, key: str) -> Mapping[str, float]:
        """How far the lowest and the highest sizable district of each municipality with three or more are apart.

        Not of one whose list lacks those of a part that was added: the lowest or the highest could be among them.
        """
        if key not in self._ranges:
            whole = {code: each for code, each in self.data.districts.get(key, {}).items() if not each.without}
            by_code = {code: each.sizable for code, each in whole.items()}
            self._ranges[key] = {
                code: each[-1].value - each[0].value for code, each in by_code.items() if len(each) >= FEWEST_DISTRICTS
            }
        return self._ranges[key]

    def rank(self, key: str, code: str) -> Rank | None:
        """The place of a municipality; None where it has no figure of the reference year, or a place says only size."""
        return None if self._all[key].sized else self._rank("values", key, code, self.values(key))

    def scopes(self, code: str) -> Mapping[str, frozenset[str]]:
        """The municipalities of its province and those of about its size, by the name and the bounds of these."""
        if not self._scopes:
            for each in self.data.municipalities.values():
                for scope in (each.province, size_class(each.residents)):
                    self._scopes.setdefault(scope, set()).add(each.code)
        own = self.data.municipalities[code]
        return {scope: frozenset(self._scopes[scope]) for scope in (own.province, size_class(own.residents)) if scope}

    def values_among(self, key: str, scope: str, codes: frozenset[str]) -> Mapping[str, float]:
        """The values of the municipalities of a scope in the reference year."""
        if (key, scope) not in self._among:
            self._among[key, scope] = {code: value for code, value in self.values(key).items() if code in codes}
        return self._among[key, scope]

    def rank_among(self, key: str, code: str, scope: str, codes: frozenset[str]) -> Rank | None:
        """The place among those of a scope; None where it has no figure."""
        return self._rank(f"values of {scope}", key, code, self.values_among(key, scope, codes))

    def change_rank(self, key: str, code: str) -> Rank | None:
        """The place of its change, 1 for the largest rise; None where it is not known."""
        return self._rank("changes", key, code, self.changes(key))

    def range_rank(self, key: str, code: str) -> Rank | None:
        """The place of its range of districts, 1 for the widest; None where it has too few districts."""
        return self._rank("ranges", key, code, self.ranges(key))

    def off_centre(self) -> Mapping[str, float]:
        """How far each municipality is from the middle of all, over its ranks: 0 in the middle, 1 at the ends."""
        if self._off_centre is None:
            by_code: dict[str, list[float]] = {}
            for key in self.measures:
                for code in self.values(key):
                    if rank := self.rank(key, code):
                        by_code.setdefault(code, []).append(abs(rank.place - rank.last) / rank.of)
            most = max(map(len, by_code.values()), default=0)
            self._off_centre = {code: mean(each) for code, each in by_code.items() if len(each) == most}
        return self._off_centre

    def opposite(self, key: str, beside: str) -> bool:
        """Whether municipalities that have much of one measure usually have little of the other."""
        if (key, beside) not in self._opposite:
            one, other = self.values(key), self.values(beside)
            both = [code for code in one if code in other]
            pairs = [one[code] for code in both], [other[code] for code in both]
            varied = all(len(set(each)) > 1 for each in pairs)
            self._opposite[key, beside] = varied and correlation(*pairs) <= OPPOSITE
        return self._opposite[key, beside]

    def _rank(self, kind: str, key: str, code: str, values: Mapping[str, float]) -> Rank | None:
        if (kind, key) not in self._ranks:
            self._ranks[kind, key] = ranks_of(values)
        return self._ranks[kind, key].get(code)

    def figure(self, key: str, value: float, year: int, code: str = "") -> Figure:
        """A value of a measure as a figure.

        Args:
            code: of the municipality, or of the country; empty for a value of several municipalities.
        """
        measure = self._all[key]
        return Figure(value, measure.unit, year, self.source(key, code, year), measure.decimals)

    def counted(self, key: str) -> str:
        """What a measure counts: measures of the same number of the source, as it is and as a share, have the same."""
        indicator = self.indicator(key)
        main = indicator.value or indicator.numerator
        return main.name if main is not None else key

    def main_variable(self, key: str) -> str:
        """The name of the main number of a measure."""
        indicator = self.indicator(key)
        return (indicator.value or indicator.numerator or indicator.parts[0].variable).name

    def source(self, key: str, code: str = "", year: int = 0) -> str:
        """Key of the source of a measure, or of one value of it: that of its main number.

        Args:
            code: of the municipality, or of the country.
        """
        name = self.main_variable(key)
        usual = self.data.sources.get(name, "")
        usual = self.data.country_sources.get(name, usual) if code == COUNTRY else usual
        return self.data.other_sources.get(name, {}).get((code, year), usual)
