"""Another list: brought, looked at, and accepted or left."""

from __future__ import annotations

from reportgen.application.lists import replace
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.helpers import page
from reportgen.interfaces.web.request import Page, Redirect, WebRequest, message_cookie
from reportgen.render.reports.list_report import difference_rows, summary_lines
from reportgen.sources.lists.sheets import MAX_BYTES


def new_list(context: WebContext, ask: WebRequest) -> Page:
    """The form for another list, and what the one that waits would give."""
    draft = context.draft
    concept = replace.pending_list(context.paths, context.key)
    report, fault = None, ""
    if concept:
        try:
            report = replace.check_pending(
                context.folder, context.paths, context.ledger, concept, context.clock().date()
            )
        except Exception as found:  # whatever the file holds, there must be a page to leave it on
            fault = reason_of(found)
    shown = report if concept else context.check.now()
    return page(
        context,
        ask,
        "list",
        lists=[path.name for path, _ in draft.settings.lists],
        concept=concept,
        fault=fault or (reason_of(context.check.fault) if context.check.fault and not concept else ""),
        report=shown,
        sentences=list(summary_lines(shown))[1:] if shown else [],
        differences=list(difference_rows(report)) if report else [],
    )


def bring_list(context: WebContext, ask: WebRequest) -> Redirect:
    """Keeps a list to be looked at."""
    upload = ask.files.get("bestand")
    place = ask.number("welke") or 0
    if upload and len(upload.content) > MAX_BYTES:
        message_cookie(ask, f"Een lijst mag hoogstens {MAX_BYTES // 1_000_000} MB zijn. Er is niets veranderd.", "bad")
        return Redirect("/lijst")
    try:
        with context.changing() as ledger:
            concept = replace.keep_pending(
                context.folder,
                context.paths,
                upload.name if upload else "",
                upload.content if upload else b"",
                place,
                ask.who,
                context.clock(),
            )
            ledger.audit().append(context.key, ask.who, "bring", concept.name, context.clock())
    except (ReportgenError, OSError) as fault:
        said = reason_of(fault)
        if not upload or not upload.name.casefold().endswith(replace.KINDS):
            said = f"Kies een bestand dat eindigt op {', '.join(replace.KINDS)}."
        elif not upload.content:
            said = "Dat bestand is leeg. Sla de lijst nog eens op."
        message_cookie(ask, said, "bad", "bestand")
    return Redirect("/lijst")


def accept_list(context: WebContext, ask: WebRequest) -> Redirect:
    """Puts the list that waits in the place of the present one."""
    try:
        with context.changing() as ledger:
            concept = replace.pending_list(context.paths, context.key)
            if concept is None or concept.mark != ask.field("stand"):
                message_cookie(ask, "De lijst die klaarstond is er niet meer, of is een andere. Kijk nog eens.", "bad")
                return Redirect("/lijst")
            replace.check_pending(context.folder, context.paths, ledger, concept, context.clock().date())
            path = replace.accept_pending(context.folder, context.paths, concept, context.clock())
            ledger.audit().append(context.key, ask.who, "accept", f"{concept.name} → {path.name}", context.clock())
    except (ReportgenError, OSError) as fault:
        message_cookie(ask, reason_of(fault), "bad")
        return Redirect("/lijst")
    message_cookie(
        ask, f"De lijst {concept.name} geldt nu. De vorige staat in de map ‘{replace.BEFORE}’. Maak nu de pakketten."
    )
    return Redirect("/")


def leave_list(context: WebContext, ask: WebRequest) -> Redirect:
    """Throws the list that waits away."""
    try:
        with context.changing() as ledger:
            replace.drop_pending(context.paths, context.key)
            ledger.audit().append(context.key, ask.who, "leave", "", context.clock())
    except ReportgenError as fault:
        message_cookie(ask, reason_of(fault), "bad")
        return Redirect("/lijst")
    message_cookie(ask, "De aangeboden lijst is weggegooid; de lijst die gold, geldt nog.")
    return Redirect("/lijst")
