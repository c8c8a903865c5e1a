"""Composes the pack of every participant from parts, which are printed separately and bound together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from reportgen.domain.answers.theme_answers import answered_questions
from reportgen.domain.canonical_json import JsonValue, canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.figures.facts import Fact, distinctive_group, facts_of, national_facts
from reportgen.domain.figures.profile import Profile
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.contents import (
    EarlierFigures,
    Meeting,
    MunicipalityPages,
    NationalPages,
    PartKind,
    Personal,
    Programme,
    Questions,
)
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.pack.municipality_pages import municipality_pages, national_pages
from reportgen.domain.pack.sections import LazyMapping, Section
from reportgen.domain.pack.table_page import table_page
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.seating import Table


@dataclass(frozen=True, slots=True)
class Pack:
    """The pack of one participant."""

    participant: Participant
    sections: tuple[Section, ...]

    @property
    def municipality(self) -> str:
        """Name of the municipality it is about, or of the country."""
        cover = self.section(PartKind.PERSONAL).content
        assert isinstance(cover, Personal)
        return cover.municipality

    def section(self, kind: PartKind) -> Section:
        """The part of a kind."""
        return next(section for section in self.sections if section.kind is kind)


def compose(context: EventContext, kind: PackKind | None = None) -> tuple[Pack, ...]:
    """The packs of all participants; a part that several of them share is the same object in each.

    Args:
        context: what all packs of the event share.
        kind: the kind of pack, which says what parts it has; None for all parts.
    """
    meeting, present = meeting_of(context.event), context.present_codes()
    event, _, questions = shared_sections(context)
    municipalities = municipality_sections(context)
    if COUNTRY in present:
        national = partial(national_pages, context, meeting)
        municipalities[COUNTRY] = Section(PartKind.MUNICIPALITY, national, fingerprint(COUNTRY))
    distinctive = LazyMapping(
        present - {COUNTRY}, lambda code: distinctive_group(context.profiles[code], context.country)
    )
    asked = LazyMapping({table.theme for table in context.tables}, lambda theme: answered_questions(theme, context))
    people = {number: _person_digest(person) for number, person in context.participants.items()}
    tables = {
        table.number: Section(
            PartKind.TABLE,
            partial(table_page, table, context, meeting, distinctive, asked),
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
    with_earlier: dict[tuple[str, str], Section] = {}
    page_one = LazyMapping(present, lambda code: _page_one(context.profiles[code], context))
    packs = []
    for number, person in context.participants.items():
        table = at[number]
        personal = Section(
            PartKind.PERSONAL,
            partial(_personal, person, table, context, meeting, page_one),
            fingerprint(people[number], str(table.number), table.theme, context.errata.get(number, "")),
        )
        about = municipalities[person.code]
        if before := context.earlier_figures.get(number):
            about = with_earlier.setdefault((person.code, before.mark), _with_earlier_figures(about, before))
        sections = {each.kind: each for each in (personal, event, about, tables[table.number], questions)}
        packs.append(Pack(person, tuple(sections[each] for each in parts[person.code == COUNTRY])))
    return tuple(packs)


def _with_earlier_figures(pages: Section, before: EarlierFigures) -> Section:
    """The pages of a municipality with the figures of an earlier pack beside them."""

    def made() -> MunicipalityPages | NationalPages:
        assert isinstance(pages.content, MunicipalityPages | NationalPages)
        return replace(pages.content, before=before)

    return Section(pages.kind, made, fingerprint(pages.input_digest, before.mark) if pages.input_digest else "")


def _person_digest(person: Participant) -> str:
    """Digest of all that the list says of a person, except for the row it stands in."""
    said = {name: each for name, each in cast(dict[str, JsonValue], to_json_value(person)).items() if name != "place"}
    return digest(canonical_json(said))


def municipality_sections(context: EventContext) -> dict[str, Section]:
    """The part about each municipality whose comparable ones are known, by code."""
    meeting, present = meeting_of(context.event), context.present_codes()

    def input_digest(code: str) -> str:
        near = context.peer_codes.get(code)
        return "" if near is None else fingerprint(code, *(each for each in near if each in present))

    return {
        code: Section(
            PartKind.MUNICIPALITY, partial(municipality_pages, code, context, meeting, present), input_digest(code)
        )
        for code in context.peers
    }


def shared_sections(context: EventContext) -> tuple[Section, ...]:
    """Parts that depend on neither participant nor municipality; that of the table has nobody at it yet."""
    meeting = meeting_of(context.event)
    event, nobody = context.event, Table(1, context.event.themes[0].name, ())
    return (
        Section(PartKind.EVENT, lambda: Programme(meeting, event)),
        Section(PartKind.TABLE, lambda: table_page(nobody, context, meeting, {}, {})),
        Section(PartKind.QUESTIONS, lambda: Questions(meeting, event.questions, event.form, event.asking)),
    )


def meeting_of(event: Event) -> Meeting:
    """What every part shows of the meeting."""
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


def _page_one(profile: Profile, context: EventContext) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """Facts of a municipality and codes of comparable ones for page one, the same for all participants from there."""
    peers = tuple(peer.code for peer in context.peers.get(profile.code, ()))
    if profile.code == COUNTRY:
        return national_facts(profile, context.profiles_by_index()), peers
    return facts_of(profile, context.country, [context.profiles[peer] for peer in peers], context.deviations), peers


def _personal(
    participant: Participant,
    table: Table,
    context: EventContext,
    meeting: Meeting,
    page_one: Mapping[str, tuple[tuple[Fact, ...], tuple[str, ...]]],
) -> Personal:
    profile, (facts, nearby) = context.profiles[participant.code], page_one[participant.code]
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
