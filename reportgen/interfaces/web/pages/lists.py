"""The list of registrations: uploading another one, checking it, and accepting or discarding it."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from reportgen.application.lists import replace
from reportgen.config.settings import Settings
from reportgen.domain.finding import Severity
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.page_timeout import people_for_page, timeout_of
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.list_columns import unread_files
from reportgen.interfaces.web.pages.setup import pages_of_findings, setup_of
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.rows.finding_rows import (
    PAGE_SIZE,
    FindingFilter,
    finding_row,
    kinds_among,
    shown_findings,
)
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.texts.change_texts import change_rows
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.reports.list_report import ListReport, difference_rows, summary_lines
from reportgen.sources.lists.sheets import MAX_BYTES

SHOWN_CHANGES = 20
"""Changes that the page of the list shows; there is a page with all of them."""

SHRUNK = (
    "Meer dan de helft van de mensen staat niet meer in deze lijst. Kijk of zij heel is, en vink dan aan dat het "
    "klopt. Er is niets veranderd."
)
COLUMN_CODES = frozenset(["column-unknown", "column-attendance", "column-wish-unclear"])


def list_page(context: WebContext, request: WebRequest) -> Page:
    """The report on the pending list, or on the present one with what mends each finding; and the form for another."""
    pending = replace.pending_list(context.paths, context.people_key)
    return _pending_page(context, request, pending) if pending else _present_page(context, request)


def _pending_page(context: WebContext, request: WebRequest, pending: replace.PendingList) -> Page:
    report, error = None, None
    try:
        report = context.pending_check.report(pending)
    except Exception as found:  # whatever the file holds, there must be a page to discard it on
        error = found
    return page(
        context,
        request,
        "list",
        **_shared(context.loaded_event.settings, context, report, error),
        pending=pending,
        differences=list(difference_rows(report)) if report else [],
        findings=[finding_row(each, None) for each in report.findings] if report else [],
        columns_ask=columns_to_ask(report),
    )


def _present_page(context: WebContext, request: WebRequest) -> Page:
    check, people_check, workspace = context.list_check, context.people_check, context.workspace(context.ledger)
    timeout = timeout_of(context)
    people_are_current = people_check.wait(timeout)
    checked = check.wait(timeout)
    report, error, people = check.value, check.error, people_check.value if people_are_current else None
    changes = people.changes if people else ()
    search = FindingFilter(
        **{each.name: request.query.get(each.name, "").strip() for each in fields(FindingFilter)},
    )
    everything = report.findings if report else ()
    shown, right_count = shown_findings(everything, changes, search)
    pages = ListPage.of(request, len(shown), PAGE_SIZE, "/lijst", asdict(search))
    rows = change_rows(people) if people else []
    mended_at = pages_of_findings(setup_of(context, workspace)[0], context.base)
    return page(
        context,
        request,
        "list",
        **_shared(workspace.settings, context, report, error),
        pending=None,
        checking=not (checked and people_are_current),
        search=search,
        severities=[each for each in Severity if any(found.severity is each for found in everything)],
        kinds=kinds_among(everything),
        count=len(shown),
        total=len(everything) - (0 if search.accepted else right_count),
        right_count=right_count,
        findings=[finding_row(each, people, mended_at) for each in pages.part(shown)],
        pages=pages,
        changes=[each for each in rows if each.can_undo and each.name][:SHOWN_CHANGES],
        change_count=len(rows),
        columns_ask=columns_to_ask(report),
    )


def _shared(
    settings: Settings, context: WebContext, report: ListReport | None, error: Exception | None
) -> dict[str, Any]:
    return {
        "lists": [path.name for path, _ in settings.lists],
        "error": error_message(error) if error else "",
        "unread_files": unread_files(context) if error else [],
        "report": report,
        "municipalities": sorted(context.municipality_names().values()) if report else [],
        "sentences": list(summary_lines(report, on_page=True))[1:] if report else [],
    }


def columns_to_ask(report: ListReport | None) -> list[str]:
    """The headings of columns of the lists that are not understood."""
    return [each.place.column for each in report.findings if each.code in COLUMN_CODES] if report else []


def changes_page(context: WebContext, request: WebRequest) -> Page:
    """All changes beside the list, also those that count no more."""
    rows = change_rows(people_for_page(context, request))
    pages = ListPage.of(request, len(rows), PAGE_SIZE, "/lijst/wijzigingen")
    return page(
        context,
        request,
        "list_changes",
        changes=pages.part(rows),
        count=len(rows),
        pages=pages,
    )


def upload_list(context: WebContext, request: WebRequest) -> Redirect:
    """Keeps an uploaded list as the pending one."""
    upload = request.files.get("bestand")
    place = request.number("welke") or 0
    if upload and upload.size > MAX_BYTES:
        megabytes = MAX_BYTES // 1_000_000
        flash(request, f"Een lijst mag hoogstens {megabytes} MB zijn. Er is niets veranderd.", "bad")
        return Redirect("/lijst")
    name, content = (upload.name, upload.read()) if upload else ("", b"")
    try:
        with context.writable_ledger() as ledger:
            pending = replace.keep_pending(context.workspace(ledger), name, content, place, request.organiser)
            context.record(ledger, request, "bring", pending.name)
    except (ReportgenError, OSError) as error:
        message = error_message(error)
        if not name.casefold().endswith(replace.KINDS):
            message = f"Kies een bestand dat eindigt op {', '.join(replace.KINDS)}."
        elif not content:
            message = "Dat bestand is leeg. Sla de lijst nog eens op."
        context.record_refusal(request.organiser, "bring", f"{name}: {message}" if name else message)
        flash(request, message, "bad", "bestand")
    return Redirect("/lijst")


def accept_list(context: WebContext, request: WebRequest) -> Redirect:
    """Replaces the present list by the pending one, if that is still the one the organiser saw."""
    try:
        with context.writable_ledger() as ledger:
            pending = replace.pending_list(context.paths, context.people_key)
            if pending is None or pending.digest != request.field("stand"):
                message = "De lijst die klaarstond is er niet meer, of is een andere. Kijk nog eens."
                flash(request, message, "bad")
                return Redirect("/lijst")
            workspace = context.workspace(ledger)
            report = context.pending_check.report(pending)
            if report.roster.shrunk and request.field("korter") != "ja":
                flash(request, SHRUNK, "bad", "korter")
                context.record_refusal(request.organiser, "accept", SHRUNK)
                return Redirect("/lijst")
            path = replace.accept_pending(workspace, pending)
            is_only = len(context.loaded_event.settings.lists) == 1
            about = pending.name if is_only else f"{pending.name} → {path.name}"
            context.record(ledger, request, "accept", about)
    except (ReportgenError, OSError) as error:
        flash(request, message := error_message(error), "bad")
        context.record_refusal(request.organiser, "accept", message)
        return Redirect("/lijst")
    told = f"De lijst {pending.name} geldt nu.{' De vorige is bewaard.' if report.roster.last else ''}"
    if left := report.tally.left_out:
        who = "1 regel krijgt" if left == 1 else f"{left} regels krijgen"
        flash(request, f"{told} {who} nog geen pakket: herstel dat hieronder, en maak daarna de pakketten.")
        return Redirect("/lijst")
    flash(request, f"{told} Maak nu de pakketten.")
    return Redirect("/")


def discard_list(context: WebContext, request: WebRequest) -> Redirect:
    """Deletes the pending list."""
    try:
        with context.writable_ledger() as ledger:
            replace.drop_pending(context.paths, context.people_key)
            context.record(ledger, request, "leave", "")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return Redirect("/lijst")
    flash(request, "De aangeboden lijst is weggegooid; de lijst die gold, geldt nog.")
    return Redirect("/lijst")
