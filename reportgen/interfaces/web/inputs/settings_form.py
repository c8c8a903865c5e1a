"""Forms with settings as pages show them: fields with what stands in them, and reading what was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.application.settings.choices import Choices
from reportgen.application.settings.faults import SettingFault
from reportgen.application.settings.form_values import MAX_ROWS, FormRow, FormValues, columns_of, shown_value
from reportgen.application.settings.groups import SettingField, SettingGroup
from reportgen.config.schema_keys import ValueKind

COLUMN_NAMES = {"file": "Bestand", "sheet": "Blad", "name": "Onze naam", "value": "In uw lijst"}
"""Labels of the columns of files and of names with values."""

COLUMN_HELP = {
    "file": "Een bestand van deze bijeenkomst.",
    "sheet": "Van een werkmap; leeg: het eerste blad.",
    "name": "Hoe het programma de kolom noemt.",
    "value": "Hoe de kolom in uw lijst heet; op elke regel één als het er meer zijn.",
}

_SIZES = {"day": 12, "moment": 18, "time": 6, "whole": 8, "number": 8}
"""Characters that fields of these kinds show."""

LONG = 70
"""Characters from which a line gets a field of several lines, so that it can be read as a whole."""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field on a page.

    Attributes:
        name: of the field in the form.
        kind: how it is filled in: one of ValueKind, or ``choice``, ``choices`` and ``suggested``.
        value: what stands in it.
        choices: what can be chosen.
        faults: what is wrong with it.
        theirs: what somebody else made of it meanwhile; None where nobody did.
        rows: where it has rows.
        one: what a row is called.
    """

    name: str
    kind: str
    label: str
    help: str
    value: str = ""
    choices: Choices = ()
    required: bool = False
    faults: tuple[str, ...] = ()
    theirs: str | None = None
    rows: tuple[RowView, ...] = ()
    one: str = ""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"veld-{self.name.replace('.', '-')}"

    @property
    def size(self) -> int:
        """How many characters it shows; 0 for as many as there is room for."""
        return _SIZES.get(self.kind, 0)

    @property
    def is_long(self) -> bool:
        """Whether it takes several lines."""
        return self.kind in ("text", "lines", "numbers") or (self.kind == "line" and len(self.value) > LONG)

    @property
    def chosen(self) -> list[str]:
        """What is chosen of several."""
        return [each for each in self.value.split("\n") if each]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row on a page; ``faults`` are those of the row as a whole."""

    number: int
    origin: str
    cells: tuple[FieldView, ...]
    faults: tuple[str, ...] = ()


def field_views(
    group: SettingGroup,
    values: FormValues,
    choices: Mapping[str, Choices],
    faults: Collection[SettingFault] = (),
    theirs: Mapping[str, str] | None = None,
) -> tuple[FieldView, ...]:
    """The fields of a form.

    Args:
        theirs: what somebody else made of fields meanwhile, in words.
    """
    by_field: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        by_field[fault.field] = (*by_field.get(fault.field, ()), fault.text)
    return tuple(
        _with_rows(each, values.rows[each.name], choices, by_field, (theirs or {}).get(each.name))
        if each.is_rows
        else _view(each, each.name, values.texts[each.name], choices, by_field, (theirs or {}).get(each.name))
        for each in group.fields
    )


def in_page_order(group: SettingGroup, faults: Collection[SettingFault]) -> tuple[SettingFault, ...]:
    """What is wrong with a form, in the order of its fields; what stands elsewhere comes last."""

    def place(fault: SettingFault) -> int:
        names = enumerate(each.name for each in group.fields)
        return next((at for at, name in names if f"{fault.field}.".startswith(f"{name}.")), len(group.fields))

    return tuple(sorted(faults, key=place))


def submitted(group: SettingGroup, fields: Mapping[str, list[str]]) -> FormValues:
    """What was typed in a form; a field that was not sent is empty, as what is not ticked is."""
    texts: dict[str, str] = {}
    rows: dict[str, tuple[FormRow, ...]] = {}
    for each in group.fields:
        if each.is_rows:
            rows[each.name] = tuple(_rows(each, fields))
        else:
            texts[each.name] = _sent(fields, each.name)
    return FormValues(texts, rows)


def with_row_changed(group: SettingGroup, values: FormValues, asked: str) -> FormValues:
    """The form with a row added, taken away or moved.

    Args:
        asked: what a button says, such as ``question:omlaag:0``; anything else changes nothing.
    """
    button = _row_button(asked)
    field = group.field(button.name) if button else None
    if button is None or field is None or not field.is_rows:
        return values
    name, act, at = button
    rows = list(values.rows[name])
    if act == "erbij" and len(rows) < MAX_ROWS:
        blank = {column.key.path: column.added or shown_value(column, None) for column in field.columns}
        rows.append(FormRow(None, blank or dict.fromkeys(columns_of(field), "")))
    elif act == "weg" and at < len(rows):
        del rows[at]
    elif act == "omhoog" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    elif act == "omlaag" and at < len(rows) - 1:
        rows[at + 1], rows[at] = rows[at], rows[at + 1]
    return FormValues(values.texts, {**values.rows, name: tuple(rows)})


def row_to_focus(values: FormValues, asked: str) -> tuple[str, int] | None:
    """The list and the place in it where whoever uses the keyboard goes on, once rows were changed.

    That is the row that was added or moved, or the one that came where a row was taken away; 0 where none is left.

    Args:
        asked: what the button said, as ``with_row_changed`` takes it.
    """
    button = _row_button(asked)
    if button is None or button.name not in values.rows:
        return None
    last = max(0, len(values.rows[button.name]) - 1)
    at = last if button.act == "erbij" else button.at + {"omhoog": -1, "omlaag": 1}.get(button.act, 0)
    return button.name, min(max(0, at), last)


class _RowButton(NamedTuple):
    """A button beside a row: the name of its field, what it does and the place of the row, from 0."""

    name: str
    act: str
    at: int


def _row_button(asked: str) -> _RowButton | None:
    """The button that was pressed; None for what is no such button."""
    name, _, rest = asked.partition(":")
    act, _, place = rest.partition(":")
    return _RowButton(name, act, int(place)) if place.isascii() and place.isdecimal() and len(place) < 5 else None


def _with_rows(
    each: SettingField,
    rows: tuple[FormRow, ...],
    choices: Mapping[str, Choices],
    faults: Mapping[str, tuple[str, ...]],
    theirs: str | None,
) -> FieldView:
    views = []
    for number, row in enumerate(rows):
        prefix = f"{each.name}.{number}"
        if each.columns:
            cells = tuple(
                _view(column, f"{prefix}.{column.key.path}", row.cells.get(column.key.path, ""), choices, faults)
                for column in each.columns
            )
        else:
            cells = tuple(
                _plain_cell(each, f"{prefix}.{name}", name, row.cells.get(name, ""), choices, faults)
                for name in columns_of(each)
            )
        origin = "" if row.origin is None else str(row.origin)
        views.append(RowView(number, origin, cells, faults.get(prefix, ())))
    said = faults.get(each.name, ())
    return FieldView(
        each.name, each.kind, each.label, each.help, faults=said, theirs=theirs, rows=tuple(views), one=each.one
    )


def _view(
    each: SettingField,
    name: str,
    value: str,
    choices: Mapping[str, Choices],
    faults: Mapping[str, tuple[str, ...]],
    theirs: str | None = None,
) -> FieldView:
    known, kind = choices.get(each.name, each.choices), str(each.kind)
    if known and each.kind is ValueKind.LINES:
        kind, known = "choices", _with_value(known, *value.split("\n"))
    elif known:
        kind = ValueKind.CHOICE
        none = (("", each.empty or "niets gekozen"),) if each.empty or not value else ()
        known = _with_value((*none, *known), value)
    return FieldView(name, kind, each.label, each.help, value, known, each.key.required, faults.get(name, ()), theirs)


def _plain_cell(
    each: SettingField,
    name: str,
    column: str,
    value: str,
    choices: Mapping[str, Choices],
    faults: Mapping[str, tuple[str, ...]],
) -> FieldView:
    known = choices.get(f"{each.name}.{column}", ())
    kind = str(ValueKind.LINES if column == "value" else ValueKind.LINE)
    if known and column == "name":
        kind = "suggested"
    elif known:
        kind, known = ValueKind.CHOICE, _with_value((("", "niets gekozen"), *known), value)
    return FieldView(name, kind, COLUMN_NAMES[column], COLUMN_HELP[column], value, known, False, faults.get(name, ()))


def _with_value(known: Choices, *values: str) -> Choices:
    """The choices, with what stands in the file as one of them."""
    there = {value for value, _ in known}
    return (
        *known,
        *((value, f"{value} (onbekend)") for value in dict.fromkeys(values) if value and value not in there),
    )


def _rows(each: SettingField, fields: Mapping[str, list[str]]) -> list[FormRow]:
    count = fields.get(f"{each.name}.n", ["0"])[0]
    found = []
    for number in range(min(int(count), MAX_ROWS) if count.isascii() and count.isdecimal() and len(count) < 5 else 0):
        prefix = f"{each.name}.{number}"
        origin = fields.get(f"{prefix}.origin", [""])[0]
        place = int(origin) if origin.isascii() and origin.isdecimal() and len(origin) < 5 else None
        found.append(FormRow(place, {name: _sent(fields, f"{prefix}.{name}") for name in columns_of(each)}))
    return found


def _sent(fields: Mapping[str, list[str]], name: str) -> str:
    """What was typed or chosen, one a line, with line ends as files have them."""
    given = [each.replace("\r\n", "\n").replace("\r", "\n") for each in fields.get(name, ())]
    return "\n".join(each for each in given if each) if len(given) > 1 else "".join(given)
