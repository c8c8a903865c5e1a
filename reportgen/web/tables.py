"""Who sits where, and who moves."""

from __future__ import annotations

from collections import defaultdict

from reportgen import moving
from reportgen.errors import ReportgenError
from reportgen.web.around import page, row_of, rows
from reportgen.web.asking import Ask, Elsewhere, NotThere, Page, number_in, tell
from reportgen.web.office import Office, reason_of
from reportgen.web.views import Row

FEW = 30
"""Tables up to which one chooses from all of them; beyond that one types the number, and the page stays small."""


def tables(office: Office, ask: Ask) -> Page:
    """Who sits where."""
    at: dict[int, list[Row]] = defaultdict(list)
    for row in rows(office):
        if row.table:
            at[row.table].append(row)
    return page(office, ask, "tables", tables=dict(sorted(at.items())), seats=office.draft.settings.seats, few=FEW)


def look_at_move(office: Office, ask: Ask) -> Page | Elsewhere:
    """What it would change if someone sat at another table."""
    number, to = (number_in(ask.query.get(name, "")) for name in ("deelnemer", "naar"))
    if number is None:
        raise NotThere
    if to is None:
        tell(ask, "Typ het nummer van de tafel waar iemand heen gaat.", "bad")
        return Elsewhere("/tafels")
    try:
        wanted = moving.Move(number, to)
        changes = moving.looked_at(office.folder, office.house, wanted, office.clock().date())
    except ReportgenError as fault:
        tell(ask, moving.said_of(fault) or reason_of(fault), "bad")
        return Elsewhere("/tafels")
    people = {row.number: row for row in rows(office)}
    return page(
        office,
        ask,
        "move",
        row=row_of(office, number),
        to=to,
        changes=[people[each] for each in changes if each in people],
    )


def move(office: Office, ask: Ask) -> Elsewhere:
    """Gives someone another seat."""
    number, to = ask.number("deelnemer"), ask.number("naar")
    if number is None or to is None:
        tell(ask, "Kies wie naar welke tafel gaat.", "bad")
        return Elsewhere("/tafels")
    try:
        with office.changing() as ledger:
            was, theme = moving.do(office.key, ledger, moving.Move(number, to))
            ledger.deeds().note(office.key, ask.who, "move", f"tafel {was} → {to}", office.clock(), (number,))
    except ReportgenError as fault:
        tell(ask, moving.said_of(fault) or reason_of(fault), "bad")
        return Elsewhere("/tafels")
    tell(ask, f"Deelnemer {number:04d} zit nu aan tafel {to} ({theme}). Maak de pakketten die daardoor veranderen.")
    return Elsewhere("/tafels")
