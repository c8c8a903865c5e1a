"""The values of a form as texts: of event.toml as it is, as they were sent, and back to values of event.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from unicodedata import category

from reportgen.application.settings.groups import SettingField, SettingGroup
from reportgen.config.schema_keys import SchemaKey, ValueKind
from reportgen.config.timezone import clock_time, local_time

YES = "ja"

MAX_ROWS = 400
"""Rows of a form that are read; the schema takes far fewer."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing around."""


class UnreadableValue(ValueError):
    """What was typed cannot be a value of this kind; the message is a key of the table ``fault``."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form.

    Attributes:
        origin: its place in the file, from 0; None for a new one.
        cells: texts by the name of the column.
    """

    origin: int | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FormValues:
    """What stands in a form: texts of fields, and rows."""

    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[FormRow, ...]] = field(default_factory=dict)


def columns_of(each: SettingField) -> tuple[str, ...]:
    """Names of the columns of a field with rows."""
    match each.kind:
        case ValueKind.FILES:
            return ("file", "sheet")
        case ValueKind.PAIRS:
            return ("name", "value")
    return tuple(column.key.path for column in each.columns)


def value_in(raw: Mapping[str, Any], key: SchemaKey) -> Any:
    """The value of a key in event.toml as it is; None where it is absent."""
    return _at(raw, steps_in(raw, key))


def steps_in(raw: Mapping[str, Any], key: SchemaKey) -> tuple[str, ...]:
    """Where a key stands in event.toml: under its former name, if the file has that."""
    former = (*key.steps[:-1], key.former)
    return former if key.former and _at(raw, former) is not None else key.steps


def form_values(group: SettingGroup, raw: Mapping[str, Any]) -> FormValues:
    """What the form of a group says of event.toml as it is, faults in it included."""
    texts = {each.name: shown_value(each, value_in(raw, each.key)) for each in group.fields if not each.is_rows}
    return FormValues(texts, {each.name: rows_in(each, raw) for each in group.fields if each.is_rows})


def rows_in(each: SettingField, raw: Mapping[str, Any]) -> tuple[FormRow, ...]:
    """The rows of a field in event.toml as it is."""
    value = value_in(raw, each.key)
    if value is None:
        value = each.key.default or []
    if each.kind is ValueKind.PAIRS:
        pairs = value.items() if isinstance(value, dict) else ()
        return tuple(
            FormRow(at, {"name": name, "value": "\n".join(map(str, one)) if isinstance(one, list) else str(one)})
            for at, (name, one) in enumerate(pairs)
        )
    tables = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    if each.kind is ValueKind.FILES:
        files = [one if isinstance(one, dict) else {"file": one} for one in tables]
        return tuple(
            FormRow(at, {name: str(one.get(name, "")) for name in columns_of(each)}) for at, one in enumerate(files)
        )
    return tuple(
        FormRow(at, {column.key.path: shown_value(column, one.get(column.key.path)) for column in each.columns})
        for at, one in enumerate(tables)
        if isinstance(one, dict)
    )


def shown_value(each: SettingField, value: object) -> str:
    """A value as a field of a form has it; what holds where it is absent for None."""
    if value is None:
        value = each.key.default
    match value:
        case None:
            return ""
        case bool():
            return YES if value else ""
        case list():
            return "\n".join(_plain(one) for one in value)
        case datetime():
            at = local_time(value)
            return f"{at.day}-{at.month}-{at.year} {at:%H.%M}"
        case date():
            return f"{value.day}-{value.month}-{value.year}"
        case str() if each.kind is ValueKind.TIME:
            return _clock(value)
    return _plain(value)


def typed_value(each: SettingField, text: str) -> Any:
    """The value of event.toml that a text in a field stands for; None for nothing.

    Raises:
        UnreadableValue: it cannot be a value of this kind.
    """
    if any((category(char) == "Cc" and char not in "\n\t") or char in _TURNING for char in text):
        raise UnreadableValue("control")
    text = text.strip()
    if each.kind is ValueKind.YES_NO:
        return text == YES
    if each.kind is ValueKind.LINES:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if not text:
        says_none = each.key.required or each.key.default == "" or (each.empty and each.key.default is not None)
        return "" if says_none else None
    match each.kind:
        case ValueKind.WHOLE:
            return _number(text, int, "int_parsing")
        case ValueKind.NUMBER:
            return _number(text, float, "float_parsing")
        case ValueKind.DAY:
            return _day(text, "date_parsing")
        case ValueKind.MOMENT:
            return _moment(text)
        case ValueKind.TIME:
            return _time(text)
    return text


def typed_rows(each: SettingField, rows: Sequence[FormRow]) -> list[Any] | dict[str, Any]:
    """The value of a list of files, or of names with values; rows without anything in them are left out.

    Raises:
        UnreadableValue: a name stands there twice.
    """
    filled = [{name: _checked(text) for name, text in row.cells.items()} for row in rows if any(row.cells.values())]
    if each.kind is ValueKind.FILES:
        return [{"file": one["file"], "sheet": one["sheet"]} if one["sheet"] else one["file"] for one in filled]
    names = [one["name"] for one in filled]
    if len(set(names)) < len(names):
        raise UnreadableValue("twice")
    values = {one["name"]: one["value"].split("\n") for one in filled}
    return {name: lines if len(lines) > 1 else lines[0] for name, lines in values.items()}


def _checked(text: str) -> str:
    if any((category(char) == "Cc" and char != "\n") or char in _TURNING for char in text):
        raise UnreadableValue("control")
    return text.strip()


def _at(raw: Mapping[str, Any], steps: Sequence[str]) -> Any:
    found: Any = raw
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def _clock(text: str) -> str:
    """``09.30``; a text that is no time stays."""
    try:
        return f"{clock_time(text):%H.%M}"
    except ValueError:
        return text


def _number(text: str, kind: type[int] | type[float], fault: str) -> int | float:
    plain = text.replace(" ", "").replace("\u00a0", "")
    try:
        if len(plain) > 15 or not plain.isascii():
            raise ValueError
        if kind is int:
            return int(plain.replace(".", ""))
        value = float(plain.replace(",", "."))
        return int(value) if value.is_integer() else value
    except (ValueError, OverflowError):
        raise UnreadableValue(fault) from None


def _day(text: str, fault: str) -> date:
    for pattern in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    raise UnreadableValue(fault)


def _moment(text: str) -> datetime:
    day, _, time = text.replace("T", " ").partition(" ")
    try:
        return datetime.combine(_day(day, "datetime_parsing"), clock_time(time.strip().removesuffix("uur").strip()[:5]))
    except ValueError:
        raise UnreadableValue("datetime_parsing") from None


def _time(text: str) -> str:
    try:
        at = clock_time(text.removesuffix("uur").strip()[:5])
    except ValueError:
        raise UnreadableValue("time_parsing") from None
    return f"{at:%H.%M}"
