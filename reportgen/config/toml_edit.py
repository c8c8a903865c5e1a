"""Changes keys of a TOML file and leaves everything else as it stands: comments, order, spaces and other values."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Comment, Item, String, Table, Whitespace

from reportgen.config.toml_changes import Path, RowEdit, TomlChanges, as_list, changed_values, plain_row, same_content
from reportgen.errors import FOREIGN_FAULTS, ConfigurationError
from reportgen.i18n.message import said

MARK = "\ufeff"
"""What some editors write at the beginning of a file in UTF-8."""

LONG_LINE = 100
"""Characters of an array that stands on one line."""


def edited_toml(text: str, changes: TomlChanges) -> str:
    """The text of a file after changes.

    Raises:
        ConfigurationError: it is no TOML, or what would come of it is not what was asked.
    """
    mark, ends = text.startswith(MARK), "\r\n" if "\r\n" in text and "\n" not in text.replace("\r\n", "") else "\n"
    plain = text.removeprefix(MARK)
    body = plain.replace("\r\n", "\n") if ends == "\r\n" else plain
    try:
        wanted = changed_values(tomllib.loads(plain), changes)
        document: Any = tomlkit.parse(body)
        for path, value in changes.keys.items():
            _change_key(document, path, value)
        for path, rows in changes.rows.items():
            _change_rows(document, path, rows)
        written = tomlkit.dumps(document).replace("\n", ends) if ends == "\r\n" else tomlkit.dumps(document)
        found = tomllib.loads(written)
    except (TOMLKitError, *FOREIGN_FAULTS) as fault:
        raise ConfigurationError(
            said("The file cannot be changed key by key: {reason}", reason=fault), todo="change its text"
        ) from None
    if not same_content(found, wanted):
        raise ConfigurationError("The file cannot be changed key by key", todo="change its text")
    return f"{MARK if mark else ''}{written}"


def _change_key(document: Any, path: Path, value: object) -> None:
    table = document
    for name in path[:-1]:
        if name not in table:
            if value is None:
                return
            _append(table, name, tomlkit.table())
        table = table[name]
    _put(table, path[-1], value)


def _put(table: Any, key: str, value: object) -> None:
    """Gives a key of a table a value; None takes it away. What stands behind it stays."""
    if value is None:
        if key in table:
            table.remove(key)
    elif key in table:
        old = _container(table).item(key)
        item = _item(value, old)
        item.trivia.indent, item.trivia.comment_ws = old.trivia.indent, old.trivia.comment_ws
        item.trivia.comment, item.trivia.trail = old.trivia.comment, old.trivia.trail
        table[key] = item
    else:
        _append(table, key, _item(value, None))


def _append(table: Any, key: str, item: Item) -> None:
    """Adds a key behind the last one of a table, before the blank lines and comments that belong to what follows."""
    container = _container(table)
    body = container.body
    at = _end_of(body)
    is_table = isinstance(item, Table | AoT)
    if at == len(body) or is_table or not at:
        table[key] = item
    else:
        container._insert_at(at, key, item)


def _container(table: Any) -> Any:
    """What holds the keys of a table in their order."""
    return table if isinstance(table, Container) else table.value


def _end_of(body: Sequence[tuple[Any, Item]]) -> int:
    """Where the blank lines and comments begin that belong to what follows a table, not to its last key."""
    last = len(body)
    while last and body[last - 1][0] is None and isinstance(body[last - 1][1], Whitespace | Comment):
        last -= 1
    tail = [isinstance(each, Whitespace) and "\n" in each.as_string() for _, each in body[last:]]
    return last + tail.index(True) if True in tail else last


def _item(value: object, old: object) -> Item:
    """A value as TOML, in the way of the one it replaces where that can be."""
    if isinstance(value, str):
        return _string(value, isinstance(old, String) and old.as_string().startswith(('"""', "'''")))
    if isinstance(value, list):
        return _array(value, isinstance(old, Array) and "\n" in old.as_string())
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, each in value.items():
            table[key] = _item(each, None)
        return table
    return tomlkit.item(value)


