"""Content of the pages about one table: who sits there, what was discussed, and answers on its theme."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.domain.figures.contrasts import contrasts_of
from reportgen.domain.figures.facts import DistinctiveGroup
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.profile import Profile
from reportgen.domain.pack.contents import AnsweredQuestion, Colleague, Meeting, TablePage
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.seating import Table


def table_page(
    table: Table,
    context: EventContext,
    meeting: Meeting,
    distinctive: Mapping[str, DistinctiveGroup],
    asked: Mapping[str, tuple[AnsweredQuestion, ...]],
) -> TablePage:
    """The content of the pages about a table, the same for everyone at it.

    Args:
        table: the table with its participants.
        context: what all packs of the event share.
        meeting: what every part shows of the meeting.
        distinctive: the most distinctive origin group of a municipality, by code.
        asked: questions with their answers, by theme.
    """
    people = [context.participants[number] for number in table.seated]
    profiles = {person.code: context.profiles[person.code] for person in people if person.code != COUNTRY}
    colleagues = [
        _colleague(person, profiles.get(person.code), distinctive.get(person.code, (None, None)))
        for person in people
        if person.consent
    ]
    colleagues.sort(key=lambda each: (each.municipality, each.office, each.name.last, each.name.initials))
    together = sum(profile.residents.value for profile in profiles.values())
    any_profile = next(iter(profiles.values()), context.country)
    return TablePage(
        meeting,
        table.number,
        table.theme,
        tuple(session for session in context.event.sessions if session.kind == "table"),
        tuple(colleagues),
        len(people) - len(colleagues),
        len(profiles),
        Figure(together, Unit.RESIDENTS, any_profile.residents.year, any_profile.residents.source),
        any_profile.grouping,
        any_profile.series_grouping,
        contrasts_of(tuple(profiles[code] for code in sorted({each.code for each in colleagues} & profiles.keys()))),
        context.reports.get(table.number, ""),
        asked.get(table.theme, ()),
    )


def _colleague(person: Participant, profile: Profile | None, distinctive: DistinctiveGroup) -> Colleague:
    return Colleague(
        person.name,
        person.function,
        person.office,
        person.code,
        profile.name if profile else person.organisation,
        profile.residents if profile else None,
        profile.last.migration_background if profile else None,
        profile.index if profile else None,
        *distinctive,
    )
