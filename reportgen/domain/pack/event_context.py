"""What all packs of an event share: profiles, comparable municipalities, tables, sources, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reportgen.domain.answers.answer import Answer
from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.profile import Profile, profile_of
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.country_map import CountryMap, country_map_of
from reportgen.domain.pack.earlier_figures import EarlierFigures
from reportgen.domain.pack.sections import LazyMapping
from reportgen.domain.pack.subject_text import Strip, SubjectText, strips_of, subject_text_of
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.comparable import Comparability, Peer
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.seating import Table
from reportgen.domain.programme.session_plan import SessionPlan


@dataclass(frozen=True, slots=True)
class EventContext:
    """What all packs of an event share.

    Attributes:
        figures: those of the subject, for all municipalities.
        profiles: profiles of all municipalities and the country, by code.
        peers: comparable municipalities of each that takes part, by code.
        subject: the words of the subject; None for a meeting without figures, as is ``map``.
        strips: the values of all municipalities, by measure.
        sources: sources of the figures by key, without their digests: no page shows these, and any revision changes
            them.
        figures_date: day of figures that are older than the event allows, ISO; else empty.
        errata: what was wrong in the earlier pack of a participant, by number.
        peer_codes: codes of ``peers``, where they are known before the peers are computed.
        reports: what was discussed, by table.
        answers: what participants answered, in order of arrival.
        earlier_figures: figures of the briefing that a participant was sent, by number.
        sessions: who attends which session of a round.
    """

    event: Event
    figures: SubjectFigures
    profiles: Mapping[str, Profile]
    peers: Mapping[str, tuple[Peer, ...]]
    participants: Mapping[int, Participant]
    tables: Sequence[Table]
    subject: SubjectText | None
    map: CountryMap | None
    strips: Mapping[str, Strip]
    sources: Mapping[str, Source]
    figures_date: str = ""
    errata: Mapping[int, str] = field(default_factory=dict)
    peer_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reports: Mapping[int, str] = field(default_factory=dict)
    answers: Sequence[Answer] = ()
    earlier_figures: Mapping[int, EarlierFigures] = field(default_factory=dict)
    sessions: SessionPlan = field(default_factory=SessionPlan)

    @property
    def country(self) -> Profile:
        """The profile of the country."""
        return self.profiles[COUNTRY]

    def present_codes(self) -> frozenset[str]:
        """Codes of the municipalities that take part."""
        return frozenset(person.code for person in self.participants.values())

    def tables_of(self) -> dict[str, tuple[int, ...]]:
        """Tables by municipality at which someone of it sits who agreed to be named."""
        found: dict[str, list[int]] = {}
        for table in self.tables:
            for number in table.seated:
                if self.participants[number].consent:
                    found.setdefault(self.participants[number].code, []).append(table.number)
        return {code: tuple(dict.fromkeys(each)) for code, each in found.items()}


def event_context_of(
    event: Event,
    participants: Sequence[Participant],
    tables: Sequence[Table],
    figures: SubjectFigures,
    comparability: Comparability,
    sources: Mapping[str, Source],
    dated: date | None,
) -> EventContext:
    """What the packs of an event share; each profile and its peers are computed when they are first asked for.

    Args:
        dated: day of figures that are older than the event allows; None where they are not.
    """
    has_figures = bool(figures.measures)
    return EventContext(
        event,
        figures,
        LazyMapping((*figures.data.municipalities, COUNTRY), lambda code: profile_of(code, figures)),
        LazyMapping(sorted({each.code for each in participants} - {COUNTRY}), comparability.peers),
        {each.number: each for each in participants},
        tables,
        subject_text_of(figures) if has_figures else None,
        country_map_of(figures) if has_figures else None,
        strips_of(figures),
        {key: replace(each, digest="") for key, each in sources.items()},
        dated.isoformat() if dated else "",
    )
