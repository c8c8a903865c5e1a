"""How full the sessions of a programme are, beside the rows of its form."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.domain.programme.occupancy import Occupancy, occupancy
from reportgen.domain.programme.rounds import Slot, plain
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.programme_form import FormRow
from reportgen.render.content import dutch
from reportgen.render.content.plurals import number_of
from reportgen.sources.lists.round_labels import round_label


def occupancy_texts(context: WebContext, rows: Sequence[FormRow]) -> list[str] | None:
    """How full the session of each row is, empty for a part that is none; None while that is being found out."""
    if not any(each.row.cell("Ronde") for each in rows):
        return [""] * len(rows)
    check = context.session_check
    if not check.is_current():
        return None
    loaded = check.value
    known = {each.slot: each for each in occupancy(loaded.plan)} if loaded else {}
    return [_text(known.get(_slot(each))) for each in rows]


def _slot(form: FormRow) -> Slot:
    row = form.row
    key = plain(row.cell("Code")) or plain(row.cell("Onderdeel")) or row.cell("Onderdeel")
    return Slot(round_label(row.cell("Ronde")), key)


def _text(found: Occupancy | None) -> str:
    if found is None:
        return ""
    if found.dropped:
        return "Gaat nu niet door."
    count, capacity = len(found.people), found.session.capacity
    if capacity is None:
        return f"{dutch.number(count)} {'mens' if count == 1 else 'mensen'}."
    return f"{dutch.number(count)} van {number_of(capacity, 'plaats', 'plaatsen')} bezet."
