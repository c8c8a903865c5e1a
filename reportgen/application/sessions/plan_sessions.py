"""Plans who attends which session, from the programme, the lists and what people were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reportgen.application.sessions.programme_letters import letter_findings
from reportgen.application.sessions.session_history import present_history
from reportgen.application.sessions.solution_cache import cached
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import programme_file
from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment_findings import assignment_findings
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import attendees_of
from reportgen.domain.programme.audience import AudienceReader, outsiders
from reportgen.domain.programme.event import Event, Session
from reportgen.domain.programme.leaders import leaders_in
from reportgen.domain.programme.round_findings import (
    audience_findings,
    missing_findings,
    places_of,
    programme_findings,
)
from reportgen.domain.programme.rounds import Round, Slot, rounds_of, session_key
from reportgen.domain.programme.seating import Table
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.errors import ReportgenError
from reportgen.sources.lists.programme import programme_in, programme_rows, programme_sheet


def plan_sessions(
    workspace: Workspace,
    event: Event,
    participants: Sequence[Participant],
    tables: Sequence[Table],
    municipalities: Mapping[str, str],
) -> tuple[SessionPlan, tuple[Finding, ...]]:
    """Who attends which session, and findings about programme, wishes and result.

    Args:
        event: with its programme.
        tables: the tables of the participants, whose themes may be the audience of a session.
        municipalities: code → name.

    Raises:
        ConfigurationError: the programme cannot be read.
    """
    path = programme_file(workspace.folder)
    rows = [(each.line, each.session) for each in programme_rows(path)]
    about = programme_sheet(path).findings
    found = (*about, *programme_findings(rows, path.name), *letter_findings(rows, path.name))
    rounds, places = rounds_of(event.sessions), places_of(rows, path.name)
    reader = AudienceReader(participants, tables, event.kinds, municipalities, rounds)
    by_slot: dict[Slot, Session] = {}
    for each in event.sessions:
        by_slot.setdefault(Slot(each.round, session_key(each)), each)
    audiences = {slot: reader.audience_of(each) for slot, each in by_slot.items() if each.audience}
    titles = {slot: each.title for slot, each in by_slot.items()}
    found = (*found, *audience_findings(audiences, titles, places))
    invited = {slot.session: each.people for slot, each in audiences.items() if not (slot.round or each.everyone)}
    if not rounds:
        return SessionPlan(invited=invited), found
    leaders, about_leaders = leaders_in(rounds, participants, places)
    history = present_history(workspace, rounds)
    attendees, by_hand = attendees_of(participants, rounds, leaders, history)
    solve = cached(workspace.paths.solution_cache(workspace.people_key))
    assignment = assign(rounds, attendees, solve, Rules(audiences, workspace.settings.spread_colleagues))
    wishes = {each.number: each.wishes for each in participants}
    others = outsiders(assignment, leaders, audiences)
    plan = SessionPlan(rounds, assignment, leaders, wishes, invited, history, others)
    findings = (
        *found,
        *missing_findings(rounds, places),
        *about_leaders,
        *by_hand,
        *assignment_findings(plan, participants, places, path.name),
    )
    return plan, findings


def rounds_in(folder: Path) -> tuple[Round, ...]:
    """The rounds of the programme of an event; none where it cannot be read."""
    try:
        return rounds_of(programme_in(programme_file(folder)))
    except ReportgenError:
        return ()
