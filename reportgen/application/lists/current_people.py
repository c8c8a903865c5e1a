"""The people of the newest accepted list: who takes part, who cancelled, and whose row is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.application.figures.event_figures import event_figures
from reportgen.application.lists.enrolled_lists import enrolment_of
from reportgen.application.lists.read_lists import registrations_of
from reportgen.application.sessions.plan_sessions import rounds_in
from reportgen.application.workspace import Workspace
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.domain.finding import Finding
from reportgen.domain.people.change_findings import with_accepted
from reportgen.domain.people.enrolment import Absentee
from reportgen.domain.people.participant import Participant
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.names.municipalities import MunicipalityNames


@dataclass(frozen=True, slots=True)
class CurrentPeople:
    """The people of the newest accepted list, by number.

    Attributes:
        loaded: event.toml as it was when the list was read.
        names: the municipalities on the day of the event.
        participants: who takes part; who has no number yet stands behind the others under the next ones.
        absentees: who is on the list with a number and does not take part: cancelled, or the row is left out.
        municipalities: code → name.
        findings: about all rows.
    """

    loaded: LoadedEvent
    names: MunicipalityNames
    participants: Mapping[int, Participant]
    absentees: Mapping[int, Absentee]
    municipalities: Mapping[str, str]
    findings: tuple[Finding, ...]


def current_people(workspace: Workspace) -> CurrentPeople:
    """The people of the newest accepted list: the lists that event.toml names, both as they are on disk now.

    Nothing is composed, and nothing is recorded.

    Raises:
        ReportgenError: event.toml, a list or the figures cannot be read at all.
    """
    loaded = load_event_file(workspace.folder, workspace.loaded.kind)
    known = event_figures(loaded, workspace.paths, workspace.day)
    names = known.names
    registrations, row_findings = registrations_of(loaded.settings, names, rounds=rounds_in(loaded.settings.folder))
    enrolment = enrolment_of(registrations, names, workspace.ledger.enrolled(workspace.people_key))
    return CurrentPeople(
        loaded,
        names,
        {each.number: each for each in enrolment.participants},
        {each.number: each for each in enrolment.absentees},
        known.municipalities,
        with_accepted((*row_findings, *enrolment.findings), changes_in(workspace.folder)),
    )
