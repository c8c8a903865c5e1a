"""Earlier lists: what each held, how it differs from the list of now, and offering it again."""

from __future__ import annotations

from reportgen.application.lists import earlier_lists as earlier
from reportgen.errors import ReportgenError, UsageError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.reports.list_report import difference_rows, summary_lines

SHOWN = 100
"""Versions that the page shows, the newest first."""


def earlier_lists(context: WebContext, request: WebRequest) -> Page:
    """The versions of the lists, the newest first."""
    found = earlier.earlier_lists(context.workspace(context.ledger))
    names = [path.name for path, _ in context.loaded_event.settings.lists]
    return page(context, request, "earlier_lists", versions=found[:SHOWN], more=len(found) - SHOWN, lists=names)


def earlier_list(context: WebContext, request: WebRequest) -> Page:
    """What a version held, and how it differs from the list that counts now.

    Raises:
        NotFound: there is no such version, or its content is no longer kept.
    """
    workspace = context.workspace(context.ledger)
    try:
        version = earlier.earlier_list(workspace, request.path_params["number"])
    except UsageError:
        raise NotFound from None
    report, error, pending = None, None, earlier.as_pending(workspace, version)
    try:
        report = context.pending_check.report(pending)
    except Exception as fault:  # whatever the file holds, it can be left alone
        error = fault
    finally:
        pending.path.unlink(missing_ok=True)
    return page(
        context,
        request,
        "earlier_list",
        version=version,
        error=error_message(error) if error else "",
        sentences=list(summary_lines(report, on_page=True))[1:] if report else [],
        differences=list(difference_rows(report)) if report else [],
        people=sorted(report.participants, key=lambda each: (each.name.last, each.name.first)) if report else [],
        municipalities=report.municipalities if report else {},
    )


def put_back(context: WebContext, request: WebRequest) -> Redirect:
    """Offers a version in place of the list that counts; a person looks at it and accepts it."""
    try:
        with context.writable_ledger() as ledger:
            workspace = context.workspace(ledger)
            version = earlier.earlier_list(workspace, request.path_params["number"])
            earlier.offer_again(workspace, version, request.organiser)
            context.record(ledger, request, "earlier-list", version.version.name)
    except (ReportgenError, OSError) as fault:
        flash(request, error_message(fault), "bad")
        return Redirect("/lijst/eerder")
    flash(request, "Deze eerdere lijst staat klaar. Kijk hieronder wat zij verandert, en neem haar dan aan of niet.")
    return Redirect("/lijst")
