"""What several page handlers share: rendering a page, rows and letters of participants, redirects, counted nouns."""

from __future__ import annotations

from typing import Any

from reportgen.domain.delivery.states import Delivery
from reportgen.interfaces.web import participant_list
from reportgen.interfaces.web.context import LedgerJob, WebContext
from reportgen.interfaces.web.participant_list import ParticipantRow
from reportgen.interfaces.web.request import NotFound, Page, Redirect, WebRequest, flash
from reportgen.mail.letter_reader import ParsedLetter, parse_letter
from reportgen.render.content.web_pages import web_page

BUSY = "Er is al iets aan het werk; kijk bovenaan de bladzijde wat. Probeer het daarna weer."


def page(context: WebContext, request: WebRequest, template: str, **values: Any) -> Page:
    """A page from a template, with what stands on every page; its messages are shown once."""
    messages, request.session.messages[:] = list(request.session.messages), []
    common = {
        "event": context.loaded_event.event,
        "organiser": request.organiser,
        "token": request.session.token,
        "path": request.path,
        "messages": messages,
        "job": context.jobs.state,
    }
    return Page(web_page(template, **common, **values))


def participant_rows(context: WebContext) -> tuple[ParticipantRow, ...]:
    """Everyone who ever had a number, as the ledger has them."""
    key, ledger = context.key, context.ledger
    return participant_list.rows_of(
        ledger.enrolled(key), ledger.seats(key), ledger.deliveries(key), context.municipality_names()
    )


def participant_row(context: WebContext, number: int) -> ParticipantRow:
    """One participant.

    Raises:
        NotFound: nobody has this number.
    """
    found = next((row for row in participant_rows(context) if row.number == number), None)
    if found is None:
        raise NotFound
    return found


def letters_to(context: WebContext, number: int) -> list[Delivery]:
    """All letters to a participant, the oldest first."""
    return [each for each in context.ledger.deliveries(context.key) if each.participant == number]


def letter_to(context: WebContext, number: int, edition: int) -> Delivery:
    """The letter of an edition to a participant.

    Raises:
        NotFound: there is none.
    """
    found = next((each for each in letters_to(context, number) if each.edition == edition), None)
    if found is None:
        raise NotFound
    return found


def archived_letter(context: WebContext, letter: Delivery) -> ParsedLetter:
    """The content of a letter, from the archive."""
    content = context.archive.read(letter.edition, f"letters/{letter.participant:04d}.eml", letter.letter_digest)
    return parse_letter(content)


def start_job(
    context: WebContext,
    request: WebRequest,
    title: str,
    job: LedgerJob,
    action: str,
    numbers: tuple[int, ...] = (),
    path: str = "",
) -> Redirect:
    """Starts a background job, or tells that one is running; redirects to ``path``, or to the page of the form.

    A started job is shown at ``#werk``: a keyboard or screen reader then begins there.
    """
    path = path or _return_path(request)
    if not context.start_job(title, request.organiser, job, action, numbers):
        flash(request, BUSY, "bad")
        return Redirect(path)
    return Redirect(f"{path}#werk")


def redirect_back(request: WebRequest) -> Redirect:
    """A redirect to the page of the form."""
    return Redirect(_return_path(request))


def _return_path(request: WebRequest) -> str:
    """The path in the form's field ``terug``; ``/`` for anything that is no path of this site (open redirects)."""
    path = request.fields.get("terug", ["/"])[0]
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if ours else "/"


def redirect_to_participant(number: int) -> Redirect:
    """A redirect to the page of a participant."""
    return Redirect(f"/deelnemers/{number}")


def pack_count(count: int) -> str:
    """``1 pakket``, ``8 pakketten``."""
    return "1 pakket" if count == 1 else f"{count} pakketten"


def letter_count(count: int) -> str:
    """``1 brief``, ``8 brieven``."""
    return "1 brief" if count == 1 else f"{count} brieven"


def waiting_count(count: int) -> str:
    """``1 brief wacht``, ``8 brieven wachten``."""
    return f"{letter_count(count)} {'wacht' if count == 1 else 'wachten'}"


def participant_count(count: int) -> str:
    """``1 deelnemer``, ``8 deelnemers``."""
    return "1 deelnemer" if count == 1 else f"{count} deelnemers"
