"""The texts of an event.toml that participants read, each with its line; and which of a template are to fill in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.toml_lines import key_line
from reportgen.domain.finding import Place
from reportgen.domain.programme.placeholders import EventText

TABLES = ("event", "organiser", "question", "theme", "type", "reading")
"""Tables whose strings participants read."""

OTHER_TEXTS = (("pack", "title"), ("style", "logo_alt"))
"""Texts that participants read in tables with other strings as well."""

TO_FILL_IN = re.compile(r"#\s*(?:invullen|fill in)\b[^\"']*$")
"""The comment behind a value of a template that is there to be replaced."""


FOR_GUESTS = "_for_guests"
"""How the key ends of a text that guests read instead of the one without that ending."""


def texts_in(text: str, guest: bool = False) -> tuple[EventText, ...]:
    """The texts of an event.toml, in its order.

    Args:
        guest: those that a guest reads; else those of all.

    Raises:
        tomllib.TOMLDecodeError: it is not TOML.
    """
    lines = text.splitlines()
    values = dict(_strings(tomllib.loads(text)))
    return tuple(
        EventText(Place(EVENT_FILE, key_line(text, path) or _line_with(lines, value)), value, f"{path[0]}.{path[-1]}")
        for path, value in values.items()
        if path[0] in TABLES or (path[0], path[-1]) in OTHER_TEXTS
        if not (guest and values.get((*path[:-1], f"{path[-1]}{FOR_GUESTS}")))
    )


def texts_to_fill_in(text: str) -> tuple[EventText, ...]:
    """The texts of the event.toml of a template that are there to be replaced, by the comment behind them."""
    lines = text.splitlines()
    return tuple(each for each in texts_in(text) if TO_FILL_IN.search(lines[each.place.line - 1]))


def _line_with(lines: list[str], value: str) -> int:
    """The first line that has the beginning of a text in it; 0 where none has."""
    start = value.strip().partition("\n")[0]
    return next((line for line, content in enumerate(lines, 1) if start and start in content), 0)


def _strings(raw: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each string directly in a table, with its path."""
    for table, content in raw.items():
        numbered: list[tuple[tuple[str | int, ...], object]] = [((table,), content)]
        if isinstance(content, list):
            numbered = [((table, number), entries) for number, entries in enumerate(content)]
        for path, entries in numbered:
            if isinstance(entries, dict):
                yield from (((*path, key), value) for key, value in entries.items() if isinstance(value, str))
