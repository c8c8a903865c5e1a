"""What a form changes in event.toml: the keys whose text is another, and the rows that came, went or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportgen.application.settings.form_values import (
    FormRow,
    FormValues,
    UnreadableValue,
    form_values,
    shown_value,
    steps_in,
    typed_rows,
    typed_value,
    value_in,
)
from reportgen.application.settings.groups import SettingField, SettingGroup
from reportgen.config.schema_keys import ValueKind, optional_tables
from reportgen.config.toml_changes import RowEdit, TomlChanges
from reportgen.domain.programme.schedule import day_in_name


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What a form changes.

    Attributes:
        changes: to event.toml.
        unreadable: fields whose text cannot be a value, each with the key of what is said of it.
    """

    changes: TomlChanges
    unreadable: Mapping[str, str]


def form_changes(group: SettingGroup, raw: Mapping[str, Any], form: FormValues, folder_name: str) -> FormChanges:
    """The changes of a form to event.toml as it is.

    Args:
        raw: event.toml.
        form: what was typed; fields that it lacks stay as they are.
        folder_name: of the event, which may begin with a day.
    """
    before = form_values(group, raw)
    keys: dict[tuple[str, ...], object] = {}
    rows: dict[tuple[str, ...], Sequence[RowEdit]] = {}
    unreadable: dict[str, str] = {}
    for each in group.fields:
        steps = steps_in(raw, each.key)
        try:
            if each.kind is ValueKind.ROWS:
                if each.name in form.rows and form.rows[each.name] != before.rows[each.name]:
                    _row_changes(each, raw, form.rows[each.name], keys, rows, unreadable)
            elif each.is_rows:
                if _cells(form.rows.get(each.name, before.rows[each.name])) != _cells(before.rows[each.name]):
                    keys[steps] = typed_rows(each, form.rows[each.name]) or ([] if each.key.default else None)
            elif _changed(each, form.texts.get(each.name), before.texts[each.name]):
                keys[steps] = _value(each, form.texts[each.name], raw)
        except UnreadableValue as fault:
            unreadable[each.name] = str(fault)
    _without_empty_tables(group, raw, form, keys)
    _move_day(keys, raw, folder_name)
    return FormChanges(TomlChanges(keys, rows), unreadable)


def _changed(each: SettingField, typed: str | None, before: str) -> bool:
    if typed is None:
        return False
    if each.kind is ValueKind.LINES:
        return _lines(typed) != _lines(before)
    return typed.strip() != before.strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _value(each: SettingField, text: str, raw: Mapping[str, Any]) -> object:
    value = typed_value(each, text)
    if value == [] and not each.key.required:
        return None if value_in(raw, each.key) is None else []
    return value


def _cells(rows: Sequence[FormRow]) -> list[Mapping[str, str]]:
    return [row.cells for row in rows if any(row.cells.values())]


def _row_changes(
    each: SettingField,
    raw: Mapping[str, Any],
    typed: Sequence[FormRow],
    keys: dict[tuple[str, ...], object],
    rows: dict[tuple[str, ...], Sequence[RowEdit]],
    unreadable: dict[str, str],
) -> None:
    given = value_in(raw, each.key)
    tables = [given] if isinstance(given, dict) else given if isinstance(given, list) else []
    whole = given is None or (tables == given or isinstance(given, dict))
    edits = []
    left = set(range(len(tables)))
    for place, row in enumerate(typed):
        before = tables[row.origin] if row.origin is not None and row.origin in left else {}
        left.discard(-1 if row.origin is None else row.origin)
        changes: dict[str, object] = {}
        for column in each.columns:
            name = column.key.path
            text = row.cells.get(name, "")
            if not _changed(column, text, shown_value(column, before.get(name)) if before else _blank(column)):
                if not before and column.key.required:
                    changes[name] = [] if column.kind is ValueKind.LINES else ""
                continue
            try:
                value = typed_value(column, text)
                changes[name] = None if value in ("", []) and not column.key.required and name not in before else value
            except UnreadableValue as fault:
                unreadable[f"{each.name}.{place}.{name}"] = str(fault)
        edits.append(RowEdit(row.origin if before else None, changes))
    if whole and all(isinstance(table, dict) for table in tables):
        rows[each.key.steps] = edits
    else:  # it has another form than it may have: what is in the form replaces it
        keys[each.key.steps] = [
            {name: value for name, value in edit.changes.items() if value is not None} for edit in edits
        ]


def _blank(column: SettingField) -> str:
    """What an untouched field of a new row says."""
    return shown_value(column, None)


def _without_empty_tables(
    group: SettingGroup, raw: Mapping[str, Any], form: FormValues, keys: dict[tuple[str, ...], object]
) -> None:
    """Takes a table away that an event need not have, once nothing is filled in that it must have."""
    for table in optional_tables():
        needed = [each for each in group.fields if each.key.steps[0] == table and each.key.required]
        if not needed or any(form.texts.get(each.name, "x").strip() for each in needed):
            continue
        inside = [each for each in group.fields if each.key.steps[0] == table and each not in needed]
        if all(form.texts.get(each.name, "").strip() in ("", shown_value(each, None)) for each in inside):
            for path in [path for path in keys if path[0] == table]:
                del keys[path]
            if table in raw:
                keys[(table,)] = None


def _move_day(keys: dict[tuple[str, ...], object], raw: Mapping[str, Any], folder_name: str) -> None:
    """Says from which day a meeting was moved, where its folder is named after another day than the new one."""
    day, named = keys.get(("event", "date")), day_in_name(folder_name)
    if not isinstance(day, date) or named is None:
        return
    moved = None if day == named else named
    table = raw.get("event")
    if moved != (table.get("moved_from") if isinstance(table, dict) else None):
        keys["event", "moved_from"] = moved
