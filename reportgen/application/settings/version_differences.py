"""What differs between two contents of a file of an event: by lines, and for event.toml in words as well."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from reportgen.application.settings.differences import Difference, setting_differences
from reportgen.application.settings.event_files import TEXT_KINDS, decoded
from reportgen.application.settings.groups import SettingGroup
from reportgen.config.event_folder import EVENT_FILE
from reportgen.errors import FOREIGN_FAULTS

MOST_LINES = 2_000
"""Lines of a file that are compared."""

AROUND = 2
"""Lines without a difference that are shown before and after one with it."""

Groups = Callable[[Mapping[str, Any]], Mapping[str, SettingGroup]]
"""Gives the groups of settings of an event with this event.toml."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file beside how it was.

    Attributes:
        kind: ``came``, ``gone`` or ``same``; ``more`` for lines that are left out.
    """

    kind: str
    text: str


def differences_in_words(
    name: str, before: bytes | None, after: bytes | None, groups: Groups
) -> tuple[Difference, ...] | None:
    """The settings that differ between two contents of event.toml; None for another file, or what is no TOML."""
    if name != EVENT_FILE or before is None or after is None:
        return None
    old, new = raw_settings(before), raw_settings(after)
    return None if old is None or new is None else setting_differences(old, new, groups(new))


def differences_by_line(name: str, before: bytes | None, after: bytes | None) -> tuple[Line, ...] | None:
    """The lines that differ between two contents of a file, with some around them; None where it is no text."""
    if not name.endswith(TEXT_KINDS):
        return None
    return tuple(_lines(*(decoded(each or b"").split("\n")[:MOST_LINES] for each in (before, after))))


def raw_settings(content: bytes) -> dict[str, Any] | None:
    """The content of an event.toml, of which nothing is checked; None where it is no TOML."""
    try:
        return tomllib.loads(decoded(content))
    except FOREIGN_FAULTS:
        return None


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND)
    for number, group in enumerate(groups):
        if number:
            yield Line("more", "…")
        for kind, a, b, c, d in group:
            if kind == "equal":
                yield from (Line("same", each) for each in old[a:b])
            else:
                yield from (Line("gone", each) for each in old[a:b])
                yield from (Line("came", each) for each in new[c:d])
