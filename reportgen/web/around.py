"""What pages and acts have in common: what stands on every page, who takes part, and where to go afterwards."""

from __future__ import annotations

from typing import Any

from reportgen.domain.delivery import Delivery
from reportgen.mail.opened import Opened, opened
from reportgen.render.screen import screen
from reportgen.web import views
from reportgen.web.asking import Ask, Elsewhere, NotThere, Page, tell
from reportgen.web.office import LedgerTask, Office

BUSY = "Er is al iets aan het werk; kijk bovenaan de bladzijde wat. Probeer het daarna weer."


def page(office: Office, ask: Ask, name: str, code: int = 200, **context: Any) -> Page:
    """A page with what stands on all of them."""
    said, ask.session.said[:] = list(ask.session.said), []
    around = {
        "event": office.draft.event,
        "who": ask.who,
        "token": ask.session.token,
        "path": ask.path,
        "said": said,
        "work": office.work.state,
    }
    return Page(screen(name, **around, **context), code)


def rows(office: Office) -> tuple[views.Row, ...]:
    """Everyone, as the ledger knows them."""
    key, ledger = office.key, office.ledger
    return views.rows_of(ledger.enrolled(key), ledger.seats(key), ledger.deliveries(key), office.municipalities())


def row_of(office: Office, number: int) -> views.Row:
    """One participant.

    Raises:
        NotThere: nobody has this number.
    """
    found = next((row for row in rows(office) if row.number == number), None)
    if found is None:
        raise NotThere
    return found


def letters_of(office: Office, number: int) -> list[Delivery]:
    """All letters to a participant, the oldest first."""
    return [each for each in office.ledger.deliveries(office.key) if each.number == number]


def letter_of(office: Office, number: int, edition: int) -> Delivery:
    """The letter of an edition to a participant.

    Raises:
        NotThere: there is none.
    """
    found = next((each for each in letters_of(office, number) if each.edition == edition), None)
    if found is None:
        raise NotThere
    return found


def read(office: Office, each: Delivery) -> Opened:
    """A letter, opened, as the archive keeps it."""
    return opened(office.archive.read(each.edition, f"letters/{each.number:04d}.eml", each.letter_digest))


def begun(
    office: Office,
    ask: Ask,
    what: str,
    task: LedgerTask,
    deed: str,
    numbers: tuple[int, ...] = (),
    back: str = "",
) -> Elsewhere:
    """Begins work in the background, or says that something is at work already; and goes on to a page.

    Where it begins, the page is opened at what tells how far it is, so that who uses a keyboard or hears it is there.
    """
    if not office.begin(what, ask.who, task, deed, numbers):
        tell(ask, BUSY, "bad")
        return Elsewhere(back or _path_back(ask))
    return Elsewhere(f"{back or _path_back(ask)}#werk")


def back(ask: Ask) -> Elsewhere:
    """To the page the form stood on."""
    return Elsewhere(_path_back(ask))


def _path_back(ask: Ask) -> str:
    """The page of ours the form stood on; never another site's."""
    said = ask.fields.get("terug", ["/"])[0]
    return (
        said if said.startswith("/") and not said.startswith("//") and "\\" not in said and said.isprintable() else "/"
    )


def to(number: int) -> Elsewhere:
    """To the page of a participant."""
    return Elsewhere(f"/deelnemers/{number}")


def pack_count(count: int) -> str:
    """``1 pakket``, ``8 pakketten``."""
    return "1 pakket" if count == 1 else f"{count} pakketten"


def letter_count(count: int) -> str:
    """``1 brief``, ``8 brieven``."""
    return "1 brief" if count == 1 else f"{count} brieven"


def waiting_line(count: int) -> str:
    """``1 brief wacht``, ``8 brieven wachten``."""
    return f"{letter_count(count)} {'wacht' if count == 1 else 'wachten'}"
