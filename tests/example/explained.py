"""The pages of municipalities of two subjects, with the figures that they are made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from doubles.small_event import EXAMPLE
from example.figures import figures_of, snapshot

from reportgen.application.figures.event_figures import EventFigures
from reportgen.config.settings import load_event_file
from reportgen.domain.pack.compose import meeting_of
from reportgen.domain.pack.contents import MunicipalityPages, NationalPages
from reportgen.domain.pack.event_context import EventContext, event_context_of
from reportgen.domain.pack.municipality_pages import municipality_pages, national_pages
from reportgen.domain.pack.sections import LazyMapping
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.places.municipality import COUNTRY
from reportgen.sources.cbs.indicator_values import embedded_values, merged
from reportgen.sources.cbs.snapshot_values import snapshot_values
from reportgen.sources.names.municipalities import MunicipalityNames

SUBJECTS = {"migration": date(2018, 1, 1), "housing-ageing": date(2026, 1, 1)}

PLACES = {
    "migration": ("Amsterdam", "Urk", "Vaals", "Westerwolde", "Waadhoeke", "Bergen (NH.)"),
    "housing-ageing": (
        "Voorne aan Zee",
        "Dijk en Waard",
        "Land van Cuijk",
        "Eemsdelta",
        "Amsterdam",
        "Schiermonnikoog",
    ),
}


@cache
def known(subject: str) -> EventFigures:
    """The figures of a subject with what they are made from."""
    figures = figures_of(subject, SUBJECTS[subject])
    values = merged((embedded_values(), snapshot_values(snapshot())))
    names = MunicipalityNames(figures.data.municipalities.values(), figures.data.changes, SUBJECTS[subject])
    return EventFigures(figures, names, dict(values.sources), values, "", None, SUBJECTS[subject])


@cache
def context(subject: str) -> EventContext:
    """What packs share, of a meeting with nobody."""
    event = load_event_file(EXAMPLE).event
    figures = known(subject).figures
    comparability = Comparability(figures)
    made = event_context_of(event, (), (), figures, comparability, known(subject).sources, None)
    return replace(made, peers=LazyMapping(figures.data.municipalities, comparability.peers))


def code_of(subject: str, name: str) -> str:
    """The code of a municipality by its own name."""
    return next(each.code for each in known(subject).figures.data.municipalities.values() if each.name == name)


@cache
def pages(subject: str, code: str) -> MunicipalityPages | NationalPages:
    """The pages about a municipality, or the country."""
    meeting = meeting_of(context(subject).event)
    if code == COUNTRY:
        return national_pages(context(subject), meeting)
    return municipality_pages(code, context(subject), meeting)