def _string(value: str, lines: bool) -> Item:
    if lines or "\n" in value:
        with suppress(TOMLKitError, ValueError):
            item = tomlkit.string(value if value[:1] != "\n" else f"\n{value}", multiline=True)
            if tomllib.loads(f"x = {item.as_string()}")["x"] == value:
                return item
    return tomlkit.string(value)


def _array(values: list[Any], lines: bool) -> Item:
    array = tomlkit.array()
    array.extend(_item(each, None) for each in values)
    return array.multiline(lines or len(array.as_string()) > LONG_LINE) if values else array


def _change_rows(document: Any, path: Path, rows: Sequence[RowEdit]) -> None:
    parent = document
    for name in path[:-1]:
        if name not in parent:
            _append(parent, name, tomlkit.table())
        parent = parent[name]
    key = path[-1]
    found = parent.get(key)
    if found is None:
        if rows:
            parent[key] = _new_rows(rows)
    elif isinstance(found, AoT):
        _change_tables(parent, key, found, rows)
    else:
        _change_other(parent, key, found, rows)


def _new_rows(rows: Sequence[RowEdit]) -> AoT:
    made = tomlkit.aot()
    for row in rows:
        made.append(_new_table(row))
    return made


def _new_table(row: RowEdit) -> Table:
    table = tomlkit.table()
    for key, value in row.changes.items():
        if value is not None:
            table[key] = _item(value, None)
    return table


def _change_other(parent: Any, key: str, found: Any, rows: Sequence[RowEdit]) -> None:
    """Rows that stand in one table, or in an array: a change keeps the table, and an array is written anew."""
    if isinstance(found, Table) and len(rows) == 1 and rows[0].origin == 0:
        for name, value in rows[0].changes.items():
            _put(found, name, value)
        return
    if isinstance(found, Table) and rows:
        parent[key] = AoT([found], name=key)
        _change_tables(parent, key, parent[key], rows)
        return
    before = as_list(found.unwrap())
    plain = [plain_row(before[row.origin] if row.origin is not None else {}, row.changes) for row in rows]
    _put(parent, key, plain or None)


def _change_tables(parent: Any, key: str, found: AoT, rows: Sequence[RowEdit]) -> None:
    """Changes a list of tables; comments and blank lines between the tables stay where they are."""
    old = list(found.body)
    ends = [table.value.body[_end_of(table.value.body) :] for table in old]
    for table in old:
        del table.value.body[_end_of(table.value.body) :]
    new = []
    for row in rows:
        if row.origin is None:
            new.append(_new_table(row))
            continue
        table = old[row.origin]
        for name, value in row.changes.items():
            _put(table, name, value)
        new.append(table)
    if not new:
        _remove_rows(parent, key, "".join(each.as_string() for _, each in ends[-1]))
        return
    ends = _ends_for(len(new), ends)
    for table, end in zip(new, ends, strict=True):
        table.value.body.extend(end)
    found.body[:] = new
    list.clear(found)
    list.extend(found, [table.value for table in new])


def _remove_rows(parent: Any, key: str, end: str) -> None:
    """Takes a list of tables away, but not the blank lines and comments behind it."""
    container = _container(parent)
    at = next(place for place, (name, _) in enumerate(container.body) if name is not None and name.key == key)
    parent.remove(key)
    container.body[at] = (None, Whitespace(end))


def _ends_for(count: int, ends: list[Any]) -> list[Any]:
    """What stands behind each of so many tables: the last has what follows the list."""
    blank: Any = [(None, Whitespace("\n"))]
    *between, last = ends
    kept = [*between[: count - 1], *[blank] * (count - 1 - len(between))]
    dropped = [each for end in between[count - 1 :] for each in end if isinstance(each[1], Comment)]
    return [*kept, [*dropped, *last]]
