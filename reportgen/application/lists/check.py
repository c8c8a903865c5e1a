"""Checks a registration list: its participants and findings, and the differences from the last run; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.event.readiness import event_findings, other_kinds_findings
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Severity, by_severity
from reportgen.domain.people.attendance import Attendance
from reportgen.domain.people.change_findings import with_accepted
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.people.roster import roster_of
from reportgen.render.reports.list_report import ListReport, Tally
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.lists.registrations import ListFile

NOBODY = 0
"""The number of no participant."""

OWN_FIGURES = "own-"
"""How codes of findings about the organiser's own figures begin: rows of these files are of nobody."""


def check_list(workspace: Workspace, lists: Sequence[ListFile] = (), previous: Sequence[Enrolled] = ()) -> ListReport:
    """Reads an event and its lists, and compares them with the last run.

    Args:
        lists: lists to read instead of those the event names.
        previous: the people to compare with, instead of those of the last run.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    # packs say nothing of a list, and take most of the time
    inputs = load_event(workspace, lists, only=NOBODY, enrolled=previous)
    key, ledger = workspace.people_key, workspace.ledger
    findings = (*inputs.findings, *event_findings(workspace, inputs.known), *other_kinds_findings(workspace))
    roster = roster_of(
        inputs.participants,
        previous or ledger.enrolled(key),
        {each.number for each in previous} or ledger.seats(key),
    )
    return ListReport(
        inputs.event.title,
        _tally(inputs),
        inputs.participants,
        {number: table.number for table in inputs.tables for number in table.seated},
        inputs.known.municipalities,
        roster,
        by_severity(with_accepted(findings, changes_in(workspace.folder))),
        frozenset(number for number, state in inputs.absent.items() if state is Attendance.CANCELLED),
    )


def _tally(inputs: EventInputs) -> Tally:
    taking_part = {(each.place.file, each.place.line) for each in inputs.participants}
    left_out: set[tuple[str, int]] = set()
    cancelled: set[tuple[str, int]] = set()
    figures = tuple(path.name for path, _ in inputs.settings.own_figures)
    for each in inputs.findings:
        if each.place.file.startswith(figures):
            continue  # a row with figures, not with a person
        row = (each.place.file, each.place.line)
        if row in taking_part or each.code.startswith(OWN_FIGURES):
            continue
        if each.severity is Severity.REFUSED:
            left_out.add(row)
        elif each.code == "cancelled":
            cancelled.add(row)
    counts = len(taking_part), len(cancelled - left_out), len(left_out)
    return Tally(inputs.rows, *counts, inputs.rows - sum(counts))
