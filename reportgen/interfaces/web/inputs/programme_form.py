"""The programme as a form: its rows as they were typed, what a button does with them, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.application.event.edit_programme import MAX_PARTS, CheckedProgramme, RowFault
from reportgen.application.event.merge_programme import Clash
from reportgen.domain.finding import Finding
from reportgen.interfaces.web.request import WebRequest, number_in
from reportgen.sources.lists.programme import KINDS, clock_minutes
from reportgen.sources.lists.programme_columns import HEADINGS
from reportgen.sources.lists.programme_table import LONG_COLUMNS, ProgrammeTable, TableRow

FIELDS = {
    "Begin": "begin",
    "Einde": "einde",
    "Soort": "soort",
    "Onderdeel": "titel",
    "Spreker": "spreker",
    "Zaal": "zaal",
    "Toelichting": "toelichting",
    "Toelichting voor gasten": "gasten",
    "Ronde": "ronde",
    "Code": "code",
    "Capaciteit": "plaatsen",
    "Minimum": "minimum",
    "Voor": "voor",
    "Gespreksleider": "leider",
    "Notitie": "notitie",
}
"""The name of the field of each column, without the number of its row."""

SHOWN = ("Begin", "Einde", "Soort", "Onderdeel", "Spreker", "Zaal")
"""Columns that are always open; the others are when there is something to say of them."""

MORE = tuple(column for column in FIELDS if column not in SHOWN)

assert set(FIELDS) == set(HEADINGS)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row as it was typed.

    Attributes:
        row: with the line of the file that it is of.
        removed: whether it is to go when the form is saved.
        drops_beyond: whether what stands behind the last heading is to go.
    """

    row: TableRow
    removed: bool = False
    drops_beyond: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not self.row.line and not any(self.row.cells.values())


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what is said beside it.

    Attributes:
        number: of the row on the page, from 1.
        faults, clashes: by column; by an empty name those of the whole row.
    """

    number: int
    form: FormRow
    faults: Mapping[str, tuple[RowFault, ...]] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether its other columns are to be seen."""
        said = {*self.faults, *self.clashes, *(each.place.column for each in self.findings)}
        return bool(said & set(MORE)) or bool(self.form.row.beyond)


def rows_in_form(request: WebRequest, base: ProgrammeTable | None) -> list[FormRow]:
    """The rows of the form, in their order.

    Args:
        base: the table that the form was filled from; None where it is not known any more.
    """
    lines = {each.line: each for each in base.rows} if base else {}
    found: list[FormRow] = []
    seen: set[int] = set()
    for place in range(min(request.number("rijen") or 0, MAX_PARTS + 1)):
        if f"begin-{place}" not in request.fields:
            continue
        line = number_in(request.field(f"regel-{place}")) or 0
        line = line if line not in seen and (base is None or line in lines) else 0
        seen.add(line)
        cells = {column: _typed(request, column, f"{name}-{place}") for column, name in FIELDS.items()}
        drops = request.field(f"achter-{place}") == "weg"
        beyond = lines[line].beyond if line in lines and not drops else ()
        found.append(FormRow(TableRow(line, cells, beyond), request.field(f"weg-{place}") == "ja", drops))
    return found


def pressed(rows: Sequence[FormRow], button: str) -> tuple[list[FormRow], int | None]:
    """The rows after a button was pressed, and the place of the row that it was about.

    Args:
        button: ``erbij``, ``volgorde``, or an action with the place of a row: ``op-3``, ``neer-3``, ``weg-3``,
            ``terug-3``. Anything else does nothing.
    """
    found = list(rows)
    if button == "erbij":
        return [*found, FormRow(TableRow(0, {}))], len(found)
    if button == "volgorde":
        return in_order(found), None
    act, _, number = button.partition("-")
    place = number_in(number)
    if place is None or place >= len(found):
        return found, None
    to = {"op": place - 1, "neer": place + 1}.get(act)
    if to is not None and 0 <= to < len(found):
        found[place], found[to] = found[to], found[place]
        return found, to
    if act == "weg" and found[place].is_empty:
        del found[place]
        return found, None
    if act in ("weg", "terug"):
        found[place] = replace(found[place], removed=act == "weg")
    return found, place


def in_order(rows: Sequence[FormRow]) -> list[FormRow]:
    """The rows by the time at which they begin; one without a time stays behind the row above it."""
    keys: list[int] = []
    for each in rows:
        begins = clock_minutes(each.row.cell("Begin"))
        keys.append(begins if begins is not None else keys[-1] if keys else 0)
    return [each for _, each in sorted(zip(keys, rows, strict=True), key=lambda pair: pair[0])]


def kept_rows(rows: Iterable[FormRow]) -> list[TableRow]:
    """The rows that would be saved."""
    return [each.row for each in rows if not (each.removed or each.is_empty)]


def shown_rows(rows: Sequence[FormRow], checked: CheckedProgramme | None, clashes: Sequence[Clash]) -> list[ShownRow]:
    """The rows with what is said beside each.

    Args:
        checked: those of them that are kept; None where they were not checked.
        clashes: by the place of all rows.
    """
    places = [place for place, each in enumerate(rows) if not (each.removed or each.is_empty)]
    faults: dict[int, dict[str, tuple[RowFault, ...]]] = {}
    findings: dict[int, tuple[Finding, ...]] = {}
    for fault in checked.faults if checked else ():
        if fault.row < len(places):
            said = faults.setdefault(places[fault.row], {})
            said[fault.column] = (*said.get(fault.column, ()), fault)
    for place, each in checked.findings if checked else ():
        if place < len(places):
            findings[places[place]] = (*findings.get(places[place], ()), each)
    return [
        ShownRow(
            place + 1,
            each,
            faults.get(place, {}),
            {clash.column: clash for clash in clashes if clash.row == place},
            findings.get(place, ()),
        )
        for place, each in enumerate(rows)
    ]


def kind_choices(written: str) -> tuple[str, ...]:
    """The kinds of parts to choose from, with what is written in the place of the one that it is, or behind them."""
    known = tuple(written if each == written.casefold() else each for each in KINDS)
    return known if written in known or not written else (*known, written)


def _typed(request: WebRequest, column: str, name: str) -> str:
    text = request.text(name).strip()
    return text if column in LONG_COLUMNS else " ".join(text.split())
