"""The figures of an event: those of its subject, for the municipalities of its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.application.figures.age import older_than_allowed, oldest_day
from reportgen.application.figures.event_subject import event_subject
from reportgen.application.figures.in_use import figures_in_use, values_beside
from reportgen.application.figures.own_figures import own_values
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent
from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.subject import Subject
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.places.division import DivisionData, UnknownDivision
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said
from reportgen.sources.cbs.figure_data import figure_data
from reportgen.sources.cbs.indicator_values import IndicatorValues, merged
from reportgen.sources.names.divisions import divisions_with
from reportgen.sources.names.municipalities import MunicipalityNames


@dataclass(frozen=True, slots=True)
class EventFigures:
    """The figures of an event.

    Attributes:
        figures: for all municipalities of the day; without measures for a meeting without figures.
        names: what names of municipalities mean on that day.
        sources: by key, those that the figures are from.
        values: what they are made from.
        snapshot: name of the snapshot.
        dated: day of figures that are older than the event allows; None where they are not.
        newest: day of the newest list of municipalities.
        findings: about the figures.
    """

    figures: SubjectFigures
    names: MunicipalityNames
    sources: dict[str, Source]
    values: IndicatorValues
    snapshot: str
    dated: date | None
    newest: date
    findings: tuple[Finding, ...] = ()

    @property
    def municipalities(self) -> dict[str, str]:
        """Code → name."""
        return {code: each.name for code, each in self.figures.data.municipalities.items()}


def event_figures(loaded: LoadedEvent, paths: Paths, today: date) -> EventFigures:
    """The figures of an event.

    Raises:
        ReportgenError: the subject or the figures cannot be read, or the event refuses figures as old as these.
    """
    settings, divisions = loaded.settings, divisions_with(paths.fetched_lists)
    subject = event_subject(settings)
    snapshot, fetched = figures_in_use(paths)
    day = settings.municipalities or usual_day(loaded.event.day, divisions)
    try:
        own, findings = own_values(loaded, subject, divisions, day)
        values = merged((values_beside(snapshot, paths), own))
        figures = SubjectFigures(subject, figure_data(day, divisions, snapshot, values, subject))
    except UnknownDivision as fault:
        raise ConfigurationError(
            said("figures.municipalities: {reason}", reason=fault),
            where=str(settings.folder / EVENT_FILE),
            todo=said("name a day from {first} on", first=divisions.first),
        ) from None
    used = used_sources(figures)
    oldest = None if settings.max_age is None else oldest_day(subject, values, fetched, paths)
    return EventFigures(
        figures,
        MunicipalityNames(figures.data.municipalities.values(), divisions.changes, day),
        {key: each for key, each in values.sources.items() if key in used},
        values,
        snapshot.name,
        older_than_allowed(settings, oldest, today),
        divisions.last,
        (*findings, *_without_figures(subject, figures)),
    )


def _without_figures(subject: Subject | None, figures: SubjectFigures) -> Iterator[Finding]:
    """A finding for each indicator that no municipality has a figure of."""
    told = {each.indicator for each in figures.measures.values()}
    for each in subject.indicators if subject else ():
        if each.key not in told:
            columns = ", ".join(dict.fromkeys(variable.heading or variable.name for variable in each.variables))
            facts = {"indicator": each.key, "columns": columns}
            yield finding("indicator-without-figures", Severity.DOUBTFUL, Place(), **facts)


def usual_day(meeting: date, divisions: DivisionData) -> date:
    """The day whose municipalities an event is about where event.toml does not say: 1 January of its year.

    Of a meeting after the newest list, the day of that list; of one before the first list, the day of that.
    """
    return max(divisions.first, min(date(meeting.year, 1, 1), divisions.last))


def used_sources(figures: SubjectFigures) -> set[str]:
    """Keys of the sources of all figures."""
    data = figures.data
    return {
        data.described[1],
        *(source for key in figures.measures for source in _usual_sources(key, figures)),
        *(each.source for by_code in data.districts.values() for each in by_code.values()),
        *(source for key in figures.measures for source in _single_sources(key, figures)),
    }


def _usual_sources(key: str, figures: SubjectFigures) -> Iterator[str]:
    """Keys of the usual sources of the numbers of a measure that have any number of a year that is told."""
    data, years = figures.data, {each.year for series in figures.series(key).values() for each in series.years}
    for name in {each.name for each in figures.indicator(key).variables}:
        values, other, usual = data.values.get(name, {}), data.other_sources.get(name, {}), data.sources.get(name, "")
        if any(at in values and at not in other for at in ((COUNTRY, year) for year in years)):
            yield data.country_sources.get(name, usual)
        if any(code != COUNTRY and year in years and (code, year) not in other for code, year in values):
            yield usual


def _single_sources(key: str, figures: SubjectFigures) -> Iterator[str]:
    """Keys of the sources of the values of a measure, where some numbers of it have another than the usual one."""
    if any(each.name in figures.data.other_sources for each in figures.indicator(key).variables):
        other = figures.data.other_sources.get(figures.main_variable(key), {})
        told = {(code, each.year) for code, series in figures.series(key).items() for each in series.years}
        yield from (other[at] for at in told & other.keys())
        usual = {code == COUNTRY for code, _ in told - other.keys()}
        yield from (figures.source(key, COUNTRY if of_country else "") for of_country in usual)
