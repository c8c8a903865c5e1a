"""Plans who attends which session, from the programme, the lists and what people were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reportgen.application.archive.sealed_event import sealed_event
from reportgen.application.sessions.solution_cache import cached
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import programme_file
from reportgen.domain.finding import Finding
from reportgen.domain.pack.archived_day import UnreadableDay, sessions_in
from reportgen.domain.people.participant import Participant
from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment_findings import assignment_findings
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import attendees_of
from reportgen.domain.programme.audience import AudienceReader, outsiders
from reportgen.domain.programme.event import Event, Session
from reportgen.domain.programme.leaders import leaders_in
from reportgen.domain.programme.renamed_sessions import Renamed, renamed_sessions, with_present_keys
from reportgen.domain.programme.round_findings import (
    audience_findings,
    missing_findings,
    places_of,
    programme_findings,
)
from reportgen.domain.programme.rounds import Round, Slot, rounds_of, session_key, sessions_by_slot
from reportgen.domain.programme.seating import Table
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.domain.programme.session_records import SessionHistory
from reportgen.errors import ReportgenError
from reportgen.sources.lists.programme import programme_in, programme_rows
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


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
    found = programme_findings(rows, path.name)
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
    history = _with_present_keys(session_history(workspace.ledger, workspace.people_key), workspace, rounds)
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


def _with_present_keys(history: SessionHistory, workspace: Workspace, rounds: Sequence[Round]) -> SessionHistory:
    """The same by the keys of this programme: earlier ones are in the records of editions."""
    gone = history.slots() - sessions_by_slot(rounds).keys()
    archive = Archive(workspace.paths.archive(workspace.people_key))
    renamed: Renamed = {}
    titles: dict[Slot, str] = {}
    for edition in reversed(archive.editions()):
        if gone <= titles.keys():
            break
        with suppress(UnreadableDay):
            earlier = rounds_of(sessions_in(sealed_event(archive, edition)))
            renamed = {**renamed_sessions(earlier, rounds), **renamed}
            titles = {**{slot: each.title for slot, each in sessions_by_slot(earlier).items()}, **titles}
    return replace(with_present_keys(history, renamed), former_titles=titles)


def session_history(ledger: Ledger, key: str) -> SessionHistory:
    """What people were told of their sessions, and moves by hand, as the ledger has them.

    Args:
        key: of the event's people.
    """
    sessions = ledger.sessions(key)
    return SessionHistory(sessions.told(), sessions.moves())


def rounds_in(folder: Path) -> tuple[Round, ...]:
    """The rounds of the programme of an event; none where it cannot be read."""
    try:
        return rounds_of(programme_in(programme_file(folder)))
    except ReportgenError:
        return ()
