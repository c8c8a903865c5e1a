"""The first page, with what waits for a person; and the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reportgen.application.delivery.forecast import projection_for
from reportgen.application.event.setup_list import StepState
from reportgen.application.figures.figure_ages import figure_ages
from reportgen.domain.delivery.states import LetterKind, State
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.programme.assignment_findings import WITHOUT_SESSION
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.background_value import StillWorking
from reportgen.interfaces.web.background.page_timeout import figures_for_page
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.figures import tables_in_use
from reportgen.interfaces.web.pages.setup import pages_of_findings, setup_of, step_rows
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, page
from reportgen.interfaces.web.rows.audit_lines import found_lines
from reportgen.interfaces.web.rows.participant_list import GONE, NEEDS_ATTENTION, participant_rows, state_counts
from reportgen.interfaces.web.rows.session_rows import without_session
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.storage.ledger.audit import AuditQuery


def overview(context: WebContext, request: WebRequest) -> Page:
    """The overview: time left, states of the letters, what needs attention, figures, last actions."""
    ledger, now = context.ledger, context.clock()
    workspace, check = context.workspace(ledger), context.list_check
    steps, is_read = setup_of(context, workspace)
    has_rounds = context.has_rounds()
    # One after the other: the check of the list assigns the sessions too, and what was solved is not solved again.
    checked = is_read and (not has_rounds or context.session_check.is_current())
    nowhere = without_session(context.session_check.value) if has_rounds else {}
    letters = ledger.deliveries(context.key)
    everyone = participant_rows(context, letters)
    attention = [row for row in everyone if row.needs_attention]
    failed = [each for each in letters if each.kind is LetterKind.MESSAGE and each.state in NEEDS_ATTENTION]
    told = {finding for each in steps.steps if each.state is StepState.BLOCKED for finding in each.findings}
    window = workspace.settings.rules.window
    report = check.value if is_read else None  # what an older list had is not told
    return page(
        context,
        request,
        "overview",
        now=now,
        setup_left=[each for each in step_rows(steps, context.base) if each.state == StepState.BLOCKED],
        counts=state_counts(everyone),
        names={row.number: row.name for row in everyone},
        attention=attention[:10],
        attention_count=len(attention),
        messages_failed=failed[:10],
        messages_failed_count=len(failed),
        report=report,
        findings=[each for each in report.findings if each not in told and _waits(each, nowhere)] if report else [],
        pages=pages_of_findings(steps, context.base),
        nowhere=nowhere,
        gone=[row for row in everyone if row.state == GONE and row.cancellation == State.PRINTED],
        readdressed=[row for row in everyone if row.new_address],
        list_error=error_message(check.error) if check.error else "",
        list_checked=checked,
        projection=projection_for(workspace, letters=letters),
        window=window,
        seconds_left=(window.not_after - now).total_seconds(),
        due=sum(each.is_due(now) for each in letters),
        waiting=sum(each.state is State.PRINTED for each in letters),
        answers_waiting=ledger.answers(context.people_key).reviews.count_waiting(),
        cancellations_waiting=sum(row.cancellation == State.PRINTED for row in everyone),
        window_open=window.is_open(now),
        **_figures(context, request, workspace.loaded.event.day),
        audit=found_lines(ledger.audit(), context.people_key, AuditQuery(), context.jobs.state, 8),
        last_change=max((row.since for row in everyone if row.since), default=None),
        automatic_release=workspace.settings.automatic_release,
        next_retry=min(
            filter(None, (each.waits_until(now) for each in letters if each.state is State.DEFERRED)),
            default=None,
        ),
    )


def _figures(context: WebContext, request: WebRequest, day: date) -> dict[str, Any]:
    """The tables in use and of which time the figures are, for a meeting on a day; None where they cannot be read."""
    try:
        known, fetched = figures_for_page(context, request)
    except (StillWorking, ReportgenError) as why:
        return {"figures": None, "ages": (), "figures_unfinished": isinstance(why, StillWorking)}
    tables = tables_in_use(known, fetched, context.clock().date())
    return {"figures": tables, "ages": figure_ages(known, day), "figures_unfinished": False}


def _waits(each: Finding, nowhere: Mapping[str, tuple[str, int]]) -> bool:
    """Whether a finding waits for a person, and is not told by a line of its own."""
    return each.severity != Severity.NOTED and not (nowhere and each.code in WITHOUT_SESSION)
