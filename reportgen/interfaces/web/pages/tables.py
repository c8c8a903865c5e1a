"""The tables of the event, and moving someone to another one."""

from __future__ import annotations

from collections import defaultdict

from reportgen.application.lists import move_seat
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.participant_list import ParticipantRow, participant_row, participant_rows
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page

MAX_CHOICES = 30
"""Tables up to which each participant gets a select of all of them; beyond that a number is typed (page size)."""


def tables(context: WebContext, request: WebRequest) -> Page:
    """Who sits at which table."""
    by_table: dict[int, list[ParticipantRow]] = defaultdict(list)
    for row in participant_rows(context):
        if row.table:
            by_table[row.table].append(row)
    return page(
        context,
        request,
        "tables",
        tables=dict(sorted(by_table.items())),
        seats=context.loaded_event.settings.seats,
        max_choices=MAX_CHOICES,
    )


def move_preview(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Whose packs would change if someone sat at another table; nothing changes yet."""
    number, table = (number_in(request.query.get(name, "")) for name in ("deelnemer", "naar"))
    if number is None:
        raise NotFound
    if table is None:
        flash(request, "Typ het nummer van de tafel waar iemand heen gaat.", "bad")
        return Redirect("/tafels")
    try:
        wanted = move_seat.Move(number, table)
        changes = move_seat.preview_move(context.workspace(context.ledger), wanted)
    except ReportgenError as error:
        flash(request, move_seat.move_fault_text(error) or error_message(error), "bad")
        return Redirect("/tafels")
    rows = {row.number: row for row in participant_rows(context)}
    return page(
        context,
        request,
        "move",
        row=participant_row(context, number),
        table=table,
        changes=[rows[each] for each in changes if each in rows],
    )


def move(context: WebContext, request: WebRequest) -> Redirect:
    """Moves someone to another table."""
    number, table = request.number("deelnemer"), request.number("naar")
    if number is None or table is None:
        flash(request, "Kies wie naar welke tafel gaat.", "bad")
        return Redirect("/tafels")
    try:
        with context.writable_ledger() as ledger:
            before, theme = move_seat.move_seat(context.people_key, ledger, move_seat.Move(number, table))
            about = f"tafel {before} → {table}"
            context.record(ledger, request.organiser, "move", about, (number,))
    except ReportgenError as error:
        flash(request, move_seat.move_fault_text(error) or error_message(error), "bad")
        return Redirect("/tafels")
    seated = f"Deelnemer {number:04d} zit nu aan tafel {table} ({theme})."
    flash(request, f"{seated} Maak de pakketten die daardoor veranderen.")
    return Redirect("/tafels")
