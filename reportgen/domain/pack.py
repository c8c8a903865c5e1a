"""What a participant receives: the pack, composed of parts that are printed apart and bound together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.contrast import TableContrast, contrasts_of
from reportgen.domain.event import Event, Question, Session
from reportgen.domain.facts import Fact, Scale, facts_of, mean_share
from reportgen.domain.figure import Figure, Source, Unit
from reportgen.domain.municipality import Municipality
from reportgen.domain.participant import Name, Office, Participant
from reportgen.domain.peers import Peer
from reportgen.domain.population import BACKGROUNDS
from reportgen.domain.profile import Profile, Share, Year
from reportgen.domain.seating import Table


class PartKind(StrEnum):
    """The parts a pack is bound from. Nothing personal stands in any but the first."""

    PERSONAL = "personal"
    EVENT = "event"
    MUNICIPALITY = "municipality"
    TABLE = "table"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What every part says of the meeting, in running heads and on the cover."""

    key: str
    title: str
    day: str
    doors: str
    start: str
    end: str
    place: str
    organiser: str
    contact: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality on the dot map: a point in WGS84 degrees, residents, diversity index."""

    code: str
    longitude: float
    latitude: float
    residents: int
    index: float


@dataclass(frozen=True, slots=True)
class Personal:
    """The cover: the letter and page one in one minute."""

    meeting: Meeting
    participant: str
    name: Name
    function: str
    office: Office
    code: str
    municipality: str
    welcome: str
    table: int
    theme: str
    facts: tuple[Fact, ...]
    atlas: tuple[Dot, ...]
    nearby: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme, the practical things and what was studied; the same for everyone."""

    meeting: Meeting
    event: Event


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A comparable municipality as a pack shows it; ``present`` when someone of it takes part."""

    code: str
    name: str
    residents: Figure
    last: Year
    index_by_year: tuple[Figure, ...]
    likenesses: tuple[str, ...]
    present: bool


@dataclass(frozen=True, slots=True)
class Average:
    """The unweighted means over the comparable municipalities."""

    migration_background: Figure
    index: Figure
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityPages:
    """The profile, the comparison and the sources; the same for everyone of that municipality."""

    meeting: Meeting
    profile: Profile
    country: Profile
    peers: tuple[PeerRow, ...]
    average: Average
    atlas: tuple[Dot, ...]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone at the table who agreed to be named, with the main figures of the municipality."""

    name: Name
    function: str
    office: Office
    code: str
    municipality: str
    residents: Figure
    migration_background: Figure
    index: Figure


@dataclass(frozen=True, slots=True)
class TablePage:
    """Who sits at a table; the same for everyone at it. ``unnamed`` did not agree to be named."""

    meeting: Meeting
    table: int
    theme: str
    talks: tuple[Session, ...]
    colleagues: tuple[Colleague, ...]
    unnamed: int
    municipalities: int
    residents: Figure
    grouping: str
    contrasts: tuple[TableContrast, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions to prepare, with room to write; the same for everyone."""

    meeting: Meeting
    questions: tuple[Question, ...]


Content = Personal | Programme | MunicipalityPages | TablePage | Questions


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
    """What all packs of an event share; ``peers`` holds those of every municipality that takes part."""

    event: Event
    profiles: Mapping[str, Profile]
    peers: Mapping[str, tuple[Peer, ...]]
    country: Profile
    participants: Mapping[int, Participant]
    tables: Sequence[Table]
    atlas: tuple[Dot, ...]
    scale: Scale
    sources: Mapping[str, Source]


def compose(setting: Setting) -> tuple[Pack, ...]:
    """The packs of all participants; a section that several of them share is the same object in each."""
    meeting = meeting_of(setting.event)
    event = Section(PartKind.EVENT, Programme(meeting, setting.event))
    questions = Section(PartKind.QUESTIONS, Questions(meeting, setting.event.questions))
    municipalities = {
        code: Section(PartKind.MUNICIPALITY, _municipality_pages(setting.profiles[code], setting, meeting))
        for code in setting.peers
    }
    tables = {table.number: Section(PartKind.TABLE, _table_page(table, setting, meeting)) for table in setting.tables}
    at = {number: table for table in setting.tables for number in table.seated}
    packs = []
    for person in setting.participants.values():
        profile, table = setting.profiles[person.code], at[person.number]
        personal = Section(PartKind.PERSONAL, _personal(person, profile, table, setting, meeting))
        sections = (personal, event, municipalities[person.code], tables[table.number], questions)
        packs.append(Pack(person, profile.name, sections))
    return tuple(packs)


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


def atlas_of(municipalities: Mapping[str, Municipality], profiles: Mapping[str, Profile]) -> tuple[Dot, ...]:
    """All municipalities as dots, the largest first so that small ones stay visible on top."""
    dots = (
        Dot(each.code, each.longitude, each.latitude, each.residents, profiles[each.code].last.index.value)
        for each in municipalities.values()
        if each.code in profiles
    )
    return tuple(sorted(dots, key=lambda dot: (-dot.residents, dot.code)))


def _personal(participant: Participant, profile: Profile, table: Table, setting: Setting, meeting: Meeting) -> Personal:
    peers = setting.peers[profile.code]
    return Personal(
        meeting,
        participant_id(setting.event.key, participant.number),
        participant.name,
        participant.function,
        participant.office,
        profile.code,
        profile.name,
        setting.event.welcome,
        table.number,
        table.theme,
        facts_of(profile, setting.country, [setting.profiles[peer.code] for peer in peers], setting.scale),
        setting.atlas,
        tuple(peer.code for peer in peers),
    )


def _municipality_pages(profile: Profile, setting: Setting, meeting: Meeting) -> MunicipalityPages:
    present = {person.code for person in setting.participants.values()}
    peers = [(peer, setting.profiles[peer.code]) for peer in setting.peers[profile.code]]
    rows = tuple(
        PeerRow(
            other.code,
            other.name,
            other.residents,
            other.last,
            tuple(year.index for year in other.years),
            peer.likenesses,
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
    )


def _average(peers: Sequence[Profile], profile: Profile) -> Average:
    last = profile.last

    def mean(values: Sequence[float], unit: Unit) -> Figure:
        return Figure(sum(values) / len(values), unit, last.year, last.index.source)

    return Average(
        mean([peer.last.migration_background.value for peer in peers], Unit.PERCENT),
        mean([peer.last.index.value for peer in peers], Unit.INDEX),
        tuple(
            Share(origin, Figure(mean_share(peers, origin), Unit.PERCENT, last.year, last.index.source))
            for origin in BACKGROUNDS
        ),
    )


def _table_page(table: Table, setting: Setting, meeting: Meeting) -> TablePage:
    people = [setting.participants[number] for number in table.seated]
    profiles = {person.code: setting.profiles[person.code] for person in people}
    colleagues = [
        Colleague(
            person.name,
            person.function,
            person.office,
            person.code,
            profiles[person.code].name,
            profiles[person.code].residents,
            profiles[person.code].last.migration_background,
            profiles[person.code].last.index,
        )
        for person in people
        if person.consent
    ]
    colleagues.sort(key=lambda each: (each.municipality, each.office, each.name.last, each.name.initials))
    together = sum(profile.residents.value for profile in profiles.values())
    any_profile = next(iter(profiles.values()))
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
        contrasts_of(tuple(profiles[code] for code in sorted(profiles))),
    )
