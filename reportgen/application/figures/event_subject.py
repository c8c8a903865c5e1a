"""The subject of an event, with columns that mean one thing only."""

from __future__ import annotations

import re

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.indicator_file import EMBEDDED_INDICATORS, indicators_in
from reportgen.config.settings import Settings
from reportgen.config.subject_file import subject_of
from reportgen.domain.figures.indicator import Variable
from reportgen.domain.figures.subject import Subject
from reportgen.errors import ConfigurationError
from reportgen.sources.cbs.indicator_values import embedded_tables

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
        for each in indicators_in((EMBEDDED_INDICATORS,)).values()
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
            f"A column is that of other figures of the program: {', '.join(taken)}",
            where=str(settings.folder / EVENT_FILE),
            todo="give it another name under column in the file of the indicator, and fetch it with: reportgen refresh",
        )
    return subject


def _is_other(variable: Variable, known: Variable | None) -> bool:
    """Whether a variable is asked of CBS in another way than that of the same name."""
    if known is None or not variable.measure or variable.table != known.table:
        return False
    comparable = bool(_KEY.fullmatch(variable.measure)) == bool(_KEY.fullmatch(known.measure))
    return dict(variable.at) != dict(known.at) or (comparable and variable.measure != known.measure)
