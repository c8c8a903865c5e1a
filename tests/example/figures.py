"""The figures of the example that comes with the program, worked out once for all tests."""

from __future__ import annotations

from datetime import date
from functools import cache

from reportgen.config.subject_file import subject_of
from reportgen.domain.figures.profile import Profile, profile_of
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.comparable import Comparability, Peer
from reportgen.domain.places.municipality import COUNTRY
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.figure_data import figure_data
from reportgen.sources.cbs.indicator_values import embedded_values, merged
from reportgen.sources.cbs.snapshot_values import snapshot_values
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.municipalities import MunicipalityNames

MEETING = date(2018, 12, 10)
DAY = date(2018, 1, 1)
"""The day of the municipal division of the example."""


@cache
def snapshot() -> Snapshot:
    """The files as they are kept."""
    return snapshot_in(EMBEDDED)


@cache
def figures_of(subject: str, day: date = DAY) -> SubjectFigures:
    """The figures of a subject for the municipalities of a day; without figures for an empty subject."""
    values = merged((embedded_values(), snapshot_values(snapshot())))
    chosen = subject_of(subject) if subject else None
    return SubjectFigures(chosen, figure_data(day, embedded_divisions(), snapshot(), values, chosen))


def figures() -> SubjectFigures:
    """The figures of the example's subject."""
    return figures_of("migration")


@cache
def codes() -> tuple[str, ...]:
    """The codes of the 380 municipalities of 2018."""
    return tuple(sorted(figures().data.municipalities))


@cache
def profiles() -> dict[str, Profile]:
    """The profile of every municipality."""
    return {code: profile_of(code, figures()) for code in codes()}


@cache
def comparability(subject: str = "migration", day: date = DAY) -> Comparability:
    """How far municipalities are apart by a subject."""
    return Comparability(figures_of(subject, day))


@cache
def peers() -> dict[str, tuple[Peer, ...]]:
    """The comparable municipalities of every municipality."""
    return {code: comparability().peers(code) for code in codes()}


@cache
def country() -> Profile:
    """The Netherlands."""
    return profile_of(COUNTRY, figures())


@cache
def names() -> MunicipalityNames:
    """What people write for a municipality, on the day of the meeting."""
    return MunicipalityNames(figures().data.municipalities.values(), embedded_divisions().changes, MEETING)


def code_of(name: str) -> str:
    """The code of a municipality by its own name."""
    return next(each.code for each in figures().data.municipalities.values() if each.name == name)


def named(name: str) -> Profile:
    """The profile of a municipality by its own name."""
    return profiles()[code_of(name)]
