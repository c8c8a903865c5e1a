"""Who sits where, and who moves."""

from __future__ import annotations

from collections import defaultdict

from reportgen.application.lists import move_seat
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.helpers import page, row_of, rows
from reportgen.interfaces.web.request import NotFound, Page, Redirect, WebRequest, message_cookie, number_in
from reportgen.interfaces.web.views import Row

FEW = 30
"""Tables up to which one chooses from all of them; beyond that one types the number, and the page stays small."""


def tables(context: WebContext, ask: WebRequest) -> Page:
    """Who sits where."""
    at: dict[int, list[Row]] = defaultdict(list)
    for row in rows(context):
        if row.table:
            at[row.table].append(row)
    return page(context, ask, "tables", tables=dict(sorted(at.items())), seats=context.draft.settings.seats, few=FEW)


def look_at_move(context: WebContext, ask: WebRequest) -> Page | Redirect:
    """What it would change if someone sat at another table."""
    number, to = (number_in(ask.query.get(name, "")) for name in ("deelnemer", "naar"))
    if number is None:
        raise NotFound
    if to is None:
        message_cookie(ask, "Typ het nummer van de tafel waar iemand heen gaat.", "bad")
        return Redirect("/tafels")
    try:
        wanted = move_seat.Move(number, to)
        changes = move_seat.preview_move(context.folder, context.paths, wanted, context.clock().date())
    except ReportgenError as fault:
        message_cookie(ask, move_seat.said_of(fault) or reason_of(fault), "bad")
        return Redirect("/tafels")
    people = {row.number: row for row in rows(context)}
    return page(
        context,
        ask,
        "move",
        row=row_of(context, number),
        to=to,
        changes=[people[each] for each in changes if each in people],
    )


def move(context: WebContext, ask: WebRequest) -> Redirect:
    """Gives someone another seat."""
    number, to = ask.number("deelnemer"), ask.number("naar")
    if number is None or to is None:
        message_cookie(ask, "Kies wie naar welke tafel gaat.", "bad")
        return Redirect("/tafels")
    try:
        with context.changing() as ledger:
            was, theme = move_seat.move_seat(context.key, ledger, move_seat.Move(number, to))
            ledger.audit().append(context.key, ask.who, "move", f"tafel {was} → {to}", context.clock(), (number,))
    except ReportgenError as fault:
        message_cookie(ask, move_seat.said_of(fault) or reason_of(fault), "bad")
        return Redirect("/tafels")
    message_cookie(
        ask, f"Deelnemer {number:04d} zit nu aan tafel {to} ({theme}). Maak de pakketten die daardoor veranderen."
    )
    return Redirect("/tafels")
