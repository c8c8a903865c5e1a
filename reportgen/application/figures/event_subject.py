"""The subject of an event, with columns that mean one thing only, and what of it can be fetched."""

from __future__ import annotations

import re
from collections import defaultdict

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.indicator_file import embedded_indicators
from reportgen.config.settings import Settings
from reportgen.config.subject_file import subject_of
from reportgen.domain.figures.indicator import POPULATION, Variable
from reportgen.domain.figures.subject import Subject
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said
from reportgen.sources.cbs.indicator_values import IndicatorValues, embedded_tables

_KEY = re.compile(r"[A-Z][0-9]{6}|\w+_[0-9]+")
"""A key of a measure, which differs by version of OData; else it is a title."""


def event_subject(settings: Settings) -> Subject | None:
    """The subject of an event; None for a meeting without figures.

    Raises:
        ConfigurationError: there is no such subject, a file of it has faults, or an indicator gives a column of the
            program to other figures.
    """
    if not settings.figures_subject:
        return None
    subject = subject_of(settings.figures_subject, settings.folder, settings.more_indicators)
    known = {
        variable.name: variable
        for each in embedded_indicators().values()
        for variable in each.variables
        if variable.measure
    }
    tables = embedded_tables()
    taken = {
        f"{each.key} ({variable.name})": variable
        for each in subject.indicators
        for variable in each.variables
        if variable.table and variable.name in tables
        if variable.table not in tables[variable.name] or _is_other(variable, known.get(variable.name))
    }
    if taken:
        raise ConfigurationError(
            said("A column is that of other figures of the program: {taken}", taken=", ".join(taken)),
            where=str(settings.folder / EVENT_FILE),
            todo="give it another name under column in the file of the indicator, and fetch it with: reportgen refresh",
        )
    return subject


def fetchable(subject: Subject | None) -> dict[str, tuple[Variable, ...]]:
    """The variables that can be fetched by table: those of a subject, and the residents of municipalities."""
    found: dict[str, dict[str, Variable]] = defaultdict(dict)
    residents = embedded_indicators()[POPULATION]
    for each in (residents, *(subject.indicators if subject else ())):
        for variable in each.variables:
            if variable.table and variable.measure:
                found[variable.table][variable.name] = variable
    return {table: tuple(variables.values()) for table, variables in sorted(found.items())}


def source_keys(subject: Subject | None, values: IndicatorValues) -> set[str]:
    """Keys of the sources of a subject's figures."""
    indicators = subject.indicators if subject else ()
    names = {variable.name for each in indicators for variable in each.variables}
    districts = {each.districts.source for each in indicators if each.districts}
    found = {by[name] for by in (values.variables, values.country) for name in names if name in by} | districts
    return {key for key in found if key in values.sources}


def _is_other(variable: Variable, known: Variable | None) -> bool:
    """Whether a variable is asked of CBS in another way than that of the same name."""
    if known is None or not variable.measure or variable.table != known.table:
        return False
    comparable = bool(_KEY.fullmatch(variable.measure)) == bool(_KEY.fullmatch(known.measure))
    return dict(variable.at) != dict(known.at) or (comparable and variable.measure != known.measure)
