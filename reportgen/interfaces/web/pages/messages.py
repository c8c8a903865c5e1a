"""Messages to some participants: the list of them, and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.application.messages import drafts
from reportgen.config.message_file import MAX_NAME
from reportgen.domain.messages.message import Purpose
from reportgen.domain.messages.placeholders import filled_where_known
from reportgen.domain.number_ranges import number_ranges
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.made_once import form_mark, made_once
from reportgen.interfaces.web.inputs.message_form import MessageForm, numbers_in
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page, redirect_back
from reportgen.interfaces.web.rows.participant_list import ParticipantFilter, filtered, participant_rows
from reportgen.interfaces.web.texts.error_messages import error_message
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
    return _form(context, request, request.query.get("soort", ""), "", ())


@made_once
def create_message(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Writes a new message with the text that its purpose begins with; or asks for that, for people who were chosen."""
    title, purpose = request.field("naam"), request.field("soort")
    if asked := request.field("aan"):
        chosen = request.numbers("nummer") if asked == "gekozen" else _found(context, request)
        if not chosen:
            flash(request, "Kies eerst aan wie u een bericht wilt schrijven.", "bad")
            return redirect_back(request)
        return _form(context, request, purpose, title, chosen)
    chosen = numbers_in(MessageForm(), "deelnemers", request.text("deelnemers"))
    if purpose not in {*Purpose}:
        flash(request, "Kies wat voor bericht het wordt.", "bad", "soort")
        return _form(context, request, purpose, title, chosen)
    try:
        with context.writable_ledger() as ledger:
            workspace = context.workspace(ledger)
            name = drafts.free_name(workspace, title[:MAX_NAME] or _title_of(purpose))
            message = drafts.starting_message(name, Purpose(purpose))
            message = replace(message, chosen=replace(message.chosen, numbers=chosen))
            drafts.save_message(workspace, message, request.organiser, stand="")
            context.record(ledger, request, "message-write", name)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return _form(context, request, purpose, title, chosen)
    return Redirect(f"{PATH}/{name}")


def _found(context: WebContext, request: WebRequest) -> tuple[int, ...]:
    """The numbers of the participants that a search finds."""
    search = ParticipantFilter.of(request.field)
    return tuple(sorted(each.number for each in filtered(participant_rows(context), search)))


def _form(context: WebContext, request: WebRequest, purpose: str, title: str, chosen: Sequence[int]) -> Page:
    """The form for a new message.

    Args:
        chosen: the numbers of whom it is for; none for everyone.
    """
    people = {each.number: each.name for each in participant_rows(context)} if chosen else {}
    return page(
        context,
        request,
        "new_message",
        purposes=list(Purpose),
        purpose=purpose,
        title=title,
        form_mark=form_mark(),
        numbers=number_ranges(chosen),
        chosen=[(each, people[each]) for each in chosen if each in people],
    )


def _title_of(purpose: str) -> str:
    """What a message is called that got no name."""
    return {Purpose.REMINDER: "herinnering", Purpose.CANCELLATION: "gaat niet door"}.get(Purpose(purpose), "bericht")
