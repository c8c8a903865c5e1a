"""What a participant receives: the pack, composed of parts that are printed apart and bound together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.domain.contents import (
    Average,
    Colleague,
    Content,
    Dot,
    Meeting,
    MunicipalityPages,
    MunicipalityRow,
    NationalPages,
    PartKind,
    PeerRow,
    Personal,
    Programme,
    Questions,
    TablePage,
)
from reportgen.domain.contrast import contrasts_of
from reportgen.domain.event import Event
from reportgen.domain.facts import Fact, Scale, Telling, facts_of, mean_share, national_facts, telling_group
from reportgen.domain.figure import Figure, Source, Unit
from reportgen.domain.municipality import COUNTRY
from reportgen.domain.participant import Participant
from reportgen.domain.peers import Peer
from reportgen.domain.population import BACKGROUNDS
from reportgen.domain.profile import Profile, Share
from reportgen.domain.seating import Table


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a pack with its content."""

    kind: PartKind
    content: Content


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one participant receives on paper."""

    participant: Participant
    municipality: str
    sections: tuple[Section, ...]

    def section(self, kind: PartKind) -> Section:
        """The section of a kind."""
        return next(section for section in self.sections if section.kind is kind)


@dataclass(frozen=True, slots=True)
class Setting:
    """What all packs of an event share.

    Attributes:
        profiles: those of all municipalities, and of the country.
        peers: the comparable municipalities of every one that takes part.
        dated: the day of figures that are older than the event allows, else empty.
        errata: what was wrong in the pack that a participant had before, by number.
    """

    event: Event
    profiles: Mapping[str, Profile]
    peers: Mapping[str, tuple[Peer, ...]]
    participants: Mapping[int, Participant]
    tables: Sequence[Table]
    atlas: tuple[Dot, ...]
    scale: Scale
    sources: Mapping[str, Source]
    dated: str = ""
    errata: Mapping[int, str] = field(default_factory=dict)

    @property
    def country(self) -> Profile:
        """The profile of the country."""
        return self.profiles[COUNTRY]

    def present(self) -> frozenset[str]:
        """The municipalities that take part."""
        return frozenset(person.code for person in self.participants.values())

    def by_index(self) -> tuple[Profile, ...]:
        """The municipalities, the highest index first."""
        rest = (each for code, each in self.profiles.items() if code != COUNTRY)
        return tuple(sorted(rest, key=lambda each: (-each.index.value, each.code)))


ENDS = 4
"""Municipalities at either end of the list on the national page."""


def compose(setting: Setting) -> tuple[Pack, ...]:
    """The packs of all participants; a section that several of them share is the same object in each."""
    meeting = meeting_of(setting.event)
    event, _, questions = around(setting)
    municipalities, present = municipality_sections(setting), setting.present()
    if COUNTRY in present:
        municipalities[COUNTRY] = Section(PartKind.MUNICIPALITY, _national_pages(setting, meeting))
    telling = {code: telling_group(setting.profiles[code], setting.country) for code in present - {COUNTRY}}
    tables = {
        table.number: Section(PartKind.TABLE, _table_page(table, setting, meeting, telling)) for table in setting.tables
    }
    at = {number: table for table in setting.tables for number in table.seated}
    minutes = {code: _minute(setting.profiles[code], setting) for code in present}
    packs = []
    for person in setting.participants.values():
        profile, table = setting.profiles[person.code], at[person.number]
        personal = Section(
            PartKind.PERSONAL, _personal(person, profile, table, setting, meeting, *minutes[person.code])
        )
        sections = (personal, event, municipalities[person.code], tables[table.number], questions)
        packs.append(Pack(person, profile.name, sections))
    return tuple(packs)


def municipality_sections(setting: Setting) -> dict[str, Section]:
    """What packs say of each municipality of which the comparable ones are known, by code."""
    meeting, present = meeting_of(setting.event), setting.present()
    return {
        code: Section(PartKind.MUNICIPALITY, _municipality_pages(setting.profiles[code], setting, meeting, present))
        for code in setting.peers
    }


def around(setting: Setting) -> tuple[Section, ...]:
    """What stands in a pack beside who gets it and their municipality, with a table at which nobody is named yet."""
    meeting = meeting_of(setting.event)
    event, nobody = setting.event, Table(1, setting.event.themes[0].name, ())
    return (
        Section(PartKind.EVENT, Programme(meeting, event)),
        Section(PartKind.TABLE, _table_page(nobody, setting, meeting, {})),
        Section(PartKind.QUESTIONS, Questions(meeting, event.questions, event.form, event.asking)),
    )


def participant_id(event_key: str, number: int) -> str:
    """What a pack, its letter and the ledger call a participant."""
    return f"{event_key}.{number:04d}"


def meeting_of(event: Event) -> Meeting:
    """The lines about the meeting that any part may show."""
    return Meeting(
        event.key,
        event.title,
        event.day.isoformat(),
        event.doors.isoformat("minutes"),
        event.start.isoformat("minutes"),
        event.end.isoformat("minutes"),
        event.place,
        event.organiser.name,
        event.organiser.contact,
        event.organiser.email,
        event.organiser.phone,
    )


def _minute(profile: Profile, setting: Setting) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """What page one says of a municipality, the same to all of it: the facts, and who is comparable."""
    peers = tuple(peer.code for peer in setting.peers.get(profile.code, ()))
    if profile.code == COUNTRY:
        return national_facts(profile, setting.by_index()), peers
    return facts_of(profile, setting.country, [setting.profiles[peer] for peer in peers], setting.scale), peers


def _personal(
    participant: Participant,
    profile: Profile,
    table: Table,
    setting: Setting,
    meeting: Meeting,
    facts: tuple[Fact, ...],
    nearby: tuple[str, ...],
) -> Personal:
    return Personal(
        meeting,
        participant_id(setting.event.key, participant.number),
        participant.name,
        participant.function,
        participant.office,
        participant.salutation,
        profile.code,
        profile.name,
        participant.organisation,
        setting.event.welcome,
        setting.event.letter,
        setting.event.subject,
        table.number,
        table.theme,
        facts,
        setting.atlas,
        nearby,
        setting.errata.get(participant.number, ""),
    )


def _municipality_pages(
    profile: Profile, setting: Setting, meeting: Meeting, present: Collection[str]
) -> MunicipalityPages:
    peers = [(peer, setting.profiles[peer.code]) for peer in setting.peers[profile.code]]
    rows = tuple(
        PeerRow(
            other.code,
            other.name,
            other.residents,
            other.last,
            other.index,
            tuple(year.index for year in other.years),
            peer.likenesses,
            peer.kinds,
            other.code in present,
        )
        for peer, other in peers
    )
    return MunicipalityPages(
        meeting,
        profile,
        setting.country,
        rows,
        _average([other for _, other in peers], profile),
        setting.atlas,
        setting.sources,
        setting.dated,
    )


def _national_pages(setting: Setting, meeting: Meeting) -> NationalPages:
    places = [MunicipalityRow(each.name, each.residents, each.last, each.index) for each in setting.by_index()]
    return NationalPages(
        meeting,
        setting.country,
        tuple(places[:ENDS]),
        tuple(places[-ENDS:]),
        setting.atlas,
        setting.sources,
        setting.dated,
    )


def _average(peers: Sequence[Profile], profile: Profile) -> Average:
    last = profile.last

    def mean(values: Sequence[float], unit: Unit, source: str = last.index.source) -> Figure:
        return Figure(sum(values) / len(values), unit, last.year, source)

    return Average(
        mean([peer.last.migration_background.value for peer in peers], Unit.PERCENT),
        mean([peer.index.value for peer in peers], Unit.INDEX, profile.index.source),
        mean([peer.last.index.value for peer in peers], Unit.INDEX),
        tuple(
            Share(origin, Figure(mean_share(peers, origin), Unit.PERCENT, last.year, last.index.source))
            for origin in BACKGROUNDS
        ),
    )


def _table_page(table: Table, setting: Setting, meeting: Meeting, telling: Mapping[str, Telling]) -> TablePage:
    people = [setting.participants[number] for number in table.seated]
    profiles = {person.code: setting.profiles[person.code] for person in people if person.code != COUNTRY}
    colleagues = [
        _colleague(person, profiles.get(person.code), telling.get(person.code, (None, None)))
        for person in people
        if person.consent
    ]
    colleagues.sort(key=lambda each: (each.municipality, each.office, each.name.last, each.name.initials))
    together = sum(profile.residents.value for profile in profiles.values())
    any_profile = next(iter(profiles.values()), setting.country)
    return TablePage(
        meeting,
        table.number,
        table.theme,
        tuple(session for session in setting.event.sessions if session.kind == "table"),
        tuple(colleagues),
        len(people) - len(colleagues),
        len(profiles),
        Figure(together, Unit.RESIDENTS, any_profile.residents.year, any_profile.residents.source),
        any_profile.grouping,
        any_profile.series_grouping,
        contrasts_of(tuple(profiles[code] for code in sorted({each.code for each in colleagues} & profiles.keys()))),
    )


def _colleague(person: Participant, profile: Profile | None, telling: Telling) -> Colleague:
    return Colleague(
        person.name,
        person.function,
        person.office,
        person.code,
        profile.name if profile else person.organisation,
        profile.residents if profile else None,
        profile.last.migration_background if profile else None,
        profile.index if profile else None,
        *telling,
    )
