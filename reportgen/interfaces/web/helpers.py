"""What pages and acts have in common: what stands on every page, who takes part, and where to go afterwards."""

from __future__ import annotations

from typing import Any

from reportgen.domain.delivery.states import Delivery
from reportgen.interfaces.web import views
from reportgen.interfaces.web.context import LedgerTask, WebContext
from reportgen.interfaces.web.request import NotFound, Page, Redirect, WebRequest, message_cookie
from reportgen.mail.letter_reader import ReadLetter, read_letter
from reportgen.render.content.web_pages import web_page

BUSY = "Er is al iets aan het werk; kijk bovenaan de bladzijde wat. Probeer het daarna weer."


def page(context: WebContext, ask: WebRequest, name: str, code: int = 200, **shown: Any) -> Page:
    """A page with what stands on all of them."""
    said, ask.session.said[:] = list(ask.session.said), []
    around = {
        "event": context.draft.event,
        "who": ask.who,
        "token": ask.session.token,
        "path": ask.path,
        "said": said,
        "work": context.work.state,
    }
    return Page(web_page(name, **around, **shown), code)


def rows(context: WebContext) -> tuple[views.Row, ...]:
    """Everyone, as the ledger knows them."""
    key, ledger = context.key, context.ledger
    return views.rows_of(ledger.enrolled(key), ledger.seats(key), ledger.deliveries(key), context.municipalities())


def row_of(context: WebContext, number: int) -> views.Row:
    """One participant.

    Raises:
        NotThere: nobody has this number.
    """
    found = next((row for row in rows(context) if row.number == number), None)
    if found is None:
        raise NotFound
    return found


def letters_of(context: WebContext, number: int) -> list[Delivery]:
    """All letters to a participant, the oldest first."""
    return [each for each in context.ledger.deliveries(context.key) if each.number == number]


def letter_of(context: WebContext, number: int, edition: int) -> Delivery:
    """The letter of an edition to a participant.

    Raises:
        NotThere: there is none.
    """
    found = next((each for each in letters_of(context, number) if each.edition == edition), None)
    if found is None:
        raise NotFound
    return found


def read(context: WebContext, each: Delivery) -> ReadLetter:
    """A letter, opened, as the archive keeps it."""
    return read_letter(context.archive.read(each.edition, f"letters/{each.number:04d}.eml", each.letter_digest))


def begun(
    context: WebContext,
    ask: WebRequest,
    what: str,
    task: LedgerTask,
    deed: str,
    numbers: tuple[int, ...] = (),
    back: str = "",
) -> Redirect:
    """Begins work in the background, or says that something is at work already; and goes on to a page.

    Where it begins, the page is opened at what tells how far it is, so that who uses a keyboard or hears it is there.
    """
    if not context.begin(what, ask.who, task, deed, numbers):
        message_cookie(ask, BUSY, "bad")
        return Redirect(back or _path_back(ask))
    return Redirect(f"{back or _path_back(ask)}#werk")


def back(ask: WebRequest) -> Redirect:
    """To the page the form stood on."""
    return Redirect(_path_back(ask))


def _path_back(ask: WebRequest) -> str:
    """The page of ours the form stood on; never another site's."""
    said = ask.fields.get("terug", ["/"])[0]
    return (
        said if said.startswith("/") and not said.startswith("//") and "\\" not in said and said.isprintable() else "/"
    )


def to(number: int) -> Redirect:
    """To the page of a participant."""
    return Redirect(f"/deelnemers/{number}")


def pack_count(count: int) -> str:
    """``1 pakket``, ``8 pakketten``."""
    return "1 pakket" if count == 1 else f"{count} pakketten"


def letter_count(count: int) -> str:
    """``1 brief``, ``8 brieven``."""
    return "1 brief" if count == 1 else f"{count} brieven"


def waiting_line(count: int) -> str:
    """``1 brief wacht``, ``8 brieven wachten``."""
    return f"{letter_count(count)} {'wacht' if count == 1 else 'wachten'}"
