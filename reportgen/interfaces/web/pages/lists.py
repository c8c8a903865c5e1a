"""The list of registrations: uploading another one, checking it, and accepting or discarding it."""

from __future__ import annotations

from reportgen.application.lists import replace
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.render.reports.list_report import difference_rows, summary_lines
from reportgen.sources.lists.sheets import MAX_BYTES


def list_page(context: WebContext, request: WebRequest) -> Page:
    """The report on the pending list, or on the present one; and the form to upload another."""
    pending = replace.pending_list(context.paths, context.people_key)
    if pending is None:
        report, error = context.list_check.current(), context.list_check.error
    else:
        report, error = None, None
        try:
            report = context.pending_check.report(pending)
        except Exception as found:  # whatever the file holds, there must be a page to discard it on
            error = found
    return page(
        context,
        request,
        "list",
        lists=[path.name for path, _ in context.loaded_event.settings.lists],
        pending=pending,
        error=error_message(error) if error else "",
        report=report,
        sentences=list(summary_lines(report, on_page=True))[1:] if report else [],
        differences=list(difference_rows(report)) if pending and report else [],
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
            context.record(ledger, request.organiser, "bring", pending.name)
    except (ReportgenError, OSError) as error:
        message = error_message(error)
        if not name.casefold().endswith(replace.KINDS):
            message = f"Kies een bestand dat eindigt op {', '.join(replace.KINDS)}."
        elif not content:
            message = "Dat bestand is leeg. Sla de lijst nog eens op."
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
            context.pending_check.report(pending)
            path = replace.accept_pending(workspace, pending)
            about = f"{pending.name} → {path.name}"
            context.record(ledger, request.organiser, "accept", about)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return Redirect("/lijst")
    previous = "De vorige is bewaard."
    flash(request, f"De lijst {pending.name} geldt nu. {previous} Maak nu de pakketten.")
    return Redirect("/")


def discard_list(context: WebContext, request: WebRequest) -> Redirect:
    """Deletes the pending list."""
    try:
        with context.writable_ledger() as ledger:
            replace.drop_pending(context.paths, context.people_key)
            context.record(ledger, request.organiser, "leave", "")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return Redirect("/lijst")
    flash(request, "De aangeboden lijst is weggegooid; de lijst die gold, geldt nog.")
    return Redirect("/lijst")
