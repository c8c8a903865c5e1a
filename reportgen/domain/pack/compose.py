"""Composes the pack of every participant from parts, which are printed separately and bound together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from reportgen.domain.answers.theme_answers import answered_questions
from reportgen.domain.canonical_json import JsonValue, canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.figures.facts import Fact, FactKind, facts_of, national_facts
from reportgen.domain.figures.headline import Headline
from reportgen.domain.figures.headline_choice import headline_of, national_headline
from reportgen.domain.identifiers import participant_id
from reportgen.domain.pack.contents import (
    AnsweredQuestion,
    Meeting,
    MunicipalityPages,
    NationalPages,
    PartKind,
    Personal,
    Questions,
)
from reportgen.domain.pack.earlier_figures import EarlierFigures
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.pack.municipality_pages import municipality_pages, national_pages
from reportgen.domain.pack.programme_page import NOBODY, day_of, first_part, leading_of, programme_of
from reportgen.domain.pack.sections import LazyMapping, Section
from reportgen.domain.pack.subject_text import Strip, strip_of
from reportgen.domain.pack.table_page import named_codes, standout_of, table_contrasts, table_page
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.comparable import has_nearest
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.guest_texts import as_guests_read, as_municipalities_read
from reportgen.domain.programme.own_day import OwnPart
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
    days = {number: day_of(number, context) for number in context.participants}
    texts = _by_reader(context)  # what guests read, only where that is something else
    as_guest = {number: True in texts and each.code == COUNTRY for number, each in context.participants.items()}
    programmes = {
        (day, guest): Section(PartKind.EVENT, partial(programme_of, day, texts[guest], meeting))
        for day, guest in dict.fromkeys((days[number], as_guest[number]) for number in days)
    }
    leading = {number for numbers in context.sessions.leaders.values() for number in numbers}
    municipalities = municipality_sections(context)
    if COUNTRY in present and context.subject:
        national = partial(national_pages, context, meeting)
        municipalities[COUNTRY] = Section(PartKind.MUNICIPALITY, national, fingerprint(COUNTRY))
    questions = {guest: _question_sections(each, meeting, present) for guest, each in texts.items()}
    standouts = LazyMapping(present - {COUNTRY}, lambda code: standout_of(context.profiles[code], context))
    asked = LazyMapping(
        [(table.theme, guest) for table in context.tables for guest in texts],
        lambda key: answered_questions(key[0], texts[key[1]]),
    )
    people = {number: _person_digest(person) for number, person in context.participants.items()}
    named = {table.number: named_codes(table, context) for table in context.tables}
    contrasts = LazyMapping(context.tables, lambda table: table_contrasts(table, context))

    def about_table(table: Table, own: str, answers: tuple[AnsweredQuestion, ...]) -> Section:
        return Section(
            PartKind.TABLE,
            lambda: table_page(table, context, meeting, standouts, answers, contrasts[table], own),
            fingerprint(
                str(table.number),
                table.theme,
                own,
                *(people[number] for number in table.seated),
                context.reports.get(table.number, ""),
                digest(canonical_json(to_json_value(answers))),
            ),
        )

    has_own_tables = kind is None or kind.has_pages_for("table")
    tables: dict[tuple[int, str, bool], Section] = {}
    at = {number: table for table in context.tables for number in table.seated}
    parts = {about: kind.part_kinds(about) if kind else tuple(PartKind) for about in (False, True)}
    with_earlier: dict[tuple[str, str], Section] = {}
    page_one = LazyMapping(present, lambda code: _page_one(code, context))
    packs = []
    for number, person in context.participants.items():
        table, first, guest = at[number], first_part(days[number]), as_guest[number]
        personal = Section(
            PartKind.PERSONAL,
            partial(_personal, person, table, texts[guest], meeting, page_one, first),
            fingerprint(
                people[number],
                str(table.number),
                table.theme,
                context.errata.get(number, ""),
                before.mark if (before := context.earlier_figures.get(number)) else "",
                digest(canonical_json(to_json_value(first))),
            ),
        )
        code = person.code if has_own_tables and person.code in named[table.number] else ""
        answers = asked[table.theme, guest]
        apart = table.number, code, guest and answers != asked[table.theme, False]
        if (at_table := tables.get(apart)) is None:
            at_table = tables[apart] = about_table(table, code, answers)
        own = (personal, programmes[days[number], guest], at_table, questions[guest][person.code])
        sections = {each.kind: each for each in own}
        if number in leading:
            sections[PartKind.LEADING] = Section(PartKind.LEADING, partial(leading_of, number, context, meeting))
        if about := municipalities.get(person.code):
            if before := context.earlier_figures.get(number):
                about = with_earlier.setdefault((person.code, before.mark), _with_earlier_figures(about, before))
            sections[PartKind.MUNICIPALITY] = about
        packs.append(Pack(person, tuple(sections[each] for each in parts[person.code == COUNTRY] if each in sections)))
    return tuple(packs)


def _by_reader(context: EventContext) -> dict[bool, EventContext]:
    """The context with the texts of the event as they are read: False for all, True for guests where theirs differ."""
    general, for_guests = as_municipalities_read(context.event), as_guests_read(context.event)
    found = {False: replace(context, event=general)}
    return found if for_guests == general else {**found, True: replace(context, event=for_guests)}


def _question_sections(context: EventContext, meeting: Meeting, present: Collection[str]) -> Mapping[str, Section]:
    """The part with the questions by municipality; one for all where no question is about a figure."""
    event = context.event
    if context.subject is None or not any(each.about in context.subject.measures for each in event.questions):
        shared = Section(PartKind.QUESTIONS, lambda: Questions(meeting, event.questions, event.form, event.asking))
        return dict.fromkeys(present, shared)
    return LazyMapping(present, lambda code: Section(PartKind.QUESTIONS, partial(_questions, code, context, meeting)))


def _questions(code: str, context: EventContext, meeting: Meeting) -> Questions:
    event, profile = context.event, context.profiles[code]
    by_key = {each.key: each for each in profile.measures}
    figures = tuple(by_key.get(each.about) for each in event.questions)
    return Questions(meeting, event.questions, event.form, event.asking, context.subject, profile.name, figures)


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
    if context.subject is None:
        return {}
    meeting, tables = meeting_of(context.event), context.tables_of()

    def input_digest(code: str) -> str:
        near = context.peer_codes.get(code)
        return "" if near is None else fingerprint(code, *(f"{each} {tables.get(each, ())}" for each in near))

    return {
        code: Section(PartKind.MUNICIPALITY, partial(municipality_pages, code, context, meeting), input_digest(code))
        for code in context.peers
    }


def shared_sections(context: EventContext) -> tuple[Section, ...]:
    """Parts that depend on neither participant nor municipality; that of the table has nobody at it yet."""
    context = _by_reader(context)[False]
    meeting, day = meeting_of(context.event), day_of(NOBODY, context)
    event, nobody = context.event, Table(1, context.event.themes[0].name, ())
    return (
        Section(PartKind.EVENT, partial(programme_of, day, context, meeting)),
        Section(PartKind.TABLE, lambda: table_page(nobody, context, meeting, {}, ())),
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


@dataclass(frozen=True, slots=True)
class _PageOne:
    """What page one tells of a municipality, the same for all participants from there."""

    headline: Headline | None = None
    facts: tuple[Fact, ...] = ()
    strips: tuple[Strip | None, ...] = ()
    nearby: tuple[str, ...] = ()


def _page_one(code: str, context: EventContext) -> _PageOne:
    if context.subject is None:
        return _PageOne()
    profile = context.profiles[code]
    if code == COUNTRY:
        headline = national_headline(profile, context.figures)
        facts = national_facts(profile, context.figures, headline.measure if headline else "")
        return _PageOne(headline, facts, tuple(_fact_strip(fact, context) for fact in facts))
    near = context.peers.get(code, ())
    nearest = sorted(near, key=lambda peer: peer.distance)  # those of the organiser's types go first on other pages
    comparable = [context.profiles[peer.code] for peer in nearest if peer.close]
    headline = headline_of(profile, comparable, context.figures, has_nearest(near))
    facts = facts_of(profile, comparable, context.figures, headline)
    strips = tuple(_fact_strip(fact, context) for fact in facts)
    return _PageOne(headline, facts, strips, tuple(peer.code for peer in near))


def _fact_strip(fact: Fact, context: EventContext) -> Strip | None:
    """All municipalities in what the rank of a fact counts: changes, or values; None for ranges and size classes."""
    if fact.kind is FactKind.WITHIN or fact.scope:
        return None
    if fact.kind is FactKind.PAST:
        return strip_of(fact.measure, context.figures.changes(fact.measure), context.figures)
    return context.strips.get(fact.measure)


def _personal(
    participant: Participant,
    table: Table,
    context: EventContext,
    meeting: Meeting,
    page_one: Mapping[str, _PageOne],
    first_part: OwnPart | None,
) -> Personal:
    profile, first = context.profiles[participant.code], page_one[participant.code]
    before = context.earlier_figures.get(participant.number)
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
        context.subject,
        first.headline,
        first.facts,
        first.strips,
        context.map,
        first.nearby,
        context.errata.get(participant.number, ""),
        first_part,
        before is not None and before.name == profile.name and not before.joined,
    )
