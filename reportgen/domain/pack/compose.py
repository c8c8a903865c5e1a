"""What a participant receives: the pack, composed of parts that are printed apart and bound together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from reportgen.domain.answers.theme_answers import answered_questions
from reportgen.domain.canonical_json import JsonValue, canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.figures.facts import Fact, distinctive_group, facts_of, mean_share, national_facts
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.population import BACKGROUNDS
from reportgen.domain.figures.profile import Profile, Share
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.contents import (
    Average,
    EarlierFigures,
    Meeting,
    MunicipalityPages,
    MunicipalityRow,
    NationalPages,
    PartKind,
    PeerRow,
    Personal,
    Programme,
    Questions,
)
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.pack.sections import LazyMapping, Section
from reportgen.domain.pack.table_page import table_page
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.seating import Table


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one participant receives on paper."""

    participant: Participant
    sections: tuple[Section, ...]

    @property
    def municipality(self) -> str:
        """The name of the municipality it is about, or of the country."""
        cover = self.section(PartKind.PERSONAL).content
        assert isinstance(cover, Personal)
        return cover.municipality

    def section(self, kind: PartKind) -> Section:
        """The section of a kind."""
        return next(section for section in self.sections if section.kind is kind)


ENDS = 4
"""Municipalities at either end of the list on the national page."""


def compose(context: EventContext, kind: PackKind | None = None) -> tuple[Pack, ...]:
    """The packs of all participants; a section that several of them share is the same object in each.

    Args:
        kind: says which parts a pack has; without it all of them.
    """
    meeting, present = meeting_of(context.event), context.present_codes()
    event, _, questions = shared_sections(context)
    municipalities = municipality_sections(context)
    if COUNTRY in present:
        national = partial(_national_pages, context, meeting)
        municipalities[COUNTRY] = Section(PartKind.MUNICIPALITY, national, fingerprint(COUNTRY))
    telling = LazyMapping(present - {COUNTRY}, lambda code: distinctive_group(context.profiles[code], context.country))
    asked = LazyMapping({table.theme for table in context.tables}, lambda theme: answered_questions(theme, context))
    people = {number: _mark(person) for number, person in context.participants.items()}
    tables = {
        table.number: Section(
            PartKind.TABLE,
            partial(table_page, table, context, meeting, telling, asked),
            fingerprint(
                str(table.number),
                table.theme,
                *(people[number] for number in table.seated),
                context.reports.get(table.number, ""),
                digest(canonical_json(to_json_value(asked[table.theme]))),
            ),
        )
        for table in context.tables
    }
    at = {number: table for table in context.tables for number in table.seated}
    parts = {about: kind.part_kinds(about) if kind else tuple(PartKind) for about in (False, True)}
    looking_back: dict[tuple[str, str], Section] = {}
    minutes = LazyMapping(present, lambda code: _minute(context.profiles[code], context))
    packs = []
    for number, person in context.participants.items():
        table = at[number]
        personal = Section(
            PartKind.PERSONAL,
            partial(_personal, person, table, context, meeting, minutes),
            fingerprint(people[number], str(table.number), table.theme, context.errata.get(number, "")),
        )
        about = municipalities[person.code]
        if before := context.earlier_figures.get(number):
            about = looking_back.setdefault((person.code, before.mark), _looking_back(about, before))
        sections = {each.kind: each for each in (personal, event, about, tables[table.number], questions)}
        packs.append(Pack(person, tuple(sections[each] for each in parts[person.code == COUNTRY])))
    return tuple(packs)


def _looking_back(pages: Section, before: EarlierFigures) -> Section:
    """The same pages, with the figures of an earlier pack."""

    def made() -> MunicipalityPages | NationalPages:
        assert isinstance(pages.content, MunicipalityPages | NationalPages)
        return replace(pages.content, before=before)

    return Section(pages.kind, made, fingerprint(pages.input_digest, before.mark) if pages.input_digest else "")


def _mark(person: Participant) -> str:
    """One mark over all that the list says of a person, wherever in it that stands."""
    said = {name: each for name, each in cast(dict[str, JsonValue], to_json_value(person)).items() if name != "place"}
    return digest(canonical_json(said))


def municipality_sections(context: EventContext) -> dict[str, Section]:
    """What packs say of each municipality of which the comparable ones are known, by code."""
    meeting, present = meeting_of(context.event), context.present_codes()

    def follows(code: str) -> str:
        near = context.peer_codes.get(code)
        return "" if near is None else fingerprint(code, *(each for each in near if each in present))

    return {
        code: Section(
            PartKind.MUNICIPALITY, partial(_municipality_pages, code, context, meeting, present), follows(code)
        )
        for code in context.peers
    }


def shared_sections(context: EventContext) -> tuple[Section, ...]:
    """What stands in a pack beside who gets it and their municipality, with a table at which nobody is named yet."""
    meeting = meeting_of(context.event)
    event, nobody = context.event, Table(1, context.event.themes[0].name, ())
    return (
        Section(PartKind.EVENT, lambda: Programme(meeting, event)),
        Section(PartKind.TABLE, lambda: table_page(nobody, context, meeting, {}, {})),
        Section(PartKind.QUESTIONS, lambda: Questions(meeting, event.questions, event.form, event.asking)),
    )


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


def _minute(profile: Profile, context: EventContext) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """What page one says of a municipality, the same to all of it: the facts, and who is comparable."""
    peers = tuple(peer.code for peer in context.peers.get(profile.code, ()))
    if profile.code == COUNTRY:
        return national_facts(profile, context.profiles_by_index()), peers
    return facts_of(profile, context.country, [context.profiles[peer] for peer in peers], context.deviations), peers


def _personal(
    participant: Participant,
    table: Table,
    context: EventContext,
    meeting: Meeting,
    minutes: Mapping[str, tuple[tuple[Fact, ...], tuple[str, ...]]],
) -> Personal:
    profile, (facts, nearby) = context.profiles[participant.code], minutes[participant.code]
    return Personal(
        meeting,
        participant_id(context.event.key, participant.number),
        participant.name,
        participant.function,
        participant.office,
        participant.salutation,
        profile.code,
        profile.name,
        participant.organisation,
        context.event.welcome,
        context.event.letter,
        context.event.subject,
        table.number,
        table.theme,
        facts,
        context.map_dots,
        nearby,
        context.errata.get(participant.number, ""),
    )


def _municipality_pages(
    code: str, context: EventContext, meeting: Meeting, present: Collection[str]
) -> MunicipalityPages:
    profile = context.profiles[code]
    peers = [(peer, context.profiles[peer.code]) for peer in context.peers[code]]
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
        context.country,
        rows,
        _average([other for _, other in peers], profile),
        context.map_dots,
        context.sources,
        context.figures_date,
    )


def _national_pages(context: EventContext, meeting: Meeting) -> NationalPages:
    places = [MunicipalityRow(each.name, each.residents, each.last, each.index) for each in context.profiles_by_index()]
    return NationalPages(
        meeting,
        context.country,
        tuple(places[:ENDS]),
        tuple(places[-ENDS:]),
        context.map_dots,
        context.sources,
        context.figures_date,
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
