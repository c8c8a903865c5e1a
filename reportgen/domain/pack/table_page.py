"""Content of the pages about one table: who sits there, what was discussed, and answers on its theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.domain.figures.contrasts import (
    ScoredContrast,
    TableContrast,
    TableContrastKind,
    largest_contrasts,
    scored_contrasts,
)
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.substance import tells
from reportgen.domain.pack.contents import AnsweredQuestion, Colleague, Meeting, Standout, TablePage
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.municipality_pages import columns_of
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.own_day import as_read
from reportgen.domain.programme.seating import Table


def table_page(
    table: Table,
    context: EventContext,
    meeting: Meeting,
    standouts: Mapping[str, Standout | None],
    answers: tuple[AnsweredQuestion, ...],
    contrasts: Sequence[ScoredContrast] = (),
    own: str = "",
) -> TablePage:
    """The content of the pages about a table, for its readers of one municipality, or for the others.

    Args:
        table: the table with its participants.
        context: what all packs of the event share.
        meeting: what every part shows of the meeting.
        standouts: what a municipality differs most in, by code.
        answers: questions with the answers of tables with its theme.
        contrasts: all between its municipalities, of ``table_contrasts``.
        own: code of the readers' municipality, one of ``named_codes``; its row and its contrast come first.
    """
    named = _named(table, context)
    profiles = {person.code: context.profiles[person.code] for person in named if person.code != COUNTRY}
    colleagues = [_colleague(person, profiles.get(person.code), context, standouts) for person in named]
    colleagues.sort(key=lambda each: (each.municipality, each.office, each.name.last, each.name.initials))
    colleagues.sort(key=lambda each: (each.code != own, each.code == COUNTRY))
    about = profiles[own].name if own else ""
    told = largest_contrasts(contrasts, about=about)
    return TablePage(
        meeting,
        context.subject,
        table.number,
        table.theme,
        as_read([each for each in context.event.sessions if _is_for_all(each)]),
        tuple(colleagues),
        len(table.seated) - len(colleagues),
        told if told or not own else _beside_country(about, standouts[own], context),
        context.sources if profiles else {},
        context.reports.get(table.number, ""),
        answers,
        own,
    )


def table_contrasts(table: Table, context: EventContext) -> list[ScoredContrast]:
    """All contrasts between municipalities at a table of which somebody there agreed to be named."""
    return scored_contrasts([context.profiles[code] for code in sorted(named_codes(table, context))], context.figures)


def named_codes(table: Table, context: EventContext) -> frozenset[str]:
    """Codes of the municipalities at a table of which somebody there agreed to be named."""
    return frozenset(person.code for person in _named(table, context)) - {COUNTRY}


def _beside_country(name: str, standout: Standout | None, context: EventContext) -> tuple[TableContrast, ...]:
    """What the only municipality that is shown differs most in from the country, for who reads of it alone."""
    if standout is None or standout.country is None:
        return ()
    own, country = standout.own, standout.country
    kind, nation = TableContrastKind.NATION, context.country.name
    return (TableContrast(kind, standout.measure, "", name, own, own, nation, country, country),)


def _named(table: Table, context: EventContext) -> list[Participant]:
    return [person for number in table.seated if (person := context.participants[number]).consent]


def _is_for_all(session: Session) -> bool:
    """Whether a session is a talk of everyone at a table."""
    return session.kind is SessionKind.TABLE and not session.round and not session.audience


def standout_of(profile: Profile, context: EventContext) -> Standout | None:
    """The measure in which a municipality is furthest from the country, in standard deviations; None where none is far.

    The main measure only where there is no other, as it stands in the row already. Not of a measure that grows with the
    size of a municipality, nor of few people.
    """
    figures = context.figures
    found: list[tuple[float, Standout]] = []
    for each in profile.measures:
        measure = figures.measures[each.key]
        if each.last is None or each.country is None or measure.sized or not figures.spread(each.key):
            continue
        own, country = (round(figure.value, figure.decimals) for figure in (each.last, each.country))
        if tells(each.key, each.last, each.people, figures) and abs(own - country) > measure.margin(own, country):
            found.append((abs(own - country) / figures.spread(each.key), Standout(each.key, each.last, each.country)))
    others = [pair for pair in found if pair[1].measure != figures.main] or found
    return max(others, key=lambda pair: (pair[0], pair[1].measure))[1] if others else None


def _colleague(
    person: Participant, profile: Profile | None, context: EventContext, standouts: Mapping[str, Standout | None]
) -> Colleague:
    return Colleague(
        person.name,
        person.function,
        person.office,
        person.code,
        profile.name if profile else person.organisation,
        profile.residents if profile else None,
        columns_of(profile, context) if profile else (),
        standouts.get(person.code),
    )
