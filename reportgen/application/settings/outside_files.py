"""Files outside the event's folder that event.toml names: nobody can add one on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.application.settings.faults import SettingFault
from reportgen.application.settings.groups import SettingGroup
from reportgen.render.content.words import settings_words

_TABLES = (("lists", "files"), ("figures", "own"))
"""The keys with files that are read as tables."""


def named_files(raw: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str], int]]:
    """The files that an event.toml names to be read as tables, each with the key that names it and its place there."""
    for table, key in _TABLES:
        given = raw[table].get(key) if isinstance(raw.get(table), dict) else None
        for place, each in enumerate(given if isinstance(given, list) else ()):
            yield str(each.get("file", "") if isinstance(each, dict) else each), (table, key), place


def leads_out(name: str) -> bool:
    """Whether the name of a file leads out of the event's folder."""
    return name.startswith("/") or ".." in name.split("/")


def outside_faults(group: SettingGroup, before: Mapping[str, Any], raw: Mapping[str, Any]) -> Iterator[SettingFault]:
    """The fields of a form with a file outside the folder; what event.toml names already may stay.

    A list is read, and written over by another one: who works on the page reaches no other file of the server so.
    """
    known, text = {name for name, _, _ in named_files(before)}, settings_words()["file_fault"]["outside"]
    for name, path, place in named_files(raw):
        field = group.field(".".join(path))
        if field is not None and name not in known and leads_out(name):
            yield SettingFault(f"{field.name}.{place}.file", f"{field.label} {place + 1}", text, group.slug)
