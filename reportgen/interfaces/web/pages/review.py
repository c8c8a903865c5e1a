"""One form or message that came in: its text, what was read of it, and the decision of an organiser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.application.feedback import review
from reportgen.domain.answers.answer import NO_QUESTION, AnswerOutcome
from reportgen.domain.answers.review import ReviewItem
from reportgen.errors import ReportgenError, UsageError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.answers import PATH
from reportgen.interfaces.web.request import NotFound, WebRequest, flash
from reportgen.interfaces.web.responses import File, Page, Redirect, page
from reportgen.interfaces.web.rows.participant_list import participant_row, participant_rows
from reportgen.interfaces.web.texts.error_messages import error_message

DOWNLOAD = "application/octet-stream"
"""The type of an original: no browser shows it, whatever is in it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form with which a form or message is taken over."""

    participant: str
    texts: Mapping[int, str]
    named: bool
    reason: str = ""


def review_page(context: WebContext, request: WebRequest) -> Page:
    """The text of a form or message, what was read of it, and the forms to decide.

    Raises:
        NotFound: there is none, or it was erased.
    """
    item = _item(context, request)
    return _page(context, request, item, Filled(str(item.number or ""), item.reading.texts, item.reading.named))


def _page(context: WebContext, request: WebRequest, item: ReviewItem, filled: Filled) -> Page:
    workspace = context.workspace(context.ledger)
    questions = {each.number: each.text for each in workspace.event.questions}
    if NO_QUESTION in item.reading.texts:
        questions[NO_QUESTION] = ""
    return page(
        context,
        request,
        "review",
        item=item,
        filled=filled,
        questions=questions,
        history=workspace.ledger.answers(context.people_key).reviews.history(item.id),
        has_original=review.original_of(workspace, item) is not None,
        rows={row.number: row for row in participant_rows(context)},
    )


def accept(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Counts a form or message, with the texts of the form, as the answers of a participant.

    Where something is wrong, the page comes back with everything that was typed.
    """
    item = _item(context, request)
    asked = [NO_QUESTION, *(each.number for each in context.loaded_event.event.questions)]
    texts = {each: text for each in asked if (text := request.text(f"vraag-{each}")).strip()}
    named, reason = request.field("met-naam") == "ja", request.field("reden")
    filled = Filled(request.field("deelnemer"), texts, named, reason)
    number = request.number("deelnemer")
    if number is None:
        flash(request, "Zeg van welke deelnemer dit is, met het nummer.", "bad", "deelnemer")
        return _page(context, request, item, filled)
    try:
        with context.writable_ledger() as ledger:
            review.accept(
                context.workspace(ledger),
                item.id,
                request.organiser,
                reason,
                participant=number,
                texts=texts,
                named=named,
            )
    except review.UnknownParticipant:
        flash(request, f"Er is geen deelnemer {number}. Zoek het nummer op bij ‘Deelnemers’.", "bad", "deelnemer")
    except review.NoTexts:
        flash(request, "Er staat nergens een antwoord. Neem het over uit de tekst, of leg het bericht opzij.", "bad")
    except ReportgenError as error:
        _flash_error(request, error)
    else:
        flash(request, f"Overgenomen als antwoord van {participant_row(context, number).name} ({number:04d}).")
        return _redirect_to_list()
    return _page(context, request, _item(context, request), filled)


def dismiss(context: WebContext, request: WebRequest) -> Redirect:
    """Puts a form or message aside, with the reason."""
    item, reason = _item(context, request), request.field("reden")
    if not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "opzij")
        return _redirect_to(item)
    try:
        with context.writable_ledger() as ledger:
            review.dismiss(context.workspace(ledger), item.id, request.organiser, reason)
    except ReportgenError as error:
        _flash_error(request, error)
        return _redirect_to(item)
    flash(request, "Opzij gelegd; er telt niets van mee.")
    return _redirect_to_list()


def reopen(context: WebContext, request: WebRequest) -> Redirect:
    """Takes back what was decided about a form or message."""
    item = _item(context, request)
    try:
        with context.writable_ledger() as ledger:
            review.reopen(context.workspace(ledger), item.id, request.organiser)
    except ReportgenError as error:
        _flash_error(request, error)
    else:
        flash(request, "Het besluit is teruggedraaid.")
    return _redirect_to(item)


def original(context: WebContext, request: WebRequest) -> File:
    """The submission as it came in, to save; it is never shown.

    Raises:
        NotFound: it was not kept, or was erased.
    """
    item = _item(context, request)
    path = review.original_of(context.workspace(context.ledger), item)
    if path is None:
        raise NotFound
    try:
        return File.of(path.read_bytes(), DOWNLOAD, f"{context.key}-antwoord-{item.id}{path.suffix}")
    except FileNotFoundError:
        raise NotFound from None


def _item(context: WebContext, request: WebRequest) -> ReviewItem:
    try:
        item = review.review_item(context.workspace(context.ledger), request.path_params["number"])
    except review.NotOpen:
        raise NotFound from None
    if item.outcome is AnswerOutcome.FORGOTTEN:
        raise NotFound
    return item


def _flash_error(request: WebRequest, error: ReportgenError) -> None:
    if isinstance(error, UsageError):
        flash(request, "Hier is intussen al over besloten; kijk hieronder wat.", "bad")
    else:
        flash(request, error_message(error), "bad")


def _redirect_to(item: ReviewItem) -> Redirect:
    return Redirect(f"{PATH}/{item.id}")


def _redirect_to_list() -> Redirect:
    return Redirect(PATH)
