"""Indicators that come with the program or stand in an event's folder, and their values for one municipality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reportgen.application.figures.municipalities import municipalities_on
from reportgen.config.indicator_file import EMBEDDED_INDICATORS, INDICATORS_FOLDER, indicators_in
from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.measure import measures_of
from reportgen.domain.figures.series import Series, series_of
from reportgen.domain.places.mergers import Mergers
from reportgen.domain.places.municipality import COUNTRY
from reportgen.errors import UsageError
from reportgen.sources.cbs.counts import COUNTRY_REGION
from reportgen.sources.cbs.indicator_values import embedded_values
from reportgen.sources.names.divisions import embedded_divisions


def indicators_of(event: Path | None) -> dict[str, Indicator]:
    """The indicators by key; those in the folder of an event go before those of the program.

    Raises:
        ConfigurationError: a file of one cannot be read.
    """
    return indicators_in((EMBEDDED_INDICATORS, *([event / INDICATORS_FOLDER] if event else ())))


def series_in(indicators: Mapping[str, Indicator], key: str, region: str, on: date | None) -> tuple[Series, date]:
    """The values of an indicator for a region, and the day of the division that it is of.

    Args:
        region: code of a municipality, or ``NL01``.
        on: the day of the division; None for the newest one.

    Raises:
        UsageError: there is no such indicator, no such municipality on that day, or no list that goes back so far.
    """
    measures = {measure.key: measure for each in indicators.values() for measure in measures_of(each)}
    if key not in measures:
        raise UsageError(f"There is no figure {key}", todo=f"take one of: {', '.join(sorted(measures))}")
    divisions, values = embedded_divisions(), embedded_values().values
    measure, indicator = measures[key], indicators[measures[key].indicator]
    on = on or divisions.last
    if region not in {each.code for each in municipalities_on(on)} | {COUNTRY_REGION}:
        raise UsageError(
            f"There is no municipality {region} on {on:%d-%m-%Y}",
            todo=f"find its code with: reportgen figures municipalities {on}",
        )
    years = {year for variable in indicator.variables for _, year in values.get(variable.name, ())}
    code = COUNTRY if region == COUNTRY_REGION else region
    return series_of(indicator, measure.part, code, values, Mergers(divisions.changes), years, on), on
