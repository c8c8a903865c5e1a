"""Messages to some participants: the list of them, and a new one."""

from __future__ import annotations

from reportgen.application.messages import drafts
from reportgen.config.message_file import MAX_NAME
from reportgen.domain.messages.message import Purpose
from reportgen.domain.messages.placeholders import filled_where_known
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.render.content.message_text import event_values

PATH = "/berichten"


def messages(context: WebContext, request: WebRequest) -> Page:
    """Every message, and how its letters stand."""
    lines = drafts.message_lines(context.workspace(context.ledger))
    faults = {each.name: error_message(each.fault) for each in lines if each.fault}
    subjects = {
        each.name: shown_subject(context, source.subject)
        for each in lines
        if (source := each.made or each.message) is not None
    }
    return page(context, request, "messages", lines=lines, faults=faults, subjects=subjects)


def shown_subject(context: WebContext, subject: str) -> str:
    """A subject as an organiser reads it: with what is the same for everyone filled in."""
    return filled_where_known(subject, event_values(context.loaded_event.event))


def new_message(context: WebContext, request: WebRequest) -> Page:
    """The choice of what a new message is for, and its name."""
    return page(
        context, request, "new_message", purposes=list(Purpose), purpose=request.query.get("soort", ""), title=""
    )


def create_message(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Writes a new message with the text that its purpose begins with."""
    title, purpose = request.field("naam"), request.field("soort")
    if purpose not in {*Purpose}:
        flash(request, "Kies wat voor bericht het wordt.", "bad", "soort")
        return page(context, request, "new_message", purposes=list(Purpose), purpose=purpose, title=title)
    try:
        with context.writable_ledger() as ledger:
            workspace = context.workspace(ledger)
            name = drafts.free_name(workspace, title[:MAX_NAME] or _title_of(purpose))
            drafts.save_message(workspace, drafts.starting_message(name, Purpose(purpose)), request.organiser, stand="")
            context.record(ledger, request.organiser, "message-write", name)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return page(context, request, "new_message", purposes=list(Purpose), purpose=purpose, title=title)
    return Redirect(f"{PATH}/{name}")


def _title_of(purpose: str) -> str:
    """What a message is called that got no name."""
    return {Purpose.REMINDER: "herinnering", Purpose.CANCELLATION: "gaat niet door"}.get(Purpose(purpose), "bericht")
