"""Changes to the content of a TOML file: which keys and tables become what; their text is not looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from reportgen.errors import ConfigurationError

Path = tuple[str, ...]
"""Names of tables and of a key, from the outside in."""


@dataclass(frozen=True, slots=True)
class RowEdit:
    """A table of a list of tables, such as a ``[[question]]``, as it is to be.

    Attributes:
        origin: its place in the file as it is, from 0; None for a new one.
        changes: other values of its keys; None takes a key away.
    """

    origin: int | None
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TomlChanges:
    """What is to change in a file.

    Attributes:
        keys: other values of keys; None takes a key away, or a table.
        rows: lists of tables, with all tables that stay or come, in order.
    """

    keys: Mapping[Path, object] = field(default_factory=dict)
    rows: Mapping[Path, Sequence[RowEdit]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.keys or self.rows)


def changed_values(raw: Mapping[str, Any], changes: TomlChanges) -> dict[str, Any]:
    """The plain content of a file after changes.

    Raises:
        ConfigurationError: something else stands where a table has to be.
    """
    new = deepcopy(dict(raw))
    for path, value in changes.keys.items():
        table = new
        for name in path[:-1]:
            if value is None and name not in table:
                break
            table = _table_in(table, name)
        else:
            if value is None:
                table.pop(path[-1], None)
            else:
                table[path[-1]] = deepcopy(value)
    for path, rows in changes.rows.items():
        table = new
        for name in path[:-1]:
            table = _table_in(table, name)
        given = table.get(path[-1], [])
        before = as_list(given)
        after = [plain_row(before[row.origin] if row.origin is not None else {}, row.changes) for row in rows]
        if isinstance(given, dict) and len(rows) == 1 and rows[0].origin == 0:
            table[path[-1]] = after[0]
        elif after:
            table[path[-1]] = after
        else:
            table.pop(path[-1], None)
    return new


def _table_in(table: dict[str, Any], name: str) -> dict[str, Any]:
    found: object = table.setdefault(name, {})
    if not isinstance(found, dict):
        raise ConfigurationError("The file cannot be changed key by key", todo="change its text")
    return found


def as_list(given: Any) -> list[Any]:
    """The tables of a list of tables, also where it is a single one."""
    return [given] if isinstance(given, dict) else list(given)


def plain_row(before: Any, changes: Mapping[str, object]) -> Any:
    """The content of a table after changes."""
    row = deepcopy(dict(before))
    for key, value in changes.items():
        if value is None:
            row.pop(key, None)
        else:
            row[key] = value
    return row


def same_content(one: object, other: object) -> bool:
    """Whether two contents are the same, with the same kinds of values: 1 is not true, and 1.0 is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_content(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_content, one, other))
    return type(one) is type(other) and one == other
