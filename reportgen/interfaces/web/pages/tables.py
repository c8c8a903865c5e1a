"""The tables of the event, and moving someone to another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from reportgen.application.lists import move_seat
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.login_sessions import Undo
from reportgen.interfaces.web.background.page_timeout import wait_for_decisions
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.rows.participant_list import ParticipantRow, participant_row, participant_rows
from reportgen.interfaces.web.texts.error_messages import error_message

PATH = "/tafels"
"""The address of the tables within a meeting."""

PAGE_SIZE = 100
"""Tables on a page."""

MAX_CHOICES = 60
"""Tables up to which all are shown to choose from; beyond that a number is typed."""


def tables(context: WebContext, request: WebRequest) -> Page:
    """A page of the tables, with who sits there."""
    by_table = _by_table(participant_rows(context, letters=()))  # of their letters nothing is shown
    pages = ListPage.of(request, len(by_table), PAGE_SIZE, PATH)
    shown = dict(pages.part(list(by_table.items())))
    seats = context.loaded_event.settings.seats
    return page(context, request, "tables", tables=shown, count=len(by_table), pages=pages, seats=seats)


def _by_table(rows: Iterable[ParticipantRow]) -> dict[int, list[ParticipantRow]]:
    by_table: dict[int, list[ParticipantRow]] = defaultdict(list)
    for row in rows:
        if row.table:
            by_table[row.table].append(row)
    return dict(sorted(by_table.items()))


def _page_with(context: WebContext, table: int) -> str:
    """The address of the page that shows a table; of the first one where it shows none."""
    tables = sorted({seated for seated, _ in context.ledger.seats(context.people_key).values()})
    place = tables.index(table) if table in tables else 0
    return ListPage(place // PAGE_SIZE + 1, 0, PAGE_SIZE, PATH).address()


def move_preview(context: WebContext, request: WebRequest) -> Page | Redirect:
    """The tables to choose from, and whose packs would change if someone sat at one of them; nothing changes yet."""
    number, table = (number_in(request.query.get(name, "")) for name in ("deelnemer", "naar"))
    if number is None:
        raise NotFound
    rows = {row.number: row for row in participant_rows(context)}
    if number not in rows:
        raise NotFound
    changes: Sequence[int] = ()
    if request.query.get("naar", "") and table is None:
        flash(request, "Typ het nummer van de tafel waar iemand heen gaat.", "bad")
        return Redirect(f"{PATH}/verplaatsen?deelnemer={number}")
    if table is not None:
        try:
            wait_for_decisions(context)
            changes = move_seat.preview_move(context.workspace(context.ledger), move_seat.Move(number, table))
        except ReportgenError as error:
            flash(request, move_seat.move_fault_text(error) or error_message(error), "bad")
            return Redirect(PATH)
    return page(
        context,
        request,
        "move",
        row=rows[number],
        table=table or 0,
        tables=_by_table(rows.values()),
        seats=context.loaded_event.settings.seats,
        max_choices=MAX_CHOICES,
        back=_page_with(context, rows[number].table),
        changes=[rows[each] for each in changes if each in rows],
    )


def move(context: WebContext, request: WebRequest) -> Redirect:
    """Moves someone to another table."""
    number, table = request.number("deelnemer"), request.number("naar")
    if number is None or table is None:
        flash(request, "Kies wie naar welke tafel gaat.", "bad")
        return Redirect(PATH)
    try:
        with context.writable_ledger() as ledger:
            before, theme = move_seat.move_seat(context.people_key, ledger, move_seat.Move(number, table))
            about = f"tafel {before} → {table}"
            context.record(ledger, request, "move", about, (number,))
    except ReportgenError as error:
        flash(request, move_seat.move_fault_text(error) or error_message(error), "bad")
        return Redirect(PATH)
    seated = f"{participant_row(context, number).name} ({number:04d}) zit nu aan tafel {table} ({theme})."
    undo = Undo(f"{context.base}/tafels/verplaatsen", {"deelnemer": str(number), "naar": str(before)})
    flash(request, f"{seated} Maak de pakketten die daardoor veranderen.", undo=undo if before else None)
    return Redirect(_page_with(context, table))
