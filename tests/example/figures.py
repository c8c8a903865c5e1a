"""The figures that come with the program, worked out once for all tests."""

from __future__ import annotations

from datetime import date
from functools import cache

from reportgen.domain.figures.facts import Deviations, deviations_of
from reportgen.domain.figures.population import Population
from reportgen.domain.figures.profile import Profile, country_profile, profile_of, standings_of
from reportgen.domain.figures.statistics import Statistics
from reportgen.domain.places.peers import Peer, peers_of
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.statistics import statistics_from
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.municipalities import MunicipalityNames

MEETING = date(2018, 12, 10)


@cache
def snapshot() -> Snapshot:
    """The files as they are kept."""
    return snapshot_in(EMBEDDED)


@cache
def statistics() -> Statistics:
    """All figures of 1 January 2018 and before."""
    return statistics_from(snapshot())


@cache
def populations() -> dict[str, Population]:
    """The 380 municipalities of 2018 by code."""
    return statistics().populations()


@cache
def codes() -> tuple[str, ...]:
    """The codes of the 380."""
    return tuple(sorted(populations()))


@cache
def profiles() -> dict[str, Profile]:
    """The profile of every municipality."""
    standings = standings_of(statistics())
    return {code: profile_of(code, statistics(), standings) for code in codes()}


@cache
def indices() -> dict[str, float]:
    """The diversity index of every municipality."""
    return {code: profile.index.value for code, profile in profiles().items()}


@cache
def peers() -> dict[str, tuple[Peer, ...]]:
    """The comparable municipalities of every municipality."""
    return {code: peers_of(code, statistics().municipalities, populations()) for code in codes()}


@cache
def country() -> Profile:
    """The Netherlands."""
    return country_profile(statistics())


@cache
def scale() -> Deviations:
    """How much municipalities differ."""
    return deviations_of(statistics())


@cache
def names() -> MunicipalityNames:
    """What people write for a municipality, on the day of the meeting."""
    return MunicipalityNames(statistics().municipalities.values(), embedded_divisions().changes, MEETING)


def code_of(name: str) -> str:
    """The code of a municipality by its own name."""
    return next(each.code for each in statistics().municipalities.values() if each.name == name)


def named(name: str) -> Profile:
    """The profile of a municipality by its own name."""
    return profiles()[code_of(name)]
