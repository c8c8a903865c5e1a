"""Indicators that come with the program or stand in an event's folder, and their values for one municipality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reportgen.application.figures.event_figures import event_figures
from reportgen.application.figures.in_use import values_in_use
from reportgen.application.figures.municipalities import municipalities_on
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.indicator_file import EMBEDDED_INDICATORS, INDICATORS_FOLDER, indicators_in
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.measure import measures_of
from reportgen.domain.figures.series import Series, series_of
from reportgen.domain.places.mergers import Mergers
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.names.divisions import divisions_with


def indicators_of(event: Path | None) -> dict[str, Indicator]:
    """The indicators by key; those in the folder of an event go before those of the program.

    Raises:
        ConfigurationError: a file of one cannot be read.
    """
    return indicators_in((EMBEDDED_INDICATORS, *([event / INDICATORS_FOLDER] if event else ())))


def known_figures(
    event: Path | None, paths: Paths, today: date
) -> tuple[dict[str, Indicator], Mapping[str, Mapping[tuple[str, int], float]]]:
    """The indicators by key, and all values in use; of an event with those of its subject and its own figures.

    Raises:
        ReportgenError: the event, or the figures, cannot be read.
    """
    known = indicators_of(event)
    if event is None or not (event / EVENT_FILE).is_file():
        return known, values_in_use(paths).values
    found = event_figures(load_event_file(event), paths, today)
    subject = found.figures.subject
    own = {each.key: each for each in subject.indicators} if subject else {}
    return {**known, **own}, found.values.values


def series_in(
    indicators: Mapping[str, Indicator],
    values: Mapping[str, Mapping[tuple[str, int], float]],
    key: str,
    region: str,
    on: date | None,
    paths: Paths,
) -> tuple[Series, date]:
    """The values of an indicator for a region, and the day of the division that it is of.

    Args:
        indicators, values: those there are.
        region: code of a municipality, or ``NL01``.
        on: the day of the division; None for the newest one.

    Raises:
        UsageError: there is no such indicator, no such municipality on that day, or no list that goes back so far.
    """
    measures = {measure.key: measure for each in indicators.values() for measure in measures_of(each)}
    if key not in measures:
        raise UsageError(
            said("There is no figure {key}", key=key),
            todo=said("take one of: {measures}", measures=", ".join(sorted(measures))),
        )
    divisions = divisions_with(paths.fetched_lists)
    measure, indicator = measures[key], indicators[measures[key].indicator]
    on = on or divisions.last
    if region not in {each.code for each in municipalities_on(on, paths)} | {COUNTRY_REGION}:
        raise UsageError(
            said("There is no municipality {region} on {on}", region=region, on=on),
            todo=said("find its code with: reportgen figures municipalities {on}", on=on),
        )
    years = {year for variable in indicator.variables for _, year in values.get(variable.name, ())}
    code = COUNTRY if region == COUNTRY_REGION else region
    return series_of(indicator, measure.part, code, values, Mergers(divisions.changes), years, on), on
