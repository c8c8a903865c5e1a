"""The figures of the organiser's own in an event's folder, for the indicators that take them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.settings import LoadedEvent
from reportgen.domain.figures.figure import Source, Unit
from reportgen.domain.figures.indicator import OWN, Indicator, IndicatorKind, Period, Variable
from reportgen.domain.figures.subject import Subject
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.places.division import DivisionData, division_on
from reportgen.domain.places.municipality import NameMatch, NameMatchKind
from reportgen.render.content.text_pages import unprintable_letters, without_pictures
from reportgen.sources.cbs.indicator_values import DistrictRow, IndicatorValues
from reportgen.sources.lists.own_columns import OwnColumn
from reportgen.sources.lists.own_figures import OwnDistrict, OwnFigures, own_figures
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.names.municipalities import MunicipalityNames


def own_values(
    loaded: LoadedEvent, subject: Subject | None, divisions: DivisionData, day: date
) -> tuple[IndicatorValues, tuple[Finding, ...]]:
    """The values of the organiser's own, with a source for each indicator, and findings about their files.

    Args:
        day: of the municipal division.

    Raises:
        SourceError: a file cannot be read as a table.
    """
    wanted = {each.variable: each for each in reversed(list(_wanted(subject, day.year)))}
    settings = loaded.settings
    if subject is None or not (wanted or settings.own_figures):
        return IndicatorValues({}, {}, {}), ()
    files = [ListFile(path, sheet) for path, sheet in settings.own_figures]
    found, findings = own_figures(files, wanted, _Naming(divisions, day).meant, day.year)
    letters = {each.name: signs for each in found.districts if (signs := unprintable_letters(each.name))}
    for name, signs in letters.items():
        findings += (finding("own-letters", Severity.DOUBTFUL, written=name, signs=signs),)
    found = replace(found, districts=tuple(_with_printable_name(each) for each in found.districts))
    values = IndicatorValues(
        {variable: dict(of) for variable, of in found.values.items()},
        {variable: f"{OWN}{wanted[variable].indicator}" for variable in found.files},
        {
            f"{OWN}{each.key}": _source(each, found, loaded.event.organiser.name, loaded.event.day)
            for each in subject.indicators
            if any(variable.name in found.files for variable in each.variables) or _own_districts(each)
        },
        tuple(_district_rows(subject, found)),
    )
    if wanted and not settings.own_figures:
        columns = "; ".join(each.heading for each in wanted.values())
        place = Place(EVENT_FILE, 0)
        findings = (finding("own-file-absent", Severity.DOUBTFUL, place, columns=columns),)
    return values, findings


def _with_printable_name(district: OwnDistrict) -> OwnDistrict:
    return replace(district, name=without_pictures(district.name))


def _wanted(subject: Subject | None, year: int) -> Iterator[OwnColumn]:
    """The columns that indicators take figures from."""
    for each in subject.indicators if subject else ():
        last = year - (each.period is not Period.DAY)
        for variable in each.variables:
            if variable.name.startswith(OWN):
                unit, decimals = _unit(each, variable)
                yield OwnColumn(variable.name, variable.heading, each.key, unit, decimals, variable.times, last)
        if _own_districts(each) and each.districts:
            below = each.districts.denominator
            for name in (*each.districts.numerators, *([below] if below else [])):
                unit, decimals = (Unit.COUNT, 0) if below else (each.unit, each.decimals)
                yield OwnColumn(name, name.removeprefix(OWN), each.key, unit, decimals, None, last)


def _unit(indicator: Indicator, variable: Variable) -> tuple[Unit, int]:
    """Unit and decimals of the numbers in a column."""
    counted = indicator.kind is IndicatorKind.COMPOSITION and indicator.counts
    if variable is indicator.value or (indicator.kind is IndicatorKind.COMPOSITION and not counted):
        return indicator.unit, indicator.decimals
    return Unit.COUNT, 0


def _own_districts(indicator: Indicator) -> bool:
    return indicator.districts is not None and indicator.districts.source.startswith(OWN)


def _source(indicator: Indicator, found: OwnFigures, organiser: str, day: date) -> Source:
    """The source of an indicator: the organiser's own line, and the files that its figures are from.

    The day it was retrieved is that of the meeting: files carry no day that stays the same when they are copied.
    """
    names = [each.name for each in indicator.variables if each.name in found.files]
    names += [each for each in (indicator.districts.numerators if indicator.districts else ()) if each in found.files]
    file, digest = found.files[names[0]] if names else ("", "")
    years = sorted({year for name in names for _, year in found.values.get(name, ())})
    reference = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    return Source("", file, reference, day, digest, indicator.source or organiser)


def _district_rows(subject: Subject, found: OwnFigures) -> Iterator[DistrictRow]:
    """Rows of districts for each indicator that has some, of the newest year only."""
    for each in subject.indicators:
        if each.districts is None or not _own_districts(each):
            continue
        rows = [row for row in found.districts if any(name in row.numbers for name in each.districts.numerators)]
        newest = max((row.year for row in rows), default=0)
        for row in rows:
            if row.year == newest:
                residents = {} if row.residents is None else {f"{OWN}inwoners": float(row.residents)}
                numbers = {**residents, **row.numbers}
                yield DistrictRow(
                    row.code, row.district, row.name, row.residents, row.year, each.districts.source, numbers
                )


class _Naming:
    """What names of municipalities mean in a year: first as they were then, else as they are on the day."""

    def __init__(self, divisions: DivisionData, day: date) -> None:
        self._divisions = divisions
        self._day = day
        self._on = cache(self._names_on)

    def meant(self, text: str, year: int) -> NameMatch:
        """What a text means in a year."""
        then = max(self._divisions.first, min(date(year, 1, 1), self._day))
        if then != self._day:
            match = self._on(then).resolve(text)
            if match.kind is NameMatchKind.EXACT:
                return match
        match = self._on(self._day).resolve(text)
        return replace(match, code=None) if match.kind is NameMatchKind.GUEST else match

    def _names_on(self, day: date) -> MunicipalityNames:
        return MunicipalityNames(division_on(day, self._divisions), self._divisions.changes, day)
