"""Loads the sessions of an event and who attends them, without composing any pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.application.build.load_event import event_with_programme
from reportgen.application.figures.event_figures import event_figures
from reportgen.application.lists.enrolled_lists import enrolment_of
from reportgen.application.lists.read_lists import registrations_of
from reportgen.application.sessions.plan_sessions import plan_sessions
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import programme_file
from reportgen.domain.finding import Finding, by_severity
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.programme.event import Event
from reportgen.domain.programme.rounds import rounds_of
from reportgen.domain.programme.seating import Table, seat
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.lists.programme import programme_in

SESSION_FINDINGS = ("wish", "session", "round", "room", "audience", "leader", "assignment", "capacity", "column-wish")
"""How the codes of findings about sessions begin."""


@dataclass(frozen=True, slots=True)
class LoadedSessions:
    """The sessions of an event.

    Attributes:
        participants: by number.
        municipalities: code → name.
        tables: those of the participants, whose themes may be the audience of a session.
        findings: about programme, wishes and result.
        about_lists: those of the findings that are about rows of lists, whoever attends what.
    """

    event: Event
    participants: Mapping[int, Participant]
    municipalities: Mapping[str, str]
    tables: tuple[Table, ...]
    plan: SessionPlan
    findings: tuple[Finding, ...]
    about_lists: tuple[Finding, ...] = ()


def load_sessions(workspace: Workspace) -> LoadedSessions:
    """The sessions of an event with who attends them, as the next build gives them; nothing is recorded.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    loaded, ledger, key = workspace.loaded, workspace.ledger, workspace.people_key
    known = event_figures(loaded, workspace.paths, workspace.day)
    event = event_with_programme(loaded, known.names)
    registrations, about_rows = registrations_of(loaded.settings, known.names, rounds=rounds_of(event.sessions))
    enrolment = enrolment_of(registrations, known.names, ledger.enrolled(key))
    comparability = Comparability(known.figures, event.kinds)
    tables = seat(enrolment.participants, event.themes, comparability, loaded.settings.seats, ledger.seats(key))
    plan, about_sessions = plan_sessions(workspace, event, enrolment.participants, tables, known.municipalities)
    about_lists = tuple(each for each in (*about_rows, *enrolment.findings) if _is_about_sessions(each))
    participants = {each.number: each for each in enrolment.participants}
    findings = by_severity((*about_lists, *about_sessions))
    return LoadedSessions(event, participants, known.municipalities, tables, plan, findings, about_lists)


def sessions_in_rounds(workspace: Workspace) -> LoadedSessions | None:
    """The same; None, and no list is read, where the programme has no rounds.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    if not rounds_of(programme_in(programme_file(workspace.folder))):
        return None
    return load_sessions(workspace)


def planned_again(workspace: Workspace, loaded: LoadedSessions) -> LoadedSessions:
    """The same event with what its ledger says now; no list is read again.

    Raises:
        ConfigurationError: the programme cannot be read.
    """
    people = tuple(loaded.participants.values())
    plan, findings = plan_sessions(workspace, loaded.event, people, loaded.tables, loaded.municipalities)
    return replace(loaded, plan=plan, findings=by_severity((*loaded.about_lists, *findings)))


def sessions_of(workspace: Workspace, loaded: LoadedSessions, number: int) -> LoadedSessions:
    """The same with the findings about one participant only.

    Raises:
        UsageError: there is no such participant.
    """
    person = loaded.participants.get(number)
    if person is None:
        raise UsageError(
            said("There is no participant {number}", number=number),
            where=str(workspace.folder),
            todo=said("see all with: reportgen sessions {folder}", folder=workspace.folder),
        )
    row = (person.place.file, person.place.line)
    theirs = tuple(each for each in loaded.findings if (each.place.file, each.place.line) == row)
    return replace(loaded, findings=theirs)


def _is_about_sessions(each: Finding) -> bool:
    return each.code.startswith(SESSION_FINDINGS) or each.code == "two-wishes"
