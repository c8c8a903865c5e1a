"""Changes to the text of an event.toml that leave its comments and order as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import tomlkit

from reportgen.config.event_texts import TO_FILL_IN
from reportgen.config.schema import ListsTable


def event_toml_with_list(text: str, place: int, name: str) -> str:
    """event.toml with another file as one of its lists.

    Args:
        text: event.toml as it is.
        place: which of the lists, counted from 0.
        name: the file that comes in its place; a sheet that is named stays.
    """
    document: Any = tomlkit.parse(text)
    lists = document.setdefault("lists", tomlkit.table())
    files = lists.setdefault("files", tomlkit.array())
    if not files:
        files.extend(ListsTable().files)
    if isinstance(files[place], str):
        files[place] = name
    else:
        files[place]["file"] = name
    return tomlkit.dumps(document)


def event_toml_with_columns(text: str, columns: Mapping[str, Sequence[str]]) -> str:
    """event.toml with other words for the columns of the lists.

    Args:
        text: event.toml as it is.
        columns: headings of the lists by our name of a column; without any it is left out.
    """
    document: Any = tomlkit.parse(text)
    table = document.get("columns")
    if table is None:
        if not columns:
            return text
        table = document.setdefault("columns", tomlkit.table())
    for name in [*table]:
        if name not in columns:
            del table[name]
    for name, headings in columns.items():
        said = headings[0] if len(headings) == 1 else [*headings] or ""
        if name in table:
            if table[name] != said:
                _put(table, name, said)
        else:
            table[name] = said
    return tomlkit.dumps(document)


def event_toml_with_subject(text: str, subject: str) -> str:
    """event.toml with another subject of its figures.

    Args:
        text: event.toml as it is.
        subject: its key; empty for a meeting without figures, which has no indicators and no own figures either.
    """
    document: Any = tomlkit.parse(text)
    figures = document.setdefault("figures", tomlkit.table())
    if "subject" in figures:
        _put(figures, "subject", subject)
    else:
        figures["subject"] = subject
    if not subject:
        figures.pop("indicators", None)
        figures.pop("own", None)
    return tomlkit.dumps(document)


def event_toml_with_meeting(text: str, title: str, place: str) -> str:
    """event.toml with another title and location; the comments behind them go where they say to fill in.

    Args:
        text: event.toml as it is.
        place: the name of the location.
    """
    document: Any = tomlkit.parse(text)
    event = document["event"]
    for key, value in (("title", title), ("place", place)):
        _put(event, key, value)
        trivia = event[key].trivia
        if TO_FILL_IN.search(trivia.comment):
            trivia.comment_ws = trivia.comment = ""
    return tomlkit.dumps(document)


def event_toml_for_next(text: str, day: date | None) -> str:
    """event.toml of the event after this one.

    Args:
        text: event.toml as it is.
        day: when the next event is; delivery windows and the end of storage move along, and its municipalities are
            those of its own day. None changes no day.
    """
    document: Any = tomlkit.parse(text)
    if day is None:
        return tomlkit.dumps(document)
    later = day - document["event"]["date"]
    document["event"]["date"] = day
    document["event"].pop("moved_from", None)
    document.get("figures", {}).pop("municipalities", None)
    packs = document.get("pack", [])
    tables = [document.get("delivery", {}), document.get("archive", {})]
    for table in [*tables, *([packs] if isinstance(packs, dict) else packs)]:
        for key in ("not_before", "not_after", "keep_until"):
            if isinstance(table.get(key), date):
                _put(table, key, table[key] + later)
    return tomlkit.dumps(document)


def _put(table: Any, key: str, value: date | str | list[str]) -> None:
    """Gives a key another value and keeps the comment behind it."""
    before, item = table[key].trivia, tomlkit.item(value)
    item.trivia.comment_ws, item.trivia.comment = before.comment_ws, before.comment
    table[key] = item
