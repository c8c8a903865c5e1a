"""What all packs of an event share: profiles, comparable municipalities, tables, sources, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reportgen.domain.answers.answer import Answer
from reportgen.domain.figures.facts import Deviations, deviations_of
from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.profile import Profile, country_profile, profile_of, standings_of
from reportgen.domain.figures.statistics import Statistics
from reportgen.domain.pack.contents import EarlierFigures
from reportgen.domain.pack.map_dots import MapDot, map_dots_of
from reportgen.domain.pack.sections import LazyMapping
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.places.peers import Peer, peers_of
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.seating import Table


@dataclass(frozen=True, slots=True)
class EventContext:
    """What all packs of an event share.

    Attributes:
        profiles: profiles of all municipalities and the country, by code.
        peers: comparable municipalities of each that takes part, by code.
        map_dots: the dots of the map of the Netherlands.
        deviations: standard deviations over all municipalities, by which facts are ranked.
        sources: sources of the figures by key, without their digests: no page shows these, and any revision changes
            them.
        figures_date: day of figures that are older than the event allows, ISO; else empty.
        errata: what was wrong in the earlier pack of a participant, by number.
        peer_codes: codes of ``peers``, where they are known before the peers are computed.
        reports: what was discussed, by table.
        answers: what participants answered, in order of arrival.
        earlier_figures: figures of the briefing that a participant was sent, by number.
    """

    event: Event
    profiles: Mapping[str, Profile]
    peers: Mapping[str, tuple[Peer, ...]]
    participants: Mapping[int, Participant]
    tables: Sequence[Table]
    map_dots: tuple[MapDot, ...]
    deviations: Deviations
    sources: Mapping[str, Source]
    figures_date: str = ""
    errata: Mapping[int, str] = field(default_factory=dict)
    peer_codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reports: Mapping[int, str] = field(default_factory=dict)
    answers: Sequence[Answer] = ()
    earlier_figures: Mapping[int, EarlierFigures] = field(default_factory=dict)

    @property
    def country(self) -> Profile:
        """The profile of the country."""
        return self.profiles[COUNTRY]

    def present_codes(self) -> frozenset[str]:
        """Codes of the municipalities that take part."""
        return frozenset(person.code for person in self.participants.values())

    def profiles_by_index(self) -> tuple[Profile, ...]:
        """Profiles of all municipalities, the highest diversity index first."""
        municipalities = (each for code, each in self.profiles.items() if code != COUNTRY)
        return tuple(sorted(municipalities, key=lambda each: (-each.index.value, each.code)))


def event_context_of(
    event: Event,
    participants: Sequence[Participant],
    tables: Sequence[Table],
    statistics: Statistics,
    sources: Mapping[str, Source],
    dated: date | None,
) -> EventContext:
    """What the packs of an event share; each profile and its peers are computed when they are first asked for.

    Args:
        dated: day of figures that are older than the event allows; None where they are not.
    """
    populations, standings = statistics.populations(), standings_of(statistics)

    def profile(code: str) -> Profile:
        return country_profile(statistics) if code == COUNTRY else profile_of(code, statistics, standings)

    def peers(code: str) -> tuple[Peer, ...]:
        return peers_of(code, statistics.municipalities, populations, event.kinds)

    return EventContext(
        event,
        LazyMapping((*populations, COUNTRY), profile),
        LazyMapping(sorted({each.code for each in participants} - {COUNTRY}), peers),
        {each.number: each for each in participants},
        tables,
        map_dots_of(statistics.municipalities, standings.index),
        deviations_of(statistics),
        {key: replace(each, digest="") for key, each in sources.items()},
        dated.isoformat() if dated else "",
    )
