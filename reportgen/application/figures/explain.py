"""Explains printed figures of any measure: the numbers each was computed from, the formula, and the source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.application.figures.computation import AS_GIVEN, Computation, Input, computation_of, mean_of
from reportgen.application.figures.event_figures import EventFigures
from reportgen.domain.figures.districts import District, Districts
from reportgen.domain.figures.figure import Figure, Source
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.pack.contents import MunicipalityPages, NationalPages, PeerRow
from reportgen.domain.places.municipality import COUNTRY
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.table_store import StoredTable

COUNTED = "100 × count / everyone, from the counts that the source gives"

FETCHED = "as worked out from the answer of CBS"

RESIDENTS, DENSITY, HOME_VALUE = "residents", "density", "home-value"
"""What the figures that describe a municipality are called, beside the measures of the subject."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number that a figure was computed from.

    Attributes:
        variable: its column in the data of the program; of a mean, the key of the measure.
        measure: key of the measure in CBS's table; empty where the table came with the program.
        region: CBS code; ``NL01`` is the country.
        table: the CBS table; of own figures, their file.
    """

    variable: str
    measure: str
    region: str
    year: int
    value: float
    table: str


@dataclass(frozen=True, slots=True)
class FigureExplanation:
    """One printed figure, with how it was computed.

    Attributes:
        measure: its key, for example ``share-65plus`` or ``origin/index``.
        region: name of the municipality, district or group of municipalities it is of.
        code: of the municipality, district or country; empty for a group.
        main: of the municipality of the pack, the country or the mean, in the year that all are compared in.
        formula: how it was computed, in words.
        steps: the arithmetic with its numbers.
        rows: the numbers it was computed from.
        computed: the value that follows from the rows by the formula.
        asked: the OData filter of the request; empty where the table came with the program.
        answer: rows of CBS's answer about these regions and this year, where the table was fetched.
    """

    measure: str
    region: str
    code: str
    figure: Figure
    main: bool
    formula: str
    steps: tuple[str, ...]
    rows: tuple[Row, ...]
    computed: float
    source: Source
    asked: str = ""
    answer: tuple[Mapping[str, str], ...] = ()


class Explainer:
    """Explains figures from the values they were made from.

    Args:
        own: code of the municipality of the pack, or of the country.
        fetched: the tables that were fetched, by key.
    """

    def __init__(self, own: str, known: EventFigures, fetched: Mapping[str, StoredTable]) -> None:
        self._known = known
        self._figures = known.figures
        self._fetched = fetched
        self._own = {own, COUNTRY, ""}
        self._answers: dict[str, Sequence[Mapping[str, object]]] = {}

    def of_pages(self, pages: MunicipalityPages | NationalPages) -> Iterator[FigureExplanation]:
        """Every figure on the pages about the municipality, or the country."""
        yield from self._of_profile(pages.profile)
        if isinstance(pages, NationalPages):
            return
        yield from self._of_profile(pages.country)
        for peer in pages.peers:
            yield from self._of_series(peer.code, peer.name, peer.measures)
            if peer.residents is not None:
                yield self._described(RESIDENTS, peer, peer.residents)
        names = {peer.code: peer.name for peer in pages.peers}
        for key, average in pages.average.items():
            yield self.mean(key, average, names)

    def _of_profile(self, profile: Profile) -> Iterator[FigureExplanation]:
        described = {RESIDENTS: profile.residents, DENSITY: profile.density, HOME_VALUE: profile.home_value}
        for name, figure in described.items():
            if figure is not None:
                yield self._described(name, profile, figure)
        yield from self._of_series(profile.code, profile.name, profile.measures)
        for each in profile.measures:
            for district in each.districts.districts if each.districts else ():
                assert each.districts is not None
                yield self._district(each.key, district, each.districts)

    def _of_series(self, code: str, name: str, measures: Sequence[MeasureFigures]) -> Iterator[FigureExplanation]:
        for each in measures:
            series = self._figures.series(each.key).get(code)
            parts = {year.year: year.parts for year in series.years} if series else {}
            for figure in each.figures:
                yield self._series_figure(each.key, code, name, figure, parts.get(figure.year, ()) or (code,))

    def _series_figure(self, key: str, code: str, name: str, figure: Figure, codes: Sequence[str]) -> FigureExplanation:
        indicator = self._figures.indicator(key)
        part = self._figures.measures[key].part
        made = computation_of(indicator, part, codes, figure.year, self._figures.data.values)
        rows, steps = [], []
        for each in made.inputs:
            rows.append(self._row(each, each.variable.heading or each.variable.name, each.value))
            counted = self._known.values.counts.get((each.variable.name, each.code, each.year))
            if counted is not None:
                count, whole = counted
                rows[-1:] = [
                    self._row(each, f"{each.variable.name} (count)", count),
                    self._row(each, "everyone (count)", whole),
                ]
                steps.append(f"{each.variable.name} = 100 × {count:.10g} / {whole:.10g} = {each.value:.10g}")
        if steps:
            made = replace(made, formula=made.formula.replace(AS_GIVEN, COUNTED), steps=(*steps, *made.steps))
        return self._explained(key, name, code, figure, made, tuple(rows), codes)

    def _explained(
        self,
        key: str,
        region: str,
        code: str,
        figure: Figure,
        made: Computation,
        rows: tuple[Row, ...],
        codes: Sequence[str],
    ) -> FigureExplanation:
        stored = self._fetched.get(figure.source)
        return FigureExplanation(
            key,
            region,
            code,
            figure,
            code in self._own and (key not in self._figures.measures or figure.year == self._figures.year(key)),
            made.formula.replace(AS_GIVEN, FETCHED) if stored else made.formula,
            made.steps,
            rows,
            made.value,
            self._known.sources[figure.source],
            stored.where if stored else "",
            self._answer(stored, codes, figure.year) if stored else (),
        )

    def _row(self, each: Input, column: str, value: float) -> Row:
        values = self._known.values
        source = values.sources.get(values.source(each.variable.name, (each.code, each.year)))
        table = source.table or source.title if source else each.variable.table
        return Row(column, each.variable.measure, _region(each.code), each.year, value, table)

    def _described(self, name: str, of: Profile | PeerRow, figure: Figure) -> FigureExplanation:
        """A figure that describes a municipality, which the table of municipalities gives."""
        source = self._known.sources[figure.source]
        row = Row(name, "", _region(of.code), figure.year, figure.value, source.table)
        made = Computation(AS_GIVEN, (), (), figure.value)
        return self._explained(name, of.name, of.code, figure, made, (row,), (of.code,))

    def mean(self, key: str, average: Figure, names: Mapping[str, str]) -> FigureExplanation:
        """The mean of a measure over comparable municipalities.

        Args:
            names: of the municipalities by code; those without the figure do not count.
        """
        values = self._figures.values(key)
        lasts = {code: values[code] for code in names if code in values}
        formula, steps, value = mean_of({names[code]: each for code, each in lasts.items()})
        table = self._known.sources[average.source].table
        rows = tuple(Row(key, "", code, average.year, each, table) for code, each in lasts.items())
        made = Computation(formula, steps, (), value)
        return self._explained(key, ", ".join(names[code] for code in lasts), "", average, made, rows, tuple(lasts))

    def of_municipality(self, key: str, code: str, figure: Figure) -> FigureExplanation:
        """A figure of any municipality, or of the country.

        Raises:
            KeyError: it has no such figure.
        """
        series = self._figures.series(key)[code]
        parts = {year.year: year.parts for year in series.years}[figure.year]
        name = self._figures.data.municipalities[code].name if code != COUNTRY else "Nederland"
        return self._series_figure(key, code, name, figure, parts or (code,))

    def _district(self, key: str, district: District, districts: Districts) -> FigureExplanation:
        variables = self._figures.indicator(key).districts
        assert variables is not None  # there are figures of them
        numbers = next(
            row.numbers
            for row in self._known.values.districts
            if row.district == district.code and row.source == districts.source
        )
        source = self._known.sources[districts.source]
        columns = (*variables.numerators, *([variables.denominator] if variables.denominator else ()))
        rows = tuple(Row(each, "", district.code, districts.year, numbers[each], source.table) for each in columns)
        above = sum(numbers[each] for each in variables.numerators)
        added = " + ".join(f"{numbers[each]:.10g}" for each in variables.numerators)
        if variables.denominator:
            below = numbers[variables.denominator]
            value, names = min(100.0, 100 * above / below), " + ".join(variables.numerators)
            formula = f"100 × ({names}) / {variables.denominator}, at most 100: counts of districts are rounded"
            made = Computation(formula, (f"100 × ({added}) / {below:.10g} = {value:.10g}",), (), value)
        elif len(variables.numerators) > 1:
            made = Computation(" + ".join(variables.numerators), (f"{added} = {above:.10g}",), (), above)
        else:
            made = Computation(AS_GIVEN, (), (), above)
        figure = self._figures.figure(key, district.value, districts.year)
        figure = Figure(figure.value, figure.unit, figure.year, districts.source, figure.decimals)
        name = f"{district.name} ({district.code})" if district.name else district.code
        return self._explained(key, name, district.code, figure, made, rows, (district.code,))

    def _answer(self, stored: StoredTable, codes: Sequence[str], year: int) -> tuple[Mapping[str, str], ...]:
        """The rows of CBS's answer about these regions and this year."""
        if stored.key not in self._answers:
            self._answers[stored.key] = json.loads(stored.data)["rows"]
        regions, period = {_region(code) for code in codes}, f"{year}JJ00"
        return tuple(
            {name: "" if value is None else str(value) for name, value in row.items()}
            for row in self._answers[stored.key]
            if (row.get("RegioS") or row.get("WijkenEnBuurten") or COUNTRY_REGION) in regions
            and row.get("Perioden", period) == period
        )


def _region(code: str) -> str:
    return COUNTRY_REGION if code == COUNTRY else code
