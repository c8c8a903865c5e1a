"""The line of a TOML file that a key stands on, for messages about faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line of a key, or of the nearest table or list above it that the file has; 1 where it has none.

    Args:
        text: the file.
        path: names of tables and keys, and numbers of tables in lists, from 0.
    """
    return _nearest(text, path)[1]


def key_line(text: str, path: Sequence[str | int]) -> int:
    """The line of a key; 0 where the file lacks it, or has it in another way than on a line of its own.

    Args:
        text, path: as for ``line_of``.
    """
    steps, line = _nearest(text, path)
    return line if steps == len(path) else 0


def table_at(text: str, line: int) -> str:
    """The table, without what is within it, that a line of a file stands in; empty before the first one."""
    return next((here[0] for number, here in reversed(_places(text)) if number <= line), "")


def _nearest(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """How many steps of a path the file has on one line, and that line."""
    wanted = tuple(str(each) for each in path)
    best, found = 0, 1
    for number, here in _places(text):
        same = _common(here, wanted)
        if same > best and same == len(here):
            best, found = same, number
    return best, found


@lru_cache(16)
def _places(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The lines of a file that have a table or a key, each with its path."""
    places: list[tuple[int, tuple[str, ...]]] = []
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
            table = _numbered(table, counts)
            places.append((number, table))
        elif key := _KEY.match(line):
            places.append((number, (*table, *_parts(key[1]))))
    return tuple(places)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(each.strip().strip("\"'") for each in dotted.split("."))


def _numbered(table: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """The path of a table with the number of each table in a list."""
    found: list[str] = []
    for length in range(1, len(table) + 1):
        found.append(table[length - 1])
        if table[:length] in counts:
            found.append(str(counts[table[:length]]))
    return tuple(found)


def _common(here: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How many steps from the first on are the same."""
    length = 0
    for one, other in zip(here, wanted, strict=False):
        if one != other:
            break
        length += 1
    return length
