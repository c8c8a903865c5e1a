"""The letter of an edition as its recipient sees it, wide, narrow, dark or as text, with its calendar in words."""

from __future__ import annotations

from reportgen.application.delivery.letter_view import letter_view, read_letter
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest
from reportgen.interfaces.web.responses import Framed, Page, page
from reportgen.interfaces.web.rows.participant_letters import letters_to, requested_letter, waiting_letter
from reportgen.interfaces.web.rows.participant_list import participant_row

LOOKS = ("breed", "smal", "donker", "tekst")
"""How a letter can be looked at: wide, narrow, in dark mode, or as text."""

INERT = '<base target="_blank">'
"""Links in a letter open nothing: the sandbox of its frame opens no other window."""

DARK = "<style>html { filter: invert(1) hue-rotate(180deg); background: #fff }</style>"
"""What mail programs do to a light letter in dark mode, more or less."""


def letter(context: WebContext, request: WebRequest) -> Page:
    """The letter of an edition, as it was or will be sent; ``?als`` is how to look at it, or as wide as there is room.

    Raises:
        NotFound: there is none.
    """
    delivery = requested_letter(context, request)
    letters = letters_to(context, delivery.participant)
    shown = letter_view(delivery, letters, context.archive, context.ledger)
    organiser = context.organiser(request.organiser)
    asked = request.query.get("als", "")
    return page(
        context,
        request,
        "letter",
        row=participant_row(context, delivery.participant),
        letter=delivery,
        content=shown.content,
        calendar=shown.calendar,
        follows=shown.follows,
        look="tekst" if not shown.content.html else asked if asked in LOOKS else "",
        waiting=waiting_letter(context, request, delivery),
        others=[each for each in letters if each.edition != delivery.edition],
        organiser_email=organiser.email if organiser else "",
    )


def framed_letter(context: WebContext, request: WebRequest) -> Framed:
    """The HTML of a letter, for the frame on its page; ``?donker`` as in dark mode.

    Raises:
        NotFound: there is none.
    """
    html = read_letter(requested_letter(context, request), context.archive).html
    if not html:
        raise NotFound
    return Framed(framed_html(html, dark="donker" in request.query))


def framed_html(html: str, dark: bool) -> str:
    """HTML for the frame: with links that open nothing, and as in dark mode if that is asked for."""
    added = INERT + (DARK if dark else "")
    head, tag, rest = html.partition("<head>")
    return f"{head}{tag}{added}{rest}" if tag else f"{added}{html}"
