"""The texts of an event.toml that participants read, each with its line; and which of a template are to fill in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from reportgen.config.event_folder import EVENT_FILE
from reportgen.domain.finding import Place
from reportgen.domain.programme.placeholders import EventText

TABLES = ("event", "organiser", "question", "theme", "type", "reading")
"""Tables whose strings participants read."""

OTHER_TEXTS = (("pack", "title"), ("style", "logo_alt"))
"""Texts that participants read in tables with other strings as well."""

TO_FILL_IN = re.compile(r"#\s*(?:invullen|fill in)\b[^\"']*$")
"""The comment behind a value of a template that is there to be replaced."""

_HEADER = re.compile(r"\s*\[\[?\s*([\w-]+)\s*\]\]?\s*(?:#.*)?")


def texts_in(text: str) -> tuple[EventText, ...]:
    """The texts of an event.toml, in its order.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML.
    """
    lines = text.splitlines()
    return tuple(
        EventText(
            Place(EVENT_FILE, line_of(lines, table, key, number) or _line_with(lines, value)), value, f"{table}.{key}"
        )
        for table, number, key, value in _strings(tomllib.loads(text))
        if table in TABLES or (table, key) in OTHER_TEXTS
    )


def texts_to_fill_in(text: str) -> tuple[EventText, ...]:
    """The texts of the event.toml of a template that are there to be replaced, by the comment behind them."""
    lines = text.splitlines()
    return tuple(each for each in texts_in(text) if TO_FILL_IN.search(lines[each.place.line - 1]))


def line_of(lines: list[str], table: str, key: str, number: int = 0) -> int:
    """The line of a key in an event.toml, counted from 1; 0 where it is written in another way than usual.

    Args:
        number: which of the tables with this name, counted from 0.
    """
    found, count = "", -1
    for line, content in enumerate(lines, 1):
        if header := _HEADER.fullmatch(content):
            found = header[1]
            count += found == table
        elif (found, count) == (table, number) and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", content):
            return line
    return 0


def _line_with(lines: list[str], value: str) -> int:
    """The first line that has the beginning of a text in it; 0 where none has."""
    start = value.strip().partition("\n")[0]
    return next((line for line, content in enumerate(lines, 1) if start and start in content), 0)


def _strings(raw: dict[str, Any]) -> Iterator[tuple[str, int, str, str]]:
    """Each string directly in a table: the table, which of that name, the key, the string."""
    for table, content in raw.items():
        for number, entries in enumerate(content if isinstance(content, list) else [content]):
            if isinstance(entries, dict):
                yield from ((table, number, key, value) for key, value in entries.items() if isinstance(value, str))
