"""What a group of settings says now, in a few words for the list of groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.application.settings.differences import said_value
from reportgen.application.settings.form_values import rows_in, value_in
from reportgen.application.settings.groups import SettingField, SettingGroup
from reportgen.config.schema_keys import optional_tables

MAX_SETTINGS = 5
"""Settings of a group that are told at most."""


def group_summary(group: SettingGroup, raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The settings of a group that matter most, or else its first ones, each with its label; none that say nothing."""
    table = group.fields[0].key.steps[0]
    if table in optional_tables() and table not in raw:
        return []
    first = [each for each in map(group.field, group.told) if each] or group.fields
    said = [(each.label, _said(each, raw)) for each in first]
    return [(label, text) for label, text in said if text][:MAX_SETTINGS]


def _said(each: SettingField, raw: Mapping[str, Any]) -> str:
    """What a setting says; of rows the first cell of each."""
    if not each.is_rows:
        return said_value(each, value_in(raw, each.key))
    names = [next(iter(row.cells.values()), "") for row in rows_in(each, raw)]
    return "; ".join(each.columns[0].called(name) if each.columns else name for name in names if name)
